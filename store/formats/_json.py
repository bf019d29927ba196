"""Reading files that are one JSON value: the whole at once, then each record of it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, TypeVar

import msgspec

from store.documents import UNREADABLE
from store.errors import FormatError

T = TypeVar("T")

LARGEST = 512 * 2**20
"""Bytes that such a file may have."""


def records(source: BinaryIO, what: str, shape: type[T]) -> Iterator[tuple[str, T]]:
    """Each part of a file that is one list as `shape`, with its number as "`what` 3". Raises FormatError."""
    for number, raw in enumerate(decode(whole(source), list[msgspec.Raw], "the file"), start=1):
        yield f"{what} {number}", decode(raw, shape, f"{what} {number}")


def whole(source: BinaryIO) -> bytes:
    """All of a file, without the mark that some programs begin one with. Raises FormatError for one too large."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FormatError(f"it is larger than {LARGEST // 2**20} MB, which can't be read at once: export it in parts.")
    return data.removeprefix(b"\xef\xbb\xbf")


def decode(data: bytes | msgspec.Raw, shape: type[T], where: str) -> T:
    """JSON as a record. Raises FormatError."""
    try:
        return msgspec.json.decode(data, type=shape)
    except (*UNREADABLE, RecursionError) as error:
        raise FormatError(f"{where}: {error}.") from error
