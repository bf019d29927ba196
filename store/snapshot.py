"""The shape of `annotations.json`: all tables as TinyDB writes them, one document a line so that people can diff it.

A table of its own, `library`, holds one document: the version of the format, and how far the file has come.
Pure: bytes in, tables out, and back.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from store.documents import UNREADABLE, Documents, Tables
from store.errors import StoreError

FORMAT = 1
"""The version of the annotation file that this program writes; it reads this and older ones."""
LIBRARY = "library"
"""The table that holds `Progress`."""


class Progress(msgspec.Struct, frozen=True):
    """How far a snapshot has come: which fold wrote it, and the number of the last change in it."""

    format: int = FORMAT
    generation: int = 0
    sequence: int = 0


class DamagedSnapshot(Exception):
    """These bytes are not an annotation file; the message says why."""


_OPENS = ord("{")
_tables = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_encode = msgspec.json.Encoder().encode


def encode(tables: Tables, progress: Progress) -> Iterator[bytes]:
    """The file, in chunks of some hundred documents."""
    yield b"{"
    for name, table in tables.items():
        yield _encode(name) + b": {"
        separator, chunk = b"\n", []
        for key, raw in table.held.items():
            chunk.append(b'%b"%b": %b' % (separator, key.encode(), _line(raw)))
            separator = b",\n"
            if len(chunk) == 500:
                yield b"".join(chunk)
                chunk.clear()
        yield b"".join(chunk) + b"\n},\n"
    yield _encode(LIBRARY) + b': {\n"1": ' + _encode(progress) + b"\n}}\n"


def decode(data: bytes) -> tuple[Tables, Progress]:
    """The tables in `data` and how far they have come.

    Raises DamagedSnapshot, and StoreError where a newer program wrote it.
    """
    try:
        str(data, "utf-8")  # the decoder takes the inside of a document as it is
        held = _tables.decode(data)
        progress = msgspec.json.decode(held.pop(LIBRARY, {}).get("1", b"{}"), type=Progress)
    except (*UNREADABLE, RecursionError) as error:
        raise DamagedSnapshot(str(error)) from error
    if progress.format > FORMAT:
        raise StoreError(
            f"annotations.json was written by a newer Quotidian (format {progress.format}; this one reads up to "
            f"{FORMAT}). Nothing was touched: update Quotidian to open this library."
        )
    for table in held.values():
        for key, raw in table.items():
            if memoryview(raw)[0] != _OPENS or not key.isdecimal():
                raise DamagedSnapshot(f"{key!r} is no document")
    return {name: Documents(table) for name, table in held.items()}, progress


def _line(raw: msgspec.Raw) -> msgspec.Raw | bytes:
    """The document without line ends, which one that was edited elsewhere may have."""
    return _encode(msgspec.json.decode(raw)) if b"\n" in bytes(raw) else raw
