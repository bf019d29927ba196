"""Counts over what a person read and marked: `stats` is pure, `gather` asks a library for what it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from store.models import HAND, Annotation

if TYPE_CHECKING:
    from store.library import Library

PAUSE = 300.0
"""Seconds between two marks from which on the person is taken to have done something else."""


class Agreement(Struct, frozen=True, kw_only=True):
    """How often the person agreed with what pipelines suggested under one label."""

    label: str
    """As it is now: a suggestion whose label was corrected counts under the new one."""
    accepted: int
    corrected: int
    rejected: int
    precision: float
    """Accepted of all that were judged, 0 to 1."""


class Stats(Struct, frozen=True, kw_only=True):
    """What is in a library; every table is by count, the highest first, but `days`, which are in order."""

    articles: int
    read: int
    """Of the articles."""
    read_words: int
    """In the articles that were read."""
    marked_articles: int
    annotations: int
    kinds: dict[str, int]
    labels: dict[str, int]
    """Of entities."""
    tags: dict[str, int]
    verdicts: dict[str, int]
    origins: dict[str, int]
    days: dict[str, int]
    """Marks by the day, in UTC, on which they were made."""
    agreement: tuple[Agreement, ...]
    per_minute: float | None
    """Marks a minute while marking: pauses of `PAUSE` seconds and more left out. None where there is too little."""
    words_per_minute: float | None
    """Words a minute while reading and marking: of the articles that were read and have marks, over the time between
    the marks of each, pauses left out. None where there is too little.
    """


def gather(library: Library) -> Stats:
    """What is in a library now, removed articles left out of the count of articles."""
    read = [state.article for state in library.states().values() if state.read and not state.removed]
    words = {row.id: row.words for row in library.articles(read)}
    return stats(len(library.select()), library.annotations(), words)


def stats(articles: int, annotations: Sequence[Annotation], read: Mapping[str, int] | None = None) -> Stats:
    """Count the annotations of a library of so many articles; `read`: the words of those that were read, by id."""
    read = read or {}
    return Stats(
        articles=articles,
        read=len(read),
        read_words=sum(read.values()),
        marked_articles=len({annotation.article for annotation in annotations}),
        annotations=len(annotations),
        kinds=_counts(a.kind for a in annotations),
        labels=_counts(a.label for a in annotations if a.kind == "entity"),
        tags=_counts(tag for a in annotations for tag in a.tags),
        verdicts=_counts(a.verdict for a in annotations),
        origins=_counts(a.origin for a in annotations),
        days=dict(sorted(Counter(a.created[:10] for a in annotations if a.created).items())),
        agreement=_agreement(annotations),
        per_minute=_per_minute(*_spent(a.created for a in annotations)),
        words_per_minute=_reading(annotations, read),
    )


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _agreement(annotations: Iterable[Annotation]) -> tuple[Agreement, ...]:
    verdicts: dict[str, Counter[str]] = {}
    for annotation in annotations:
        if annotation.origin != HAND and annotation.verdict != "added":
            label = annotation.label if annotation.kind == "entity" else annotation.kind
            verdicts.setdefault(label, Counter())[annotation.verdict] += 1
    ordered = sorted(verdicts.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return tuple(
        Agreement(
            label=label,
            accepted=counts["accepted"],
            corrected=counts["corrected"],
            rejected=counts["rejected"],
            precision=counts["accepted"] / counts.total(),
        )
        for label, counts in ordered
    )


def _spent(created: Iterable[str]) -> tuple[int, float]:
    """How many marks followed another without a pause, and in how many seconds in all."""
    times = sorted(time for text in created if (time := _seconds(text)) is not None)
    gaps = [gap for before, after in pairwise(times) if (gap := after - before) < PAUSE]
    return len(gaps), sum(gaps)


def _reading(annotations: Sequence[Annotation], read: Mapping[str, int]) -> float | None:
    created: dict[str, list[str]] = {}
    for annotation in annotations:
        if annotation.article in read:
            created.setdefault(annotation.article, []).append(annotation.created)
    spent = {article: seconds for article, times in created.items() if (seconds := _spent(times)[1])}
    return _per_minute(sum(read[article] for article in spent), sum(spent.values()))


def _per_minute(count: int, seconds: float) -> float | None:
    return 60 * count / seconds if seconds else None


def _seconds(text: str) -> float | None:
    """The time that a mark was made, in seconds; None where a file that was loaded said something else."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None
