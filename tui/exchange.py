"""All formats that files are written in and read from: those of the store, and those that need spaCy.

Whoever wants a format by its name imports `formats` from here. None is loaded for it.
"""

from __future__ import annotations

from store import formats

__all__ = ["formats"]

formats.register("spacy", "nlp.formats.docbin")
