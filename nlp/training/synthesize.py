"""Short news texts made from `templates.txt`: the patterns that the corpora lack, with names from everywhere.

Every gap is filled from our own lists, so each name's place and kind is known exactly.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from nlp.training.convert import Sample
from nlp.training.names import Country, Names, Person

TEMPLATES = Path(__file__).with_name("templates.txt")
GAP = re.compile(r"{([A-Za-z]+?)([a-z]?\d)?}")
LABELS = {
    **dict.fromkeys(("PERSON", "SURNAME", "GULF"), "PERSON"),
    **dict.fromkeys(("COUNTRY", "CITY", "CITYCAPS", "REGION", "PLACE", "US", "UK"), "GPE"),
    **dict.fromkeys(("ADJ", "PEOPLE", "GROUP", "TRIBE"), "NORP"),
    **dict.fromkeys(("ORG", "MINISTRY", "COMPANY", "CLUB", "MEDIA", "PARTY", "CIVIL"), "ORG"),
    **dict.fromkeys(("BROKER", "SERVICE", "SCHOOL", "OFFICE"), "ORG"),
    **dict.fromkeys(("ACRONYM", "STARTUP", "SOCIAL", "EU", "UN"), "ORG"),
    **dict.fromkeys(("AREA", "LAND"), "LOC"),
    "FAC": "FAC",
    "EVENT": "EVENT",
    "LAW": "LAW",
    **dict.fromkeys(("WORK", "PRIZE"), "WORK_OF_ART"),
    "PRODUCT": "PRODUCT",
    "LANGUAGE": "LANGUAGE",
}
"""What a gap's filling is; a gap that is not here is plain words."""
PICKS = {
    "REGION": ("places", "regions"),
    "AREA": ("places", "areas"),
    "FAC": ("places", "facilities"),
    "ORG": ("organisations", "fixed"),
    "MEDIA": ("organisations", "media"),
    "MINISTRY": ("organisations", "ministry"),
    "COMPANY": ("organisations", "company"),
    "CLUB": ("organisations", "club"),
    "PARTY": ("organisations", "party"),
    "CIVIL": ("organisations", "civil"),
    "BROKER": ("organisations", "broker"),
    "SERVICE": ("organisations", "service"),
    "SCHOOL": ("organisations", "school"),
    "OFFICE": ("organisations", "office"),
    "LAND": ("places", "lands"),
    "EVENT": ("misc", "events"),
    "WORK": ("misc", "works"),
    "PRIZE": ("misc", "prizes"),
    "LAW": ("misc", "laws"),
    "LANGUAGE": ("misc", "languages"),
    "GROUP": ("misc", "groups"),
    "PRODUCT": ("misc", "products"),
}


def templates() -> list[str]:
    """The patterns, with paragraph breaks as two newlines."""
    lines = TEMPLATES.read_text(encoding="utf-8").splitlines()
    return [line.replace("¶", "\n\n") for line in lines if line and not line.startswith("#")]


def synthesize(count: int, rng: random.Random) -> Iterator[Sample]:
    """`count` texts of one to three patterns each."""
    patterns, names = templates(), Names(rng)
    for _ in range(count):
        chosen = rng.sample(patterns, rng.choice((1, 1, 2, 3)))
        yield fill("\n\n".join(_renumbered(chosen)), names)


def _renumbered(patterns: list[str]) -> list[str]:
    """Patterns that share nobody: the numbers of the first get no suffix, of the others one of their own."""
    return [re.sub(r"{([A-Za-z]+)(\d)}", rf"{{\g<1>{chr(97 + i)}\2}}", p) if i else p for i, p in enumerate(patterns)]


def fill(pattern: str, names: Names) -> Sample:
    """`pattern` with its gaps filled, and where each name is."""
    scene = _Scene(names)
    text, spans, done = "", [], 0
    for gap in GAP.finditer(pattern):
        text += pattern[done : gap.start()]
        done = gap.end()
        slot, key = gap[1], gap[2] or f"?{gap.start()}"
        words = scene.words(slot, key)
        label = LABELS.get(slot, "")
        if article := re.match(r"the ", words):
            text += article[0]
            words = words[article.end() :]
        if label:
            spans.append((len(text), len(text) + len(words), label))
        text += words
    return Sample(text + pattern[done:], tuple(spans), (), "templates")


class _Scene:
    """Who is who in one text."""

    def __init__(self, names: Names) -> None:
        self.names, self.rng = names, names.rng
        self.people: dict[str, Person] = {}
        self.countries: dict[str, Country] = {}
        self.fixed: dict[tuple[str, str], str] = {}

    def words(self, slot: str, key: str) -> str:
        """What fills the gap `slot` number `key`; the same gap gets the same words."""
        if (slot, key) not in self.fixed:
            self.fixed[slot, key] = self._draw(slot, key)
        return self.fixed[slot, key]

    def _draw(self, slot: str, key: str) -> str:
        if slot in PICKS:
            return self.names.pick(*PICKS[slot], self._country(key))
        named: dict[str, Callable[[], str]] = {
            "PERSON": lambda: self._person(key).full,
            "SURNAME": lambda: self._person(key).bare,
            "GULF": lambda: self.names.gulf().full,
            "COUNTRY": lambda: self._country(key).name,
            "ADJ": lambda: self._country(key).adjective,
            "PEOPLE": lambda: self._country(key).people,
            "CITY": lambda: self.rng.choice(self._country(key).cities),
            "CITYCAPS": lambda: self.rng.choice(self._country(key).cities).upper(),
            "PLACE": self.names.village,
            "TRIBE": self.names.coined,
            "STARTUP": self.names.startup,
            "ACRONYM": self.names.acronym,
        }
        return named[slot]() if slot in named else self._plain(slot)

    def _plain(self, slot: str) -> str:
        numbers: dict[str, Callable[[], str]] = {
            "date": lambda: f"{self.names.pick('words', 'month')} {self.rng.randint(1, 30)}",
            "year": lambda: str(self.rng.randint(1960, 2024)),
            "age": lambda: str(self.rng.randint(18, 90)),
            "number": lambda: str(self.rng.choice((2, 3, 7, 12, 23, 40, 65, 110, 240, "three", "five", "a dozen"))),
            "score": lambda: f"{self.rng.randint(0, 5)}-{self.rng.randint(0, 4)}",
            "money": lambda: f"${self.rng.randint(2, 900)} million",
        }
        return numbers[slot]() if slot in numbers else self.names.pick("words", slot)

    def _person(self, key: str) -> Person:
        return self.people.setdefault(key, self.names.person())

    def _country(self, key: str) -> Country:
        return self.countries.setdefault(key, self.names.country())
