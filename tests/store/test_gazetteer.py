"""What the labels of a library say about names, kept by every change as if all were counted anew."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.json import encode
from msgspec.structs import replace

from store.gazetteer import Gazetteer
from store.library import Library, open_library
from store.models import Article, Change, Known
from tests.store.helpers import keep, mark

WORDS = ("Quad", "Quad Group", "the", "A", "Ünïted", "AT&T", "Quadrant")
LABELS = ("ORG", "GPE")
VERDICTS = ("added", "accepted", "corrected", "rejected")


def raw(words: str, label: str, verdict: str) -> Raw:
    return Raw(encode({"kind": "entity", "exact": words, "label": label, "verdict": verdict}))


def words_of(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for word in text.split(" "):
        spans.append((start, start + len(word)))
        start += len(word) + 1
    return spans


documents = st.tuples(st.sampled_from(WORDS), st.sampled_from(LABELS), st.sampled_from(VERDICTS))


@given(st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), documents)), max_size=40))
def test_counts_are_those_of_what_is_kept_now(changes: list[tuple[int, tuple[str, str, str] | None]]) -> None:
    gazetteer, now = Gazetteer(), {}
    for key, document in changes:
        before = now.pop(key, None)
        gazetteer.count(raw(*before) if before else None, raw(*document) if document else None)
        if document:
            now[key] = document
    kept = Counter((words, label) for words, label, verdict in now.values() if verdict != "rejected")
    rejected = Counter((words, label) for words, label, verdict in now.values() if verdict == "rejected")
    found = {(entry.text, entry.label): (entry.kept, entry.rejected) for entry in gazetteer.entries()}
    assert found == {pair: (kept[pair], rejected[pair]) for pair in kept.keys() | rejected.keys()}
    text = " ".join(WORDS)
    hits = list(gazetteer.find(text, words_of(text)))
    assert {text[hit.start : hit.end] for hit in hits} == {words for words in WORDS if gazetteer.best(words)}


def test_the_longest_whole_words_are_found() -> None:
    gazetteer = Gazetteer()
    for words in ("Quad", "Quad Group", "Group"):
        gazetteer.count(None, raw(words, "ORG", "added"))
    text = "Quad Group and Quad of Quadrant Group"
    assert [text[hit.start : hit.end] for hit in gazetteer.find(text, words_of(text))] == [
        "Quad Group",
        "Quad",
        "Group",
    ]


def test_rejections_count_against_and_the_most_kept_label_is_suggested() -> None:
    gazetteer = Gazetteer()
    for label, verdict in (("ORG", "added"), ("ORG", "accepted"), ("GPE", "added"), ("ORG", "rejected")):
        gazetteer.count(None, raw("Quad", label, verdict))
    best = gazetteer.best("Quad")
    assert best is not None
    assert (best.label, best.kept, best.rejected) == ("ORG", 2, 1)
    gazetteer.count(None, raw("Quad", "ORG", "rejected"))
    assert gazetteer.best("Quad").label == "GPE"
    gazetteer.count(None, raw("Quad", "GPE", "rejected"))
    assert gazetteer.best("Quad") is None


def test_every_change_is_followed_and_a_restart_too(library: Library, article: Article, folder: Path) -> None:
    assert not library.gazetteer()
    keep(library, mark(article, "Beijing", "GPE"))
    assert library.gazetteer().best("Beijing").reason == "seen once as GPE"
    keep(library, replace(mark(article, "Qin Gang", "PERSON"), verdict="rejected"))
    assert library.gazetteer().best("Qin Gang") is None
    no = Known(id="k", text="Beijing", label="GPE", use=False)
    library.commit(Change(what="never", keep=(no, Known(id="q", text="Qin Gang", label="PERSON"))))
    assert library.gazetteer().best("Beijing") is None
    assert library.gazetteer().best("Qin Gang").reason == "you said it is PERSON"
    library.close()
    with open_library(folder) as again:
        assert again.gazetteer().best("Beijing") is None
        again.undo()
        assert again.gazetteer().best("Beijing").kept == 1
        again.undo()
        again.undo()
        assert again.gazetteer().entries() == []


@pytest.mark.parametrize("broken", [b"[]", b'{"kind": 7}', b'{"kind": "entity", "exact": null}'])
def test_what_was_broken_by_hand_is_passed_over(broken: bytes) -> None:
    gazetteer = Gazetteer()
    gazetteer.count(None, Raw(broken))
    gazetteer.say(None, Raw(broken))
    assert not gazetteer
