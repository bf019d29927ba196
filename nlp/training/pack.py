"""Turns a trained pipeline into the folder that ships: small, and loaded by `spacy.load(folder)` with nothing of ours.

Weights are rounded to half precision but kept as 32-bit numbers: half of each is then zeros, which every archive and
git itself compress away, and no special code is needed to read them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import spacy
from spacy.language import Language
from spacy.training import Corpus

from nlp.training.convert import LABELS

NAME, VERSION = "quotidian_news", "0.1.0"
LIMIT = 5_000_000
"""The folder's limit in bytes."""
META = {
    "name": NAME,
    "version": VERSION,
    "description": "Named entities in English news. Small, quick, for one core.",
    "author": "The Quotidian developers",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.0,<3.9.0",
}


def pack(trained: Path, out: Path, develop: Path, earlier: Path | None = None) -> int:
    """Write the pipeline in `trained` to `out`, leaving other files there alone; returns its size in bytes.

    `earlier` is the one it went on from: the mean of both finds a little more than either. What is packed is scored on
    the `DocBin` in `develop` for the meta data's `performance`. Raises ValueError when the result is over LIMIT.
    """
    nlp = spacy.load(trained)
    if earlier is not None:
        average_weights(nlp, spacy.load(earlier))
    round_weights(nlp)
    for name in ("train", "dev"):
        nlp.config["paths"][name] = None
    nlp.meta.update(META)
    scores = nlp.evaluate(list(Corpus(develop)(nlp)))
    nlp.meta["performance"] = {name: scores[name] for name in ("ents_f", "ents_p", "ents_r", "ents_per_type")}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, NAME)
        nlp.to_disk(made)
        # every word of the corpora is in here, and none is needed: the model knows hashes only
        (made / "vocab" / "strings.json").write_text(json.dumps(sorted(LABELS)) + "\n", encoding="utf-8")
        size = folder_size(made)
        if size > LIMIT:
            raise ValueError(f"The packed pipeline has {size:,} bytes, and {LIMIT:,} is the limit: use smaller tables.")
        for old in ("ner", "vocab"):
            shutil.rmtree(out / old, ignore_errors=True)
        shutil.copytree(made, out, dirs_exist_ok=True)
    return size


def average_weights(nlp: Language, other: Language) -> None:
    """Make every weight of `nlp` the mean of its own and that of `other`, which has the same components."""
    for mine, theirs in zip(_layers(nlp), _layers(other), strict=True):
        for name in mine.param_names:
            if mine.has_param(name):
                mine.set_param(name, (mine.get_param(name) + theirs.get_param(name)) / 2)


def round_weights(nlp: Language) -> None:
    """Round every weight to half precision, in place."""
    for node in _layers(nlp):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, node.get_param(name).astype(numpy.float16).astype(numpy.float32))


def _layers(nlp: Language) -> Iterator[Any]:
    for _, pipe in nlp.pipeline:
        if hasattr(pipe, "model"):
            yield from pipe.model.walk()


def folder_size(folder: Path) -> int:
    """All files in `folder` and below, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
