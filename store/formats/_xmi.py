"""UIMA's XMI files, parsed into feature structures; what they mean is up to `cas`. Nothing a file names is opened."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from msgspec import Struct, field

from store.errors import FormatError
from store.text import clean_line

_XMI = "http://www.omg.org/XMI "
_ROOT, _STRUCTURE, _VALUE = 1, 2, 3
"""How deep an element of each kind lies."""


class Structure(Struct, kw_only=True):
    """One feature structure."""

    where: str
    type: str
    """Its full name: `uima.tcas.DocumentAnnotation`."""
    features: dict[str, str]
    values: dict[str, list[str]] = field(default_factory=dict)
    """The features that are lists of strings, written as elements."""


def parse(raw: bytes, name: str) -> dict[str, Structure]:
    """All structures of a file, by their ids. Raises FormatError, naming the line."""
    reader = _Reader(name)
    try:
        reader.expat.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FormatError(f"{reader.where}: {error}.") from error
    return reader.found


class _Reader:
    """What the parser calls."""

    def __init__(self, name: str) -> None:
        self.found: dict[str, Structure] = {}
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self._doctype
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self._name = name
        self._depth = 0
        self._last: Structure | None = None
        self._words: list[str] = []

    @property
    def where(self) -> str:
        """The line that is read."""
        return f"{self._name}, line {self.expat.CurrentLineNumber}"

    def _doctype(self, *_: Any) -> None:
        raise FormatError(f"{self.where}: it declares a document type, which no XMI file does.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == _ROOT and tag != f"{_XMI}XMI":
            raise FormatError(f"{self.where}: it is no XMI, but begins with {clean_line(tag, 80)!r}.")
        if self._depth == _STRUCTURE:
            self._structure(tag, attributes)
        elif self._depth == _VALUE:
            self._words = []
        elif self._depth > _VALUE:
            raise FormatError(f"{self.where}: there are no elements in the values of XMI.")

    def _structure(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, short = tag.rpartition(" ")
        package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
        features = {name: value for name, value in attributes.items() if not name.startswith(_XMI)}
        made = Structure(where=self.where, type=f"{package}.{short}", features=features)
        # The view alone has no id: it is the list of what is indexed.
        identity = attributes.get(f"{_XMI}id", f"view {len(self.found)}")
        if self.found.setdefault(identity, made) is not made:
            raise FormatError(f"{self.where}: the id {clean_line(identity, 40)!r} comes twice.")
        self._last = made

    def _text(self, words: str) -> None:
        if self._depth == _VALUE:
            self._words.append(words)

    def _end(self, tag: str) -> None:
        if self._depth == _VALUE and self._last is not None:
            self._last.values.setdefault(tag, []).append("".join(self._words))
        self._depth -= 1
