"""However a text is varied, its spans still lie on its names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.training.augment import address, article, augment, curl, drop_courtesy, recase, substitute, swap
from nlp.training.convert import LABELS, Sample
from nlp.training.names import Names

pieces = st.text(alphabet="abcdeß İ'\"’\n.", min_size=0, max_size=12)
names = st.text(alphabet="ABCdefİß'-", min_size=1, max_size=10)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A text with names between other words; each name is `«...»` where it was written."""
    text, spans, missing = draw(pieces), [], []
    for name in draw(st.lists(names, max_size=5)):
        start = len(text)
        text += name
        if draw(st.booleans()):
            spans.append((start, len(text), draw(st.sampled_from(sorted(LABELS)))))
        else:
            missing.append((start, len(text)))
        text += " " + draw(pieces)
    return Sample(text, tuple(spans), tuple(missing), "test")


def covered(sample: Sample) -> list[str]:
    return [sample.text[start:end] for start, end, _ in sample.spans]


def mr_bush(gap: str = "Mr. ") -> Sample:
    text = f"President Bush met {gap}Blair and {gap}Chirac."
    places = [text.index(name) for name in ("Bush", "Blair", "Chirac")]
    ends = [place + len(name) for place, name in zip(places, ("Bush", "Blair", "Chirac"), strict=True)]
    return Sample(text, tuple((a, b, "PERSON") for a, b in zip(places, ends, strict=True)), (), "test")


@given(samples(), st.randoms(use_true_random=False))
def test_spans_stay_in_order_inside_the_text(sample: Sample, rng: random.Random) -> None:
    for varied in augment([sample, sample, sample], rng):
        last = 0
        for start, end, _ in sorted(varied.spans):
            assert last <= start < end <= len(varied.text)
            last = end


@given(samples(), st.randoms(use_true_random=False))
def test_no_name_is_lost(sample: Sample, rng: random.Random) -> None:
    varied = list(augment([sample, sample], rng))
    assert sum(len(one.spans) for one in varied) == 2 * len(sample.spans)
    assert sum(len(one.missing) for one in varied) == 2 * len(sample.missing)


@given(samples())
def test_substitution_changes_just_what_it_was_told(sample: Sample) -> None:
    new = {i: f"<{i}>" for i in range(0, len(sample.spans), 2)}
    changed = substitute(sample, new)
    assert covered(changed) == [new.get(i, words) for i, words in enumerate(covered(sample))]


@given(samples(), st.randoms(use_true_random=False))
def test_marks_and_capitals_leave_the_length_alone(sample: Sample, rng: random.Random) -> None:
    assert len(curl(recase(sample, rng), rng).text) == len(sample.text)


def test_a_person_keeps_one_name_through_a_text() -> None:
    text = "George Bush spoke. Bush left."
    sample = Sample(text, ((0, 11, "PERSON"), (19, 23, "PERSON")), (), "test")
    changed = {tuple(covered(swap(sample, Names(random.Random(seed))))) for seed in range(40)}
    assert len(changed) > 5
    for full, bare in changed:
        assert bare in full


@pytest.mark.parametrize("seed", range(8))
def test_courtesy_titles_go_in_some_texts_and_names_stay(seed: int) -> None:
    changed = drop_courtesy(mr_bush(), random.Random(seed))
    assert covered(changed) == ["Bush", "Blair", "Chirac"]
    assert changed in (mr_bush(), mr_bush(""))


def test_both_ways_of_writing_a_name_are_seen() -> None:
    assert len({drop_courtesy(mr_bush(), random.Random(seed)).text for seed in range(20)}) == 2


def test_quotation_marks_open_and_close() -> None:
    sample = Sample('He said "no" and "yes", didn\'t he.', (), (), "test")
    assert {curl(sample, random.Random(seed)).text for seed in range(20)} == {
        sample.text,
        "He said “no” and “yes”, didn’t he.",
    }


def test_an_address_stands_alone_above_its_article() -> None:
    found = [article([mr_bush()], random.Random(seed)) for seed in range(60)]
    under = [one for one in found if one.text.startswith("http")]
    assert 0 < len(under) < 30
    for one in under:
        assert covered(one) == ["Bush", "Blair", "Chirac"]
        assert "\n\n" in one.text


def test_an_address_repeats_the_first_words() -> None:
    assert address("Blair wins vote", random.Random(1)).endswith("/blair-wins-vote")
