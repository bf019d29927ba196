"""The process that reads spaCy's documents: a file on its standard input, a document a line on its standard output.

    python -m nlp.formats.unpack

The file is taken apart here and not by spaCy, which trusts the numbers in it; of spaCy only its strings are used.
"""

from __future__ import annotations

import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct
from spacy.attrs import ENT_ID, ENT_IOB, ENT_TYPE, ORTH
from spacy.strings import StringStore

from nlp.formats.sheets import KEY, Fault, Found, Mark, encode
from store.errors import FormatError
from store.processes import take_channels

LARGEST = 2**30
"""Bytes that a file may have once it is unpacked: a small one can grow to any size."""

_SPAN = struct.Struct(">QQQllll")
_INSIDE, _BEGIN = 1, 3
"""What ENT_IOB says of a token that goes on with an entity, and of one that begins it."""


class Packed(Struct, frozen=True):
    """What a file holds, as spaCy writes it; documents one behind the other."""

    attrs: list[int]
    tokens: bytes
    """For each token the value of each attribute, 8 bytes each."""
    spaces: bytes
    lengths: bytes
    """How many tokens each document has, 4 bytes each."""
    strings: list[str]
    span_groups: list[bytes] = []
    user_data: list[bytes | None] = []
    flags: list[dict[str, Any]] = []


class Group(Struct, frozen=True):
    """One group of spans."""

    name: str
    spans: list[bytes]


def main() -> None:
    """Answer with the documents, or with what is wrong."""
    source, answers = take_channels()
    try:
        for found in documents(source):
            answers.write(encode(found) + b"\n")
    except FormatError as error:
        answers.write(encode(Fault(sentence=error.sentence)) + b"\n")
    except OSError:
        os._exit(1)  # nobody listens any more
    answers.flush()
    os._exit(0)


def documents(source: BinaryIO) -> Iterator[Found]:
    """The documents of a file. Raises FormatError, naming the document."""
    packed = _unpacked(source)
    lengths = _numbers("i", packed.lengths)
    width = len(packed.attrs)
    if not width or min(lengths, default=0) < 0 or ORTH not in packed.attrs:
        raise FormatError("its documents have no words, or fewer than none.")
    if (len(packed.tokens), len(packed.spaces)) != (8 * width * sum(lengths), sum(lengths)):
        raise FormatError("it has not as many words as its documents are long.")
    strings = Strings(packed.strings)
    tokens = _numbers("Q", packed.tokens)
    for number, (first, after) in enumerate(pairwise(accumulate(lengths, initial=0))):
        try:
            rows = {attr: tokens[first * width + at : after * width : width] for at, attr in enumerate(packed.attrs)}
            spaced = _at(packed.flags, number, {}).get("has_unknown_spaces") is not True
            spaces = packed.spaces[first:after] if spaced else b"\1" * (after - first)
            document = _Document(rows, spaces, strings)
            yield document.found(_at(packed.span_groups, number, b""), _at(packed.user_data, number, None))
        except (msgspec.MsgspecError, struct.error, ValueError, TypeError, RecursionError) as error:
            raise FormatError(f"document {number + 1}: {error}.") from error


def _unpacked(source: BinaryIO) -> Packed:
    unpack = zlib.decompressobj()
    try:
        raw = unpack.decompress(source.read(LARGEST), LARGEST)
        if not unpack.eof:
            reason = "it is cut off" if len(raw) < LARGEST else f"it is larger than {LARGEST // 2**20} MB unpacked"
            raise FormatError(f"{reason}.")
        return msgspec.msgpack.decode(raw, type=Packed)
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"it holds no documents of spaCy: {error}.") from error


class Strings:
    """The strings of a file by their numbers."""

    def __init__(self, strings: list[str]) -> None:
        self._store = StringStore(strings)

    def of(self, number: int) -> str:
        """The string with this number. Raises ValueError where the file has none."""
        try:
            return str(self._store[number]) if number else ""
        except KeyError:
            raise ValueError(f"the file has no string with the number {number}") from None


class _Document:
    """The words of one document."""

    def __init__(self, rows: dict[int, array[int]], spaces: bytes, strings: Strings) -> None:
        self._rows = rows
        self._strings = strings
        words = [strings.of(number) for number in rows[ORTH]]
        pieces = [word + " " * bool(space) for word, space in zip(words, spaces, strict=True)]
        self._text = "".join(pieces)
        self._starts = list(accumulate(map(len, pieces), initial=0))
        self._ends = [start + len(word) for start, word in zip(self._starts, words, strict=False)]

    def found(self, groups: bytes, user_data: bytes | None) -> Found:
        """All of it that is read."""
        spans = dict(self._groups(groups))
        return Found(text=self._text, entities=tuple(self._entities()), groups=spans, about=_about(user_data))

    def _mark(self, first: int, after: int, label: int, identity: int) -> Mark:
        if not 0 <= first < after <= len(self._ends):
            raise ValueError(f"a span of the words {first} to {after} is not in it, for it has {len(self._ends)}")
        strings = self._strings
        return Mark(self._starts[first], self._ends[after - 1], strings.of(label), strings.of(identity))

    def _entities(self) -> Iterator[Mark]:
        none = array("Q", bytes(8 * len(self._ends)))
        marks, kinds, ids = (self._rows.get(attr, none) for attr in (ENT_IOB, ENT_TYPE, ENT_ID))
        first = 0
        for place, mark in enumerate(marks):
            goes_on = mark == _INSIDE and place and marks[place - 1] in (_INSIDE, _BEGIN)
            first = first if goes_on else place
            ends = place + 1 == len(marks) or marks[place + 1] != _INSIDE
            if mark in (_INSIDE, _BEGIN) and ends:
                yield self._mark(first, place + 1, kinds[first], ids[first])

    def _groups(self, raw: bytes) -> Iterator[tuple[str, tuple[Mark, ...]]]:
        """The groups by their names; older versions of spaCy wrote a list of them."""
        packed = msgspec.msgpack.decode(raw, type=dict[bytes, list[str]] | list[bytes]) if raw else []
        for one in packed:
            group = msgspec.msgpack.decode(one, type=Group)
            spans = [_SPAN.unpack(span) for span in group.spans]
            marks = tuple(self._mark(first, after, label, given) for given, _, label, first, after, _, _ in spans)
            for name in packed[one] if isinstance(packed, dict) else [group.name]:
                yield name, marks


def _about(raw: bytes | None) -> dict[str, Any]:
    """What we said of a document; what others say is theirs."""
    if raw is None:
        return {}
    said = msgspec.msgpack.decode(raw)
    kept = said.get(KEY) if isinstance(said, dict) else None
    if not isinstance(kept, dict):
        return {}
    return msgspec.json.decode(msgspec.json.encode(kept), type=dict[str, Any])


def _numbers(kind: str, raw: bytes) -> array[int]:
    numbers = array(kind)
    if len(raw) % numbers.itemsize:
        raise FormatError("the numbers in it are cut off.")
    numbers.frombytes(raw)
    return numbers


def _at(values: list[Any], number: int, otherwise: Any) -> Any:
    return values[number] if number < len(values) else otherwise


if __name__ == "__main__":
    main()
