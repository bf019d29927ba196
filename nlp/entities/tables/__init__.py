"""The tables that the entity rules look names up in: text files beside this one, read on first use.

`countries.txt` and `currencies.txt` are made from CLDR (babel) and ISO 3166 (pycountry) by `python -m
nlp.entities.tables.make`, so that reading them takes a few milliseconds and neither library; the others by hand.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of the table `name`: their entries in order, without comments."""
    sections: dict[str, list[str]] = {}
    section = ""
    for line in files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            sections.setdefault(section, []).append(line)
    return {section: tuple(_entries(" ".join(lines))) for section, lines in sections.items()}


def _entries(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split(";") if entry.strip()]
