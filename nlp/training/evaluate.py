"""How good and how quick a pipeline is: F1 on exact spans, words a second, seconds to load.

Works with any spaCy pipeline, and never changes one. A leading article and a trailing possessive are ignored.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language

from nlp.training.convert import LABELS, Sample

COARSE = {
    "PERSON": "Person",
    "ORG": "Organization",
    "NORP": "NORP",
    **dict.fromkeys(("GPE", "LOC", "FAC"), "Location"),
    **dict.fromkeys(("EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE"), "Misc"),
}
"""Our labels in the words of corpora that tell fewer kinds of names."""
GOLD = {"Facility": "Location", "Product": "Misc", "Date": "", "Money": ""}
"""What a coarse corpus says otherwise; "" is not counted."""

Spans = dict[tuple[int, int], str]


@dataclass(slots=True)
class Score:
    """Exact spans: right with their label, right anyhow, found and wanted, in all and by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    placed: int = 0

    def add(self, wanted: Spans, found: Spans) -> None:
        """Count one text."""
        self.wanted.update(wanted.values())
        self.found.update(found.values())
        self.right.update(label for span, label in found.items() if wanted.get(span) == label)
        self.placed += len(wanted.keys() & found.keys())

    def summary(self) -> dict[str, Any]:
        """F1 in percent: `typed`, `untyped` and `labels`."""
        found, wanted = self.found.total(), self.wanted.total()
        labels = sorted(self.found.keys() | self.wanted.keys())
        return {
            "typed": f1(self.right.total(), found, wanted),
            "untyped": f1(self.placed, found, wanted),
            "labels": {label: f1(self.right[label], self.found[label], self.wanted[label]) for label in labels},
        }


def f1(right: int, found: int, wanted: int) -> float:
    """F1 in percent, to a tenth."""
    return round(200 * right / (found + wanted), 1) if found + wanted else 0.0


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a leading article, trailing possessive and white space."""
    while True:
        words = text[start:end]
        if article := re.match(r"(?:the|The|THE|an?|An?) ", words):
            start += article.end()
        elif (tail := re.search(r"(?:['’]s?|\s)$", words)) and tail.start() > 0:
            end -= len(tail[0])
        else:
            return start, end


def score(nlp: Language, samples: Sequence[Sample]) -> dict[str, Any]:
    """The summary of `Score` for the pipeline on `samples`; coarse labels are compared where the samples have such."""
    coarse = any(label in COARSE.values() and label not in LABELS for s in samples for _, _, label in s.spans)
    total = Score()
    for sample, doc in zip(samples, nlp.pipe(s.text for s in samples), strict=True):
        wanted, found = {}, {}
        for start, end, label in sample.spans:
            name = (GOLD.get(label, label) if coarse else label) or None
            if name and (coarse or name in LABELS):
                wanted[trim(sample.text, start, end)] = name
        for ent in doc.ents:
            start, end = trim(sample.text, ent.start_char, ent.end_char)
            if ent.label_ in LABELS and not any(start < b and a < end for a, b in sample.missing):
                found[start, end] = COARSE[ent.label_] if coarse else ent.label_
        total.add(wanted, found)
    return {"texts": len(samples), **total.summary()}


def words_per_second(nlp: Language, texts: Iterable[str]) -> int:
    """How many words between spaces the pipeline reads in a second of processor time, once it is warm.

    Processor time, because then other programs' work on the machine does not count.
    """
    texts = list(texts)
    list(nlp.pipe(texts[:8]))
    began = time.process_time()
    list(nlp.pipe(texts))
    return int(sum(len(text.split()) for text in texts) / (time.process_time() - began))


def load_seconds(folder: Path) -> float:
    """How long `spacy.load` takes in a fresh process, after spaCy's import."""
    code = "import sys, time, spacy; t = time.perf_counter(); spacy.load(sys.argv[1]); print(time.perf_counter() - t)"
    run = subprocess.run(  # noqa: S603 (our own interpreter and our own code)
        [sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True
    )
    return round(float(run.stdout), 2)


def measure(folder: Path, golds: dict[str, list[Sample]]) -> dict[str, Any]:
    """All figures of the pipeline in `folder`: each gold set as the model alone finds it, and with the repair."""
    import spacy

    from nlp.pipelines import load

    alone, whole = spacy.load(folder), load(str(folder))
    texts = [sample.text for samples in golds.values() for sample in samples]
    return {
        "alone": {name: score(alone, samples) for name, samples in golds.items()},
        "repaired": {name: score(whole, samples) for name, samples in golds.items()},
        "words_per_second": {"alone": words_per_second(alone, texts), "all": words_per_second(whole, texts)},
        "load_seconds": load_seconds(folder),
    }
