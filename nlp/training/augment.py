"""Varies samples: other people's names, other marks and capitals, articles out of loose sentences.

Pure but for its random source: the same seed gives the same texts. Every change keeps the spans true.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator

from nlp.training.convert import Sample, join
from nlp.training.names import Names, Person

SWAP_PEOPLE, SWAP_PLACES, SWAP_ORGANISATIONS = 0.45, 0.06, 0.12
"""How many texts get other names. More places than this and unknown surnames turn into places."""
SMALL = re.compile(r"(?:an?|the|and|or|but|of|in|on|at|to|for|from|by|with|as|is|are|was|be|its?|over|after|into)$")
"""Words that Title Case leaves small."""
STABLE = frozenset({"U.S.", "US", "United States", "UK", "U.K."})
"""Places that are written in too many special ways to be swapped."""
COURTESY = re.compile(r"(?:Mr|Mrs|Ms)\. $")
SECTIONS = ["news", "world", "politics", "africa", "asia", "business", "sport", "opinion", "national", "middle-east"]


def augment(samples: Iterable[Sample], rng: random.Random, *, swapping: bool = True) -> Iterator[Sample]:
    """The samples, varied and put together into articles; `swapping` gives other names."""
    if swapping:
        names = Names(rng)
        samples = (drop_courtesy(swap(sample, names), rng) for sample in samples)
    varied = (curl(recase(sample, rng), rng) for sample in samples)
    waiting: list[Sample] = []
    size = rng.randint(1, 6)
    for sample in varied:
        waiting.append(sample)
        if len(waiting) >= size or len(sample.text) > 1500:
            yield article(waiting, rng)
            waiting, size = [], rng.randint(1, 6)
    if waiting:
        yield article(waiting, rng)


def substitute(sample: Sample, replacements: dict[int, str]) -> Sample:
    """The sample with other words for some spans, by their number."""
    pieces = [(start, end, i) for i, (start, end, _) in enumerate(sample.spans)]
    pieces += [(start, end, -1) for start, end in sample.missing]
    text, done = "", 0
    spans, missing = [], []
    for start, end, i in sorted(pieces):
        if start < done:
            continue
        text += sample.text[done:start]
        words = replacements.get(i, sample.text[start:end]) if i >= 0 else sample.text[start:end]
        if i >= 0:
            spans.append((len(text), len(text) + len(words), sample.spans[i][2]))
        else:
            missing.append((len(text), len(text) + len(words)))
        text += words
        done = end
    return Sample(text + sample.text[done:], tuple(spans), tuple(missing), sample.source)


def swap(sample: Sample, names: Names) -> Sample:
    """Other names for people, now and then for places and organisations; the same name stays the same."""
    rng = names.rng
    draw: dict[str, Callable[[str], str]] = {}
    if rng.random() < SWAP_PEOPLE:
        draw["PERSON"] = _people(names)
    if rng.random() < SWAP_PLACES:
        draw["GPE"] = _same(lambda old: old if old in STABLE else names.place())
    if rng.random() < SWAP_ORGANISATIONS:
        draw["ORG"] = _same(lambda old: re.sub(r"^the ", "", names.organisation()) if len(old) > 2 else old)
    found = ((i, sample.text[start:end], label) for i, (start, end, label) in enumerate(sample.spans))
    return substitute(sample, {i: draw[label](old) for i, old, label in found if label in draw})


def _same(new: Callable[[str], str]) -> Callable[[str], str]:
    seen: dict[str, str] = {}

    def draw(old: str) -> str:
        if old not in seen:
            seen[old] = new(old)
        return seen[old]

    return draw


def _people(names: Names) -> Callable[[str], str]:
    """One person for each family name, in full where the text has the full name."""
    seen: dict[str, Person] = {}

    def draw(old: str) -> str:
        words = old.split()
        if not words or old.isupper():
            return old
        if words[-1] not in seen:
            seen[words[-1]] = names.gulf() if names.rng.random() < 0.04 else names.person()
        person = seen[words[-1]]
        return person.full if len(words) > 1 else person.bare

    return draw


def drop_courtesy(sample: Sample, rng: random.Random) -> Sample:
    """Half of all 'Mr.' go: most newspapers say the bare name on later mentions."""
    if rng.random() < 0.5:
        return sample
    cut: list[tuple[int, int]] = []
    for start, _, label in sample.spans:
        if label == "PERSON" and (found := COURTESY.search(sample.text[max(0, start - 5) : start])):
            cut.append((start - len(found[0]), start))
    kept = zip([0, *(end for _, end in cut)], [*(start for start, _ in cut), None], strict=True)
    text = "".join(sample.text[start:end] for start, end in kept)

    def moved(at: int) -> int:
        return at - sum(end - start for start, end in cut if end <= at)

    return Sample(
        text,
        tuple((moved(start), moved(end), label) for start, end, label in sample.spans),
        tuple((moved(start), moved(end)) for start, end in sample.missing),
        sample.source,
    )


def recase(sample: Sample, rng: random.Random) -> Sample:
    """A few texts in capitals, in small letters, or In Title Case."""
    chance = rng.random()
    if chance < 0.04:
        text = sample.text.upper()
    elif chance < 0.06:
        text = sample.text.lower()
    elif chance < 0.12 and len(sample.text) < 400:
        text = re.sub(r"[A-Za-z][\w'’-]*", _title, sample.text)
    else:
        return sample
    # a few letters change their length with their case, and would move the spans
    return Sample(text, sample.spans, sample.missing, sample.source) if len(text) == len(sample.text) else sample


def _title(word: re.Match[str]) -> str:
    return word[0] if SMALL.match(word[0]) else word[0][0].upper() + word[0][1:]


def curl(sample: Sample, rng: random.Random) -> Sample:
    """Typographic quotation marks and apostrophes for two texts in five."""
    if rng.random() >= 0.4:
        return sample
    text = re.sub(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)", "’", sample.text)
    halves = text.split('"')
    text = halves[0] + "".join("“”"[i % 2] + half for i, half in enumerate(halves[1:]))
    return Sample(text, sample.spans, sample.missing, sample.source)


def article(samples: list[Sample], rng: random.Random) -> Sample:
    """The samples as paragraphs, now and then under the address of a web page."""
    body = join(samples, rng.choice(("\n\n", "\n\n", "\n", " ")))
    if rng.random() >= 0.12:
        return body
    return join([Sample(address(body.text, rng), (), (), body.source), body], "\n\n")


def address(text: str, rng: random.Random) -> str:
    """A made-up web address whose last part repeats the first words of `text`, as those of newspapers do."""
    words = re.findall(r"[a-z0-9]+", text[:80].lower())
    site = rng.choice(("daily", "the", "news", "")) + rng.choice(words or ["news"])
    ending = rng.choice(("com", "net", "org"))
    return f"https://www.{site}.{ending}/{rng.choice(SECTIONS)}/{rng.randint(100, 99999)}/{'-'.join(words[:10])}"
