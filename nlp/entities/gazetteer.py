"""Known names, looked up by the words of a text: the longest that begins at a word.

Built from `tables` on first use; knows no spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from nlp.entities.lexicon import ABBREVIATIONS, ORGANISATIONS
from nlp.entities.reading import Reading
from nlp.entities.tables import table

_PIECE = re.compile(r"\w+|[^\w\s]")
_LEAD = re.compile(r"\S+")
_SHOUTED = 4
"""Names of so many letters are also known in capitals, as headlines and datelines have them."""


class Known(NamedTuple):
    """A known name on the words up to `stop`, its label, and the name to show."""

    stop: int
    label: str
    name: str


class Gazetteer:
    """Names by their text."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._longest: dict[str, int] = {}

    def add(self, names: Iterable[str], label: str, shown: str = "") -> None:
        """Add names of one label; the first to come keeps its place."""
        for name in names:
            self._one(name, label, shown or name)
            if len(name) >= _SHOUTED and not name.isupper():
                self._one(name.upper(), label, shown or name)

    def _one(self, name: str, label: str, shown: str) -> None:
        if name in self._names:
            return
        self._names[name] = (label, shown)
        pieces = len(_PIECE.findall(name))
        for lead in _leads(name):
            self._longest[lead] = max(self._longest.get(lead, 0), pieces)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def get(self, name: str) -> tuple[str, str] | None:
        """The label of a name and the name to show."""
        return self._names.get(name)

    def label(self, name: str) -> str:
        """The label of a name, "" where it is not known."""
        known = self._names.get(name)
        return known[0] if known else ""

    def match(self, reading: Reading, index: int) -> Known | None:
        """The longest name that begins at word `index`."""
        longest = self._longest.get(reading.words[index])
        if longest is None:
            return None
        for stop in range(min(index + longest, len(reading)), index, -1):
            known = self._names.get(reading.text(index, stop))
            if known:
                return Known(stop, *known)
        return None


def _leads(name: str) -> set[str]:
    """The first word of a name, however a tokenizer cuts it."""
    word = _LEAD.match(name)
    piece = _PIECE.match(name)
    return {word[0] if word else name, piece[0] if piece else name, re.split(r"[-'’]", name)[0].split(" ")[0]}


@cache
def places() -> Gazetteer:
    """Countries, cities, regions and the like. Labels are GPE, LOC and FAC."""
    known = Gazetteer()
    for line in table("countries")["countries"]:
        shown, *others = line.split(" = ")
        known.add([shown, *others], "GPE", shown)
    by_hand = table("places")
    known.add(by_hand["land_and_water"], "LOC")
    known.add(by_hand["facilities"], "FAC")
    for section in ("states_of_the_past", "regions", "cities"):
        known.add(by_hand[section], "GPE")
    known.add(table("countries")["parts"], "GPE")
    known.add(by_hand["doubtful"], "GPE")
    return known


@cache
def doubtful() -> frozenset[str]:
    """Names of places that are as often something else."""
    return frozenset(table("places")["doubtful"])


@cache
def countries() -> frozenset[str]:
    """All names of countries."""
    return frozenset(name for line in table("countries")["countries"] for name in line.split(" = "))


@cache
def peoples() -> Gazetteer:
    """Peoples, faiths and parties. The label is NORP."""
    known = Gazetteer()
    rows = table("peoples")
    known.add(rows["with_plural"], "NORP")
    known.add((_plural(name) for name in rows["with_plural"]), "NORP")
    known.add(rows["as_written"], "NORP")
    return known


def _plural(name: str) -> str:
    return f"{name}s"


@cache
def organisations() -> Gazetteer:
    """Organisations that no head word gives away. The label is ORG."""
    known = Gazetteer()
    known.add(ORGANISATIONS.split("; "), "ORG")
    for name in ABBREVIATIONS:
        known.add([name], "ORG")
    return known


def known_label(text: str) -> str:
    """The label of a name that is known and hardly anything else, "" where there is none."""
    if text in doubtful() and text not in countries():
        return ""
    return places().label(text) or peoples().label(text) or organisations().label(text)
