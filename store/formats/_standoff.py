"""The lines of brat's `.ann` files, parsed and checked, each with where it stands. What they mean is up to `brat`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from store.errors import FormatError
from store.formats._lines import decoded
from store.text import clean_line

Place = tuple[int, int]
Places = tuple[Place, ...]

ARTICLE = "article"
"""What a note of ours is about that is about the whole file; no line has this id."""

_NO_TYPE = re.compile(r"[^\w-]", re.ASCII)
_KIND = re.compile(r"(?:[TERAMN]\d\S*|[#*]\S*)\Z")
_SHAPES = {
    "T": re.compile(r"(?P<type>\S+) (?P<places>\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(?P<text>.*)", re.ASCII),
    "E": re.compile(r"(?P<type>[^\s:]+)(?P<refs>:\S+(?: [^\s:]+:\S+)*)"),
    "R": re.compile(r"(?P<type>\S+) (?P<refs>[^\s:]+:\S+ [^\s:]+:\S+)"),
    "*": re.compile(r"(?P<type>\S+) (?P<refs>\S+(?: \S+)*)"),
    "A": re.compile(r"(?P<type>\S+) (?P<refs>\S+)(?: (?P<text>.*))?"),
    "N": re.compile(r"(?P<type>\S+) (?P<refs>\S+) [^\t]+(?:\t(?P<text>.*))?"),
    "#": re.compile(r"(?P<type>\S+) (?P<refs>\S+)(?:\t(?P<text>.*))?"),
}


class Line(Struct, frozen=True, kw_only=True):
    """One line: a span (T), event (E), relation (R, *), attribute (A, M), name (N) or note (#)."""

    where: str
    kind: str
    id: str
    type: str
    places: Places = ()
    """Of a span."""
    refs: tuple[tuple[str, str], ...] = ()
    """The lines that it is about, each with its role; of an event, the trigger first, whose role is ""."""
    text: str = ""
    """The words of a span, the value of an attribute, the words of a name or note."""


def parse(raw: bytes, text: str, name: str) -> list[Line]:
    """The lines of a file that stands beside `text`. Raises FormatError, naming the line, for what makes no sense."""
    lines = [
        _line(line, f"{name}, line {number}")
        for number, line in enumerate(decoded(raw, name).split("\n"), start=1)
        if line.strip()
    ]
    by_id: dict[str, Line] = {}
    for line in lines:
        if line.id not in ("*", "#") and by_id.setdefault(line.id, line) is not line:
            raise FormatError(f"{line.where}: {line.id} is there already, in {by_id[line.id].where.split(', ')[-1]}.")
    for line in lines:
        _check(line, by_id, text)
    return lines


def _line(raw: str, where: str) -> Line:
    identity, _, rest = raw.rstrip("\r").partition("\t")
    if not _KIND.match(identity):
        raise FormatError(f"{where}: no line of brat begins with {clean_line(identity, 40)!r}.")
    kind = "A" if identity[0] == "M" else identity[0]
    found = _SHAPES[kind].fullmatch(rest.rstrip() if kind in "ER*A" else rest)
    if not found:
        raise FormatError(f"{where}: this is not how brat writes {identity[0]} lines: {clean_line(rest, 40)!r}.")
    said = found.groupdict()
    places = tuple(_place(pair) for pair in (said.get("places") or "").split(";") if pair)
    refs = tuple(_ref(ref) for ref in (said.get("refs") or "").split())
    return Line(
        where=where, kind=kind, id=identity, type=said["type"], places=places, refs=refs, text=said.get("text") or ""
    )


def _place(pair: str) -> Place:
    start, end = pair.split(" ")
    return int(start), int(end)


def _ref(ref: str) -> tuple[str, str]:
    role, _, target = ref.rpartition(":")
    return role, target


def _check(line: Line, by_id: dict[str, Line], text: str) -> None:
    """Raise FormatError where the line is about nothing, or has words that its places have not."""
    for _, target in line.refs:
        if target not in by_id and not (line.kind == "#" and target == ARTICLE):
            raise FormatError(f"{line.where}: {clean_line(target, 40)} is not in the file.")
    if line.kind == "E" and by_id[line.refs[0][1]].kind != "T":
        raise FormatError(f"{line.where}: {clean_line(line.refs[0][1], 40)} is no span, and can be no trigger.")
    for start, end in line.places:
        if not start < end <= len(text):
            raise FormatError(f"{line.where}: the span {start} to {end} is not in the text, which has {len(text)}.")
    if sum(end - start for start, end in line.places) > len(text):
        raise FormatError(f"{line.where}: its pieces lie over each other: they are longer than the text.")
    there = " ".join(text[start:end] for start, end in line.places)
    if _letters(there) != _letters(line.text) and line.kind == "T":
        raise FormatError(
            f"{line.where}: its words are {clean_line(line.text, 40)!r}, but the text has {clean_line(there, 40)!r}."
        )


def _letters(words: str) -> str:
    """What has to agree: what programs make of line ends inside a span differs."""
    return "".join(words.split())


def fragments(text: str, stretches: Places) -> Iterator[Place]:
    """The stretches as brat has them: a line end or a tab inside one makes two of it."""
    for start, end in stretches:
        for match in re.finditer(r"[^\n\t]+", text[start:end]):
            yield start + match.start(), start + match.end()


def pieces(text: str, places: Places) -> Places:
    """The places in order; those that only white space lies between, or nothing, are one."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def as_type(name: str) -> str:
    """A label as the type of a span."""
    return _NO_TYPE.sub("_", name)


def in_a_line(note: str) -> str:
    """A note as brat has it."""
    return " ".join(note.split())
