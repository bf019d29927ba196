"""Reading a file that is one piece of JSON: cut into its entries first, so that each is understood by itself."""

from __future__ import annotations

from typing import BinaryIO, TypeVar

import msgspec

from store.documents import UNREADABLE
from store.errors import FormatError

T = TypeVar("T")

LARGEST = 256 * 2**20
"""Bytes that such a file may have: it has to be in memory as a whole."""
_MARK = b"\xef\xbb\xbf"


def whole(source: BinaryIO) -> bytes:
    """The file, without the mark that some programs begin one with. Raises FormatError for one that is too large."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FormatError(f"it is larger than {LARGEST // 2**20} MB: export less at a time.")
    return data.removeprefix(_MARK)


def entries(data: bytes, where: str) -> list[msgspec.Raw]:
    """The entries of a list, undecoded; something else is a list of one. Raises FormatError."""
    if bytes(data[:100]).lstrip().startswith(b"["):
        return decode(data, list[msgspec.Raw], where)
    return [decode(data, msgspec.Raw, where)]


def decode(data: bytes | msgspec.Raw, shape: type[T], where: str) -> T:
    """One entry as `shape`. Raises FormatError."""
    try:
        return msgspec.json.decode(data, type=shape)
    except (*UNREADABLE, RecursionError) as error:
        raise FormatError(f"{where}: {error}.") from error
