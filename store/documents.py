"""A table in memory: documents as the bytes they have in the file, decoded each time one is asked for.

Nobody can hold a stored document, so nobody can change it by accident; a large library opens without building what
nobody looks at; and writing it out is joining bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from msgspec import MsgspecError, Raw
from msgspec.json import Decoder, Encoder

Document = dict[str, Any]

UNREADABLE = (MsgspecError, UnicodeDecodeError)
"""What decoding raises for bytes that are not what they should be."""

_decode = Decoder(dict[str, Any]).decode
_encode = Encoder().encode


class Documents(MutableMapping[str, Document]):
    """Documents by their ids, as digits, as in the file."""

    def __init__(self, held: dict[str, Raw] | None = None) -> None:
        self.held: dict[str, Raw] = {} if held is None else held
        """The documents as JSON objects, each in bytes."""

    def __getitem__(self, key: str) -> Document:
        return _decode(self.held[key])

    def __setitem__(self, key: str, document: Document) -> None:
        self.held[key] = Raw(_encode(document))

    def __delitem__(self, key: str) -> None:
        del self.held[key]

    def __contains__(self, key: object) -> bool:
        return key in self.held

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)

    def copy(self) -> Documents:
        """The same documents in a table of its own."""
        return Documents(self.held.copy())

    def differs(self, other: Documents) -> bool:
        """Whether the other table holds other documents; quick where their bytes are the same."""
        if self.held.keys() != other.held.keys():
            return True
        return any(raw != other.held[key] and self[key] != other[key] for key, raw in self.held.items())


Tables = dict[str, Documents]
"""All tables of a file, by name."""
