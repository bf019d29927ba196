"""Cleans a machine-annotated corpus: where a trained model disagrees about a name, nobody teaches anything there.

Marks and drops spans; it never invents one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from nlp.training.convert import Sample


def clean(nlp: Language, samples: Iterable[Sample]) -> Iterator[Sample]:
    """The samples, with spans `nlp` labels or cuts otherwise, and names it alone finds, turned into missing ones.

    A span that only the annotation has stays: the model may not know the name yet.
    """
    pairs = nlp.pipe(((sample.text, sample) for sample in samples), as_tuples=True, batch_size=128)
    for doc, sample in pairs:
        yield _agreed(sample, {(ent.start_char, ent.end_char): ent.label_ for ent in doc.ents})


def _agreed(sample: Sample, found: dict[tuple[int, int], str]) -> Sample:
    kept: list[tuple[int, int, str]] = []
    doubtful = list(sample.missing)
    for start, end, label in sample.spans:
        near = [span for span in found if span[0] < end and start < span[1]]
        if not near or found.get((start, end)) == label:
            kept.append((start, end, label))
        else:
            doubtful.append((min(start, *(s for s, _ in near)), max(end, *(e for _, e in near))))
    known = [(start, end) for start, end, _ in sample.spans] + list(sample.missing)
    doubtful += [span for span in found if not any(_meet(span, other) for other in known)]
    missing = _merged(doubtful)
    kept = [span for span in kept if not any(_meet((span[0], span[1]), gap) for gap in missing)]
    return Sample(sample.text, tuple(kept), missing, sample.source)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
