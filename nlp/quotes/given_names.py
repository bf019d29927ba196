"""Which given names are borne mostly by men, and which mostly by women.

Common names of many countries, one text file for each; a name in both decides nothing. Read once, on first use.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["m", "f"]


@cache
def _table() -> dict[str, Gender]:
    male, female = _read("given_names_male.txt"), _read("given_names_female.txt")
    table: dict[str, Gender] = dict.fromkeys(male - female, "m")
    table.update(dict.fromkeys(female - male, "f"))
    return table


@cache
def _known() -> frozenset[str]:
    return _read("given_names_male.txt") | _read("given_names_female.txt")


def _read(name: str) -> frozenset[str]:
    lines = files("nlp.quotes").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def gender_of_given(name: str) -> Gender | None:
    """The usual gender of a given name in lower case; where "anne-sophie" is unknown, that of "anne"."""
    table = _table()
    return table.get(name) or table.get(name.partition("-")[0])


def is_given_name(name: str) -> bool:
    """Whether the lower-case word is a common given name."""
    return name in _known() or ("-" in name and name.partition("-")[0] in _known())
