"""What goes into one training: which corpora, how often, and how many made-up texts.

The mix matters more than its size: one source alone loses 5 to 15 points of F1 somewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.training.augment import augment
from nlp.training.convert import CorpusError, Sample, join, read
from nlp.training.synthesize import synthesize


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus file and how often a pass goes through it; a fraction takes that part, another one in each pass."""

    name: str
    times: float
    scattered: bool = False
    """Its samples are single sentences, to be put together by two or three."""
    optional: bool = False


TRAIN = (
    Source("gmb_train_cleaned", 0.5, optional=True),
    Source("gum_train", 2),
    Source("uner_ewt_train", 1, scattered=True),
    Source("redocred_train", 1),
    Source("crossner_train", 1, scattered=True),
    Source("wikigold_train", 1.5, scattered=True),
)
DEVELOP = (
    Source("gum_dev", 1),
    Source("gmb_dev", 0.4, optional=True),
    Source("redocred_dev", 1),
    Source("crossner_dev", 1),
    Source("wikigold_dev", 1),
)
PASSES = 4
MADE_UP = 0.14
"""Made-up texts by characters, as a part of what the corpora give."""


def load(folders: list[Path], sources: tuple[Source, ...], *, with_gmb: bool = True) -> dict[Source, list[Sample]]:
    """The corpora, each from the first of `folders` that has it; `with_gmb` also those that are optional.

    Raises CorpusError for one that is missing.
    """
    found: dict[Source, list[Sample]] = {}
    for source in sources:
        if source.optional and not with_gmb:
            continue
        paths = [folder / (source.name + end) for folder in folders for end in (".jsonl.gz", ".jsonl")]
        paths = [path for path in paths if path.is_file()]
        if not paths:
            where = " or ".join(f"‘{folder}’" for folder in folders)
            raise CorpusError(
                f"There is no corpus ‘{source.name}.jsonl.gz’ in {where}: give the folder of the corpora."
            )
        found[source] = read(paths[0])
    return found


def training(corpora: dict[Source, list[Sample]], passes: int, seed: int) -> Iterator[Sample]:
    """All passes, one after the other, each with other names, marks and order, and its own made-up texts."""
    for number in range(passes):
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 (repeatable, not secret)
        drawn = [sample for source, samples in corpora.items() for sample in draw(source, samples, rng)]
        rng.shuffle(drawn)
        size = sum(len(sample.text) for sample in drawn)
        articles = list(augment(drawn, rng))
        # a made-up text has 250 characters on average
        articles += augment(synthesize(int(size * MADE_UP / 250), rng), rng, swapping=False)
        rng.shuffle(articles)
        yield from articles


def developing(corpora: dict[Source, list[Sample]]) -> Iterator[Sample]:
    """The development texts as they are: nothing is varied."""
    for source, samples in corpora.items():
        yield from samples[: int(len(samples) * source.times)]


def draw(source: Source, samples: list[Sample], rng: random.Random) -> Iterator[Sample]:
    """One pass over a corpus: whole rounds, and a random part for the fraction."""
    rounds, part = divmod(source.times, 1)
    drawn = samples * int(rounds) + rng.sample(samples, int(len(samples) * part))
    if not source.scattered:
        yield from drawn
        return
    while drawn:
        size = rng.choice((1, 1, 2, 3))
        yield join(drawn[:size], " ")
        drawn = drawn[size:]
