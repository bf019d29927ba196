"""Made-up people, places and organisations, drawn from `names.toml`.

Decides only which words stand for whom; it builds no sentences and reads nothing but its list.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_name("names.toml")
PARTICLES = frozenset({"Ben", "Le", "Di", "Van", "De", "Suu"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the full name of a first mention, and what later mentions say."""

    full: str
    bare: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country, its adjective, its people and its towns."""

    name: str
    adjective: str
    people: str
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool


def _joined(words: str) -> tuple[str, ...]:
    """The names in `words`; a particle ('bin', 'von der', 'Le') belongs to the name after it."""
    names: list[str] = []
    waiting = ""
    for word in words.split():
        if word in PARTICLES or (word[0].islower() and "-" not in word):
            waiting += word + " "
        else:
            names.append(waiting + word)
            waiting = ""
    return tuple(names)


class Names:
    """Draws names with `rng`; the same seed draws the same."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._data: dict[str, Any] = tomllib.loads(LIST.read_text(encoding="utf-8"))
        self._tables = {
            (table, key): tuple(words.split("|"))
            for table, keys in self._data.items()
            if table != "people"
            for key, words in keys.items()
        }
        people = self._data["people"].values()
        self._weights = [region["weight"] for region in people]
        self._regions = [
            _Region(_joined(r["given"]), _joined(r["family"]), r.get("order") == "family-given") for r in people
        ]
        self._by_name = dict(zip(self._data["people"], self._regions, strict=True))

    @cached_property
    def countries(self) -> tuple[Country, ...]:
        """Every country of the list."""
        rows = self._data["places"]["countries"].strip().splitlines()
        cells = ([cell.strip() for cell in row.split("|")] for row in rows)
        return tuple(Country(a, b, c, tuple(d.split(", "))) for a, b, c, d in cells)

    def person(self) -> Person:
        """A person from anywhere, in one of the ways in which newspapers write a full name."""
        region = self.rng.choices(self._regions, self._weights)[0]
        given, family = self.rng.choice(region.given), self.rng.choice(region.family)
        if region.family_first:
            return Person(f"{family} {given}", family)
        chance = self.rng.random()
        if chance < 0.08:
            given = f"{given} {self._initial()}"
        elif chance < 0.13:
            given = self._initial() + self.rng.choice(("", " ")) + self._initial()
        elif chance < 0.20:
            given = f"{given} {self.rng.choice(region.given)}"
        elif chance < 0.24:
            family = f"{family}-{self.rng.choice(region.family)}"
        elif chance < 0.28:
            family = self._compound() if self.rng.random() < 0.3 else self.coined()
        elif chance < 0.31:
            given = self.coined()
        return Person(f"{given} {family}", family)

    def gulf(self) -> Person:
        """A person with a long name in the manner of the Gulf states' agencies."""
        arab = self._by_name["arab"]
        given, father, house = self.rng.choice(arab.given), self.rng.choice(arab.given), self.rng.choice(arab.family)
        house = re.sub(r"^(al|el|bin)[- ]", "", house)
        article = self.rng.choice(("Al-", "Al ", "al-", "Al-"))
        middle = self.rng.choice((f" bin {father}", f" {father}", f" Al-{father}", f" Al-{father} Al-{given}", "", " "))
        return Person(f"{given}{middle} {article}{house}".replace("  ", " "), f"{article}{house}")

    def coined(self) -> str:
        """A name that nobody has: what the model must tell from its surroundings alone."""
        syllables = self.rng.choice((2, 2, 3, 3, 4))
        word = "".join(self.pick("coined", "onsets") + self.pick("coined", "vowels") for _ in range(syllables))
        return (word + self.pick("coined", "codas")).capitalize()

    def village(self) -> str:
        """A place that is on no map."""
        chance = self.rng.random()
        if chance < 0.12:
            return self._compound()
        first = self.pick("coined", "before") + " " if chance < 0.35 else ""
        return first + self.coined()

    def startup(self) -> str:
        """A young company's name."""
        tail = self.rng.choice(("", "", "", "ly", "ify", "Pay", "Tech", "io", " Labs", "Hub", "Net", "X"))
        return self.coined() + tail

    def acronym(self) -> str:
        """Three to five capitals."""
        return "".join(self.rng.choices("ABCDEFGHIKLMNOPRSTUW", k=self.rng.choice((3, 3, 4, 4, 5))))

    def country(self) -> Country:
        """Any country."""
        return self.rng.choice(self.countries)

    def pick(self, table: str, key: str, country: Country | None = None) -> str:
        """One of the alternatives in `names.toml` under `[table] key`, its own gaps filled."""
        chosen = self.rng.choice(self._tables[table, key])
        return self.fill(chosen, country) if "{" in chosen else chosen

    def fill(self, pattern: str, country: Country | None = None) -> str:
        """`pattern` with names for its gaps: {city}, {family}, {field} ..."""
        country = country or self.country()
        draw = {
            "country": lambda: country.name,
            "adj": lambda: country.adjective,
            "city": lambda: self.rng.choice(country.cities),
            "region": lambda: self.pick("places", "regions"),
            "given": lambda: self.rng.choice(self.rng.choice(self._regions).given),
            "family": self.family,
            "family2": self.family,
            "field": lambda: self.pick("organisations", "field"),
            "fields": self._fields,
            "trade": lambda: self.pick("organisations", "trade"),
            "coined": self.coined,
        }
        return re.sub(r"{(\w+)}", lambda gap: draw[gap[1]](), pattern)

    def family(self) -> str:
        """A family name from anywhere, now and then a coined one."""
        if self.rng.random() < 0.25:
            return self.coined()
        name = self.rng.choice(self.rng.choices(self._regions, self._weights)[0].family)
        return re.sub(r"^(al|el)-", "", name)

    def organisation(self, country: Country | None = None) -> str:
        """Any kind of organisation."""
        kind = self.rng.choice(("fixed", "fixed", "ministry", "company", "civil", "party", "club", "media"))
        return self.pick("organisations", kind, country)

    def place(self) -> str:
        """A town, country or region (all of them GPE)."""
        country = self.country()
        return self.rng.choice((country.name, *country.cities[:2], self.pick("places", "regions")))

    def _compound(self) -> str:
        return f"{self.coined()}-{self.coined()}"

    def _fields(self) -> str:
        *first, last = (self.pick("organisations", "field") for _ in range(self.rng.choice((1, 2, 3))))
        return f"{', '.join(first)} and {last}" if first else last

    def _initial(self) -> str:
        return self.rng.choice("ABCDEFGHJKLMNPRSTVW") + "."
