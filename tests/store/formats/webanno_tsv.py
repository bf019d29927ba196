"""A strict reader of WebAnno TSV 3.3, which does what INCEpTION's own does: made after the description of the format
and that reader's behaviour, sharing nothing with our writer. What is not in order is an AssertionError.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_UNIT = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?")
_VALUE = re.compile(r"(.*)\[(\d+)\]", re.DOTALL)
_ESCAPES = {"\\->": "->", "\\t": "\t", "\\n": "\n"}


class Read(NamedTuple):
    """The text in UTF-16, as Java has it, and the annotations by their numbers."""

    text: bytes
    spans: dict[int, dict[str, Any]]

    def words(self, begin: int, end: int) -> str:
        """The text between two offsets of the file."""
        return self.text[2 * begin : 2 * end].decode("utf-16-le")


def read(content: str) -> Read:
    """Everything that the file says."""
    lines = content.split("\n")
    assert lines.pop() == ""
    assert lines.pop(0) == "#FORMAT=WebAnno TSV 3.3"
    columns = _columns(lines)
    assert lines.pop(0) == ""
    reader = _Reader(columns)
    for number, line in enumerate(lines):
        if line == "":
            assert number == 0 or lines[number - 1] != ""
            reader.end_sentence()
        elif line.startswith("#Text=") and not reader.in_sentence:
            reader.heading.append(_unescaped(line.removeprefix("#Text="), r"\\(\\|t|n)"))
        else:
            reader.unit(line.split("\t"))
    reader.end_sentence()
    for span in reader.spans.values():
        span["links"] = [(role, reader.spans[to]["at"]) for role, to in span["links"]]
    text = reader.text.removesuffix("\n".encode("utf-16-le"))
    for span in reader.spans.values():
        assert 0 <= span["at"][0] < span["at"][1] <= len(text) // 2
    return Read(text, reader.spans)


def _columns(lines: list[str]) -> list[tuple[str, str]]:
    """Layer and feature of each column."""
    found: list[tuple[str, str]] = []
    while lines[0] != "":
        kind, _, rest = lines.pop(0).partition("=")
        assert kind == "#T_SP"
        layer, *features = rest.split("|")
        assert features
        found += [(layer, feature) for feature in features]
    assert len(set(found)) == len(found)
    lines.pop(0)
    return found


class _Reader:
    def __init__(self, columns: list[tuple[str, str]]) -> None:
        self.columns = columns
        self.text = b""
        self.heading: list[str] = []
        self.in_sentence = False
        self.spans: dict[int, dict[str, Any]] = {}
        self._last = (0, 0, 0)
        self._token = (0, 0)

    def end_sentence(self) -> None:
        assert not self.heading or self.in_sentence, "a sentence without a word"
        self.heading, self.in_sentence = [], False

    def unit(self, cells: list[str]) -> None:
        assert len(cells) == len(self.columns) + 4
        assert cells.pop() == ""
        match = _UNIT.fullmatch(cells[0])
        assert match
        place = (int(match[1]), int(match[2]), int(match[3] or 0))
        begin, end = (int(number) for number in cells[1].split("-"))
        assert begin < end
        self._in_order(place)
        if not place[2]:
            if not self.in_sentence:
                self._begin_sentence(begin)
            assert begin >= self._token[1], "words don't overlap"
            self._token = (begin, end)
        assert self._token[0] <= begin < end <= self._token[1]
        words = self.text[2 * begin : 2 * end].decode("utf-16-le")
        assert words == _unescaped(cells[2], r"\\(\\|t|n)")
        self._annotations(begin, end, cells)

    def _in_order(self, place: tuple[int, int, int]) -> None:
        sentence, word, part = self._last
        new = (sentence + 1, 1, 0) if not self.in_sentence else (sentence, word + 1, 0)
        assert place in (new, (sentence, word, part + 1) if self.in_sentence else new)
        self._last = place

    def _begin_sentence(self, begin: int) -> None:
        """INCEpTION ends each sentence with a line break, which it takes back where the next begins too early."""
        if len(self.text) > 2 * begin:
            assert len(self.text) == 2 * (begin + 1)
            self.text = self.text[:-2]
        self.text += (" " * (begin - len(self.text) // 2)).encode("utf-16-le")
        self.text += "".join(f"{line}\n" for line in self.heading).encode("utf-16-le")
        self.in_sentence = True

    def _annotations(self, begin: int, end: int, cells: list[str]) -> None:
        here: dict[str, list[int]] = {}
        for (layer, feature), cell in zip(self.columns, cells[3:], strict=True):
            if cell == "_":
                assert not here.get(layer), "one column of a layer is empty and another is not"
                continue
            values = re.split(r"(?<!\\)\|", cell)
            if feature == layer.replace("SemPred", "SemArg"):
                for number, value in zip(here[layer], values, strict=True):
                    self._targets(self.spans[number], value)
                continue
            found = [_VALUE.fullmatch(value) for value in values]
            numbers = [int(match[2]) for match in found if match]
            assert len(numbers) == len(found)
            assert here.setdefault(layer, numbers) == numbers
            for number, match in zip(numbers, found, strict=True):
                assert match
                span = self.spans.setdefault(number, {"layer": layer, "at": (begin, end), "links": [], "roles": []})
                assert span["layer"] == layer
                span["at"] = (span["at"][0], end)
                if feature.startswith("ROLE_"):
                    span["roles"] = [] if match[1] == "_" else match[1].split(";")
                elif feature and match[1] != "*":
                    span[feature] = _unescaped(match[1], r"\\(->|[\\\[\]|_;*tn])")

    def _targets(self, span: dict[str, Any], value: str) -> None:
        if value == "*":
            assert not span["roles"]
            return
        numbers = [int(match[2]) for one in value.split(";") if (match := _VALUE.fullmatch(one))]
        span["links"] = list(zip(span["roles"], numbers, strict=True))


def _unescaped(text: str, pattern: str) -> str:
    assert not re.sub(pattern, "", text).count("\\"), "a backslash that escapes nothing"
    return re.sub(pattern, lambda match: _ESCAPES.get(match[0], match[1]), text)
