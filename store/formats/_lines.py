"""Reading lines, of JSON mostly: what the formats share that are read line by line, ours and those of other tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, TypeVar

import msgspec

from store.documents import UNREADABLE
from store.errors import FormatError

T = TypeVar("T")

LONGEST = 64 * 2**20
"""Bytes that a line may have: a file without line ends shall not fill the memory."""


def lines(source: BinaryIO, shape: type[T]) -> Iterator[tuple[str, T]]:
    """Each line as `shape`, with where it stands; empty ones are passed over. Raises FormatError."""
    decode = msgspec.json.Decoder(shape).decode
    for where, raw in raw_lines(source):
        if not raw.strip():
            continue
        try:
            yield where, decode(decoded(raw, where))
        except (*UNREADABLE, RecursionError) as error:
            raise FormatError(f"{where}: {error}.") from error


def raw_lines(source: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Each line as it is, with where it stands. Raises FormatError for one that is too long."""
    for number, raw in enumerate(iter(lambda: source.readline(LONGEST + 1), b""), start=1):
        if len(raw) > LONGEST:
            raise FormatError(f"line {number}: it is longer than {LONGEST // 2**20} MB, which no article is.")
        yield f"line {number}", raw


def decoded(raw: bytes, where: str) -> str:
    """Bytes of a file as text, without the mark that some programs begin one with. Raises FormatError."""
    try:
        return str(raw, "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FormatError(f"{where}: {error}: save it as UTF-8.") from error


def convert(fields: dict[str, Any], shape: type[T], where: str) -> T:
    """The fields as a record. Raises FormatError for a value of another type."""
    try:
        return msgspec.convert(fields, shape)
    except msgspec.MsgspecError as error:
        raise FormatError(f"{where}: {error}.") from error
