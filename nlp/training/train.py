"""Trains the recogniser: `spacy train` with `config.cfg`, on one core, always the same for the same seed.

Takes the files that `convert.write` made; it never looks at a corpus.
"""

from __future__ import annotations

import logging
from pathlib import Path

from spacy.cli.train import train as spacy_train
from spacy.util import load_config

CONFIG = Path(__file__).with_name("config.cfg")
FIRST_BATCH, LAST_BATCH, GROWTH = 300, 1500, 1.003
"""Words in a batch grow from step to step, as `config.cfg` says."""
FILLED = 0.93
"""A batch ends before the text that would overfill it: how full the average one is (measured)."""
GENTLE = 0.0008
"""The highest rate at which a recogniser that was trained before goes on learning."""


def steps(tokens: int) -> int:
    """How many batches `tokens` make: what the learning rate needs to know to end at zero."""
    count, size = 0, float(FIRST_BATCH)
    while size < LAST_BATCH and tokens > 0:
        tokens -= int(size * FILLED)
        size *= GROWTH
        count += 1
    return count + int(max(0, tokens) / (LAST_BATCH * FILLED)) + 1


def train(work: Path, tokens: int, seed: int, start: Path | None = None, **overrides: object) -> Path:
    """Train on `work/train.spacy`, `tokens` long, choose by `work/dev.spacy`; returns the best pipeline's folder.

    With `start`, a pipeline trained before, its recogniser goes on learning, more gently. `overrides` are settings of
    the config by their dotted name, dots written as two underscores.
    """
    total = steps(tokens)
    settings: dict[str, object] = {
        "paths.train": str(work / "train.spacy"),
        "paths.dev": str(work / "dev.spacy"),
        "system.seed": seed,
        "training.seed": seed,
        "training.optimizer.learn_rate.total_steps": total,
        "training.optimizer.learn_rate.warmup_steps": min(250, total // 10 + 1),
        "training.eval_frequency": max(1, min(500, total // 4)),
    }
    if start is not None:
        settings["training.optimizer.learn_rate.initial_rate"] = GENTLE
    settings.update({name.replace("__", "."): value for name, value in overrides.items()})
    config = load_config(CONFIG)
    if start is not None:
        config["components"] = {"ner": {"source": str(start.resolve())}}
    config.to_disk(work / "config.cfg")
    logging.getLogger("spacy").setLevel(logging.WARNING)
    spacy_train(work / "config.cfg", work / "trained", overrides=settings)
    return work / "trained" / "model-best"
