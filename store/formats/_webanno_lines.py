"""The lines of WebAnno TSV files, parsed and checked, each with where it stands. What they mean is up to `webanno`.

The text is put together as INCEpTION does it: a line break after each sentence, or as many spaces as are missing.
"""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct, field

from store.errors import FormatError
from store.formats._dkpro import ARGUMENT, LABELS, PREDICATE
from store.formats._utf16 import Units
from store.text import clean_line

GAP = 100_000
"""Characters that may lie between two sentences: a number in a file shall not fill the memory."""

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV (\d+\.\d+)")
_LAYER = re.compile(r"#T_(SP|CH|RL)=([^|]+)((?:\|[^|]*)*)")
_UNIT = re.compile(r"([0-9]{1,9}-[0-9]{1,9})(\.[0-9]{1,9})?")
_OFFSETS = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_STACKED = re.compile(r"(?:\A|\|)((?:[^\\|]|\\.)*)", re.DOTALL)
_VALUE = re.compile(r"((?:[^\\\[\]]|\\.)*)(?:\[([0-9]{1,9})\])?", re.DOTALL)
_TARGET = re.compile(r"([0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?)(?:\[([0-9]{1,9})\])?")
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}


class Span(Struct, kw_only=True):
    """An annotation of a layer that is read."""

    where: str
    layer: str
    start: int
    end: int
    values: dict[str, str]
    """Its features, but those that it has not."""
    links: list[tuple[str, Span]] = field(default_factory=list)
    """Its arguments, each with its role."""


class Sheet(Struct, frozen=True, kw_only=True):
    """What a file holds."""

    text: str
    spans: list[Span]
    others: Counter[str]
    """How many annotations there are in each layer that is not read."""


def parse(content: str, name: str) -> Sheet:
    """Everything in a file. Raises FormatError, naming the line, for what makes no sense."""
    lines = [line.removesuffix("\r") for line in content.split("\n")]
    found = _FORMAT.fullmatch(lines[0])
    if not found:
        raise FormatError(f"{name}, line 1: it is not #FORMAT=WebAnno TSV, with which every such file begins.")
    if found[1] not in ("3.2", "3.3"):
        raise FormatError(f"{name}, line 1: its version is {found[1]}: 3.2 and 3.3 can be read. Export it again.")
    columns, after = _header(lines, name)
    body = _Body(columns)
    for number, line in enumerate(lines[after:], start=after + 1):
        body.where = f"{name}, line {number}"
        body.take(line)
    return body.sheet()


class _Column(Struct, frozen=True):
    """One column: kind of the layer (SP, CH or RL), its name, and the feature."""

    kind: str
    layer: str
    feature: str


def _header(lines: list[str], name: str) -> tuple[list[_Column], int]:
    """The columns, and how many lines the header has."""
    columns: list[_Column] = []
    number = 1
    while number < len(lines) and lines[number]:
        found = _LAYER.fullmatch(lines[number])
        if not found:
            raise FormatError(f"{name}, line {number + 1}: a layer is expected here, as #T_SP=name|feature.")
        kind, layer, features = found.groups()
        columns += [_Column(kind, layer, feature) for feature in features.split("|")[1:] or [""]]
        number += 1
    return columns, number


class _Body:
    """The text and the annotations so far."""

    def __init__(self, columns: list[_Column]) -> None:
        self.where = ""
        self._columns = columns
        self._layers: dict[str, list[int]] = {}
        for index, column in enumerate(columns):
            self._layers.setdefault(column.layer, []).append(index)
        self._text: list[str] = []
        self._length = 0
        """Of the text, in UTF-16 units; all offsets here are such."""
        self._heading: list[str] = []
        self._sentence = b""
        self._begin = 0
        self._word = (0, 0)
        self._in_words = False
        self._spans: list[Span] = []
        self._numbered: dict[int, Span] = {}
        self._at: dict[str, Span] = {}
        """The first argument at each unit, by the unit's name."""
        self._targets: list[tuple[str, Span, list[str], list[str]]] = []
        self._others: dict[str, set[str]] = {}

    def take(self, line: str) -> None:
        """The next line. Raises FormatError."""
        if not line:
            self._end_sentence()
        elif line.startswith("#") and not self._in_words:
            if line.startswith("#Text="):
                self._heading.append(_unescaped(line.removeprefix("#Text=")))
        else:
            self._unit(line.split("\t"))

    def sheet(self) -> Sheet:
        """All of it, with offsets that count characters."""
        self._end_sentence()
        for where, span, roles, targets in self._targets:
            self.where = where
            span.links = self._links(roles, targets)
        text = "".join(self._text).removesuffix("\n")
        units = Units(text)
        for span in self._spans:
            span.start, span.end = units.offset(span.start), units.offset(span.end)
        others = Counter({layer: len(found) for layer, found in self._others.items()})
        return Sheet(text=text, spans=self._spans, others=others)

    def _fault(self, reason: str) -> FormatError:
        return FormatError(f"{self.where}: {reason}")

    def _end_sentence(self) -> None:
        if self._heading and not self._in_words:
            raise self._fault("a sentence ends here that has no words.")
        self._heading, self._in_words = [], False

    def _unit(self, cells: list[str]) -> None:
        """A word, or a piece of one."""
        wanted = 3 + len(self._columns)
        if len(cells) not in (wanted, wanted + 1) or cells[wanted:] not in ([], [""]):
            raise self._fault(f"there are {len(cells)} cells and not {wanted}, as the header has it.")
        name, offsets = _UNIT.fullmatch(cells[0]), _OFFSETS.fullmatch(cells[1])
        if not name or not offsets:
            raise self._fault("this begins with no number of a word and its offsets, as 1-1 and 0-5.")
        begin, end = int(offsets[1]), int(offsets[2])
        if name[2] is None:
            if not self._in_words:
                self._begin_sentence(begin)
            if not self._word[1] <= begin < end:
                raise self._fault(f"the word at {begin} to {end} is empty, or lies over the one before.")
            self._word = (begin, end)
        elif not self._in_words or not self._word[0] <= begin <= end <= self._word[1]:
            raise self._fault(f"the piece at {begin} to {end} lies outside its word.")
        self._check_words(begin, end, cells[2])
        self._annotations(cells[0], begin, end, cells[3:])

    def _begin_sentence(self, begin: int) -> None:
        if not self._heading:
            raise self._fault("a sentence begins here without a line #Text= before it.")
        if self._length == begin + 1 and self._text[-1] == "\n":
            self._text.pop()
        elif self._length > begin or begin - self._length > GAP:
            raise self._fault(f"a sentence can't begin at {begin}: the one before ends at {self._length}.")
        self._text.append(" " * (begin - self._length))
        text = "\n".join(self._heading)
        self._text += [text, "\n"]
        self._sentence, self._begin = text.encode("utf-16-le"), begin
        self._length = begin + len(self._sentence) // 2 + 1
        self._in_words = True

    def _check_words(self, begin: int, end: int, cell: str) -> None:
        raw = self._sentence[2 * (begin - self._begin) : 2 * (end - self._begin)]
        words = raw.decode("utf-16-le", "ignore")
        if len(raw) != 2 * (end - begin) or words.encode("utf-16-le") != raw or words not in (cell, _unescaped(cell)):
            shown = clean_line(words, 40), clean_line(cell, 40)
            raise self._fault(f"the text at {begin} to {end} is {shown[0]!r}, and the word {shown[1]!r}.")

    def _annotations(self, unit: str, begin: int, end: int, cells: list[str]) -> None:
        for layer, indexes in self._layers.items():
            if cells[indexes[0]] == "_":
                continue
            columns = [(self._columns[index], self._stacked(cells[index])) for index in indexes]
            if layer not in (*LABELS, PREDICATE, ARGUMENT) or columns[0][0].kind != "SP":
                self._count(layer, unit, columns[0][1])
                continue
            if len({len(values) for _, values in columns}) > 1:
                raise self._fault(f"the columns of {clean_line(layer, 80)} have not as many values as each other.")
            for place in range(len(columns[0][1])):
                self._annotation(layer, unit, (begin, end), [(column, values[place]) for column, values in columns])

    def _stacked(self, cell: str) -> list[str]:
        """The values of a cell, one for each annotation."""
        found: list[str] = _STACKED.findall(cell)
        if "|".join(found) != cell:
            raise self._fault(f"a backslash escapes nothing in {cell[:40]!r}.")
        return found

    def _annotation(self, layer: str, unit: str, at: tuple[int, int], cells: list[tuple[_Column, str]]) -> None:
        """One annotation of a layer at one word: a new one, or more of one."""
        number, values, roles, targets = -1, {}, [""], [""]
        for column, cell in cells:
            if column.feature == ARGUMENT:
                targets = cell.split(";")
                continue
            found = _VALUE.fullmatch(cell)
            if not found:
                raise self._fault(f"this is no value of {clean_line(column.feature or layer, 80)}: {cell[:40]!r}.")
            number = int(found[2]) if found[2] else number
            if column.feature.startswith("ROLE_"):
                roles = [_unescaped(role) for role in re.split(r"(?<!\\);", found[1])]
            elif found[1] != "*":
                values[column.feature] = _unescaped(found[1])
        span = self._numbered.get(number)
        if span is None:
            span = Span(where=self.where, layer=layer, start=at[0], end=at[1], values=values)
            self._spans.append(span)
            if layer == PREDICATE and targets not in (["*"], ["_"], [""]):
                self._targets.append((self.where, span, roles, targets))
            if number >= 0:
                self._numbered[number] = span
        elif span.layer != layer:
            raise self._fault(f"annotation [{number}] is of another layer above.")
        if layer == ARGUMENT:
            self._at.setdefault(unit, span)
        span.end = at[1]

    def _links(self, roles: list[str], targets: list[str]) -> list[tuple[str, Span]]:
        if len(roles) != len(targets):
            raise self._fault("there are not as many roles as arguments.")
        links = []
        for role, target in zip(roles, targets, strict=True):
            found = _TARGET.fullmatch(target)
            to = found and (self._numbered.get(int(found[2])) if found[2] else self._at.get(found[1]))
            if not to or to.layer != ARGUMENT:
                raise self._fault(f"there is no argument {target[:40]!r}.")
            links.append((role, to))
        return links

    def _count(self, layer: str, unit: str, values: list[str]) -> None:
        """Annotations that are not read: those that have a number once, the others at each word."""
        found = self._others.setdefault(layer, set())
        for place, value in enumerate(values):
            numbered = re.search(r"(?<!\\)\[([0-9]+)\]\Z", value)
            found.add(numbered[1] if numbered else f"{unit} {place}")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _SIGNS.get(match[1], match[1]), text)
