"""All formats that files are written in and read from: those of the store, and those that need spaCy.

Whoever wants a format by its name imports `formats`, or `readable`, from here. None is loaded for it.
"""

from __future__ import annotations

from store import formats
from store.reading import readable

__all__ = ["formats", "readable"]

formats.register("spacy", "nlp.formats.docbin")
