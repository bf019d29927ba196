"""Actions that several tests of the store take."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from msgspec.structs import replace

from store.library import Library
from store.marking import annotate
from store.models import Annotation, Article, Change, Cue, Mention


def mark(article: Article, words: str, label: str = "", **fields: object) -> Annotation:
    """An annotation of the first `words` in the article."""
    start = article.text.index(words)
    return replace(annotate(article, start, start + len(words), label=label), **fields)


def quote(article: Article) -> Annotation:
    """The split quotation of the sample text, with its speaker and cue."""
    text = article.text
    first, second = "“We had candid talks,”", "“and we will go on.”"
    start, end = text.index(first), text.index(second) + len(second)
    speaker, cue = text.index("Antony"), text.index("said")
    return replace(
        annotate(article, start, end),
        kind="quote",
        label="direct",
        parts=((start, start + len(first)), (end - len(second), end)),
        speaker=Mention(start=speaker, end=speaker + 14, text="Antony Blinken", name="Antony Blinken"),
        cue=Cue(start=cue, end=cue + 4, text="said"),
    )


def keep(library: Library, *annotations: Annotation, what: str = "mark") -> None:
    """Commit these annotations as one change."""
    library.commit(Change(what=what, put=annotations))


def crash(folder: Path, to: Path) -> Path:
    """The library as a machine that stops now would leave it, in another folder."""
    shutil.copytree(folder, to)
    return to


def flip(path: Path, offset: int) -> None:
    """Damage one byte."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(bytes(data))


def only(path: Path, pattern: str) -> Path:
    """The one file that matches."""
    (found,) = path.glob(pattern)
    return found


def root() -> bool:
    """Whether permissions do not hold us back."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
