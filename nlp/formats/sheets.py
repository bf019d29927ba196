"""What is said to the processes that make and read spaCy's documents: an article a line, as JSON. Imports no spaCy."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

ENTITIES, QUOTES = "sc", "quotes"
"""The groups of spans in a document: entities and highlights, under the name that spaCy's span categorizer takes; and
quotations.
"""

KEY = "quotidian"
"""What we keep in a document's user data is under this key."""

DONE = b"done\n"
"""The line after the last sheet: an input that ends without it has lost whoever wrote."""


class Mark(Struct, frozen=True, array_like=True):
    """A labelled stretch of the text, `[start, end)`."""

    start: int
    end: int
    label: str
    id: str


class Sheet(Struct, frozen=True, kw_only=True):
    """One article as it is to be a document."""

    text: str
    language: str
    entities: tuple[Mark, ...]
    """None lies over another."""
    groups: dict[str, tuple[Mark, ...]]
    about: dict[str, Any]
    """What becomes user data."""


class Found(Struct, frozen=True, kw_only=True, tag="found"):
    """One document as a file has it; offsets count characters."""

    text: str
    entities: tuple[Mark, ...]
    groups: dict[str, tuple[Mark, ...]]
    about: dict[str, Any]
    """What we said of it when it was written."""


class Fault(Struct, frozen=True, kw_only=True, tag="fault"):
    """What is wrong with the file, in a sentence that begins with where."""

    sentence: str


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Sheet).decode
decode_found = msgspec.json.Decoder(Found | Fault).decode
