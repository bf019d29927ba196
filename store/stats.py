"""Counts over what a person marked: pure functions from annotations to numbers. No input, no output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct

from store.models import HAND, Annotation

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


def stats(articles: int, annotations: Sequence[Annotation]) -> Stats:
    """Count the annotations of a library of so many articles."""
    return Stats(
        articles=articles,
        marked_articles=len({annotation.article for annotation in annotations}),
        annotations=len(annotations),
        kinds=_counts(a.kind for a in annotations),
        labels=_counts(a.label for a in annotations if a.kind == "entity"),
        tags=_counts(tag for a in annotations for tag in a.tags),
        verdicts=_counts(a.verdict for a in annotations),
        origins=_counts(a.origin for a in annotations),
        days=dict(sorted(Counter(a.created[:10] for a in annotations if a.created).items())),
        agreement=_agreement(annotations),
        per_minute=_pace(a.created for a in annotations),
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


def _pace(created: Iterable[str]) -> float | None:
    times = sorted(time for text in created if (time := _seconds(text)) is not None)
    gaps = [gap for before, after in pairwise(times) if (gap := after - before) < PAUSE]
    spent = sum(gaps)
    return 60 * len(gaps) / spent if spent else None


def _seconds(text: str) -> float | None:
    """The time that a mark was made, in seconds; None where a file that was loaded said something else."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None
