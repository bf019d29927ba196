"""Making annotations from an article and offsets."""

from __future__ import annotations

import pytest

from store.errors import OffsetError
from store.marking import annotate, check_span, clean_tags, judge, move, new_id, now, touch
from store.models import Cue, Entity, Mention, Quote
from tests.store.conftest import make

ARTICLE = make()


def test_a_mark_carries_its_words_and_their_context() -> None:
    start = ARTICLE.text.index("candid")
    made = annotate(ARTICLE, start, start + 6, label="X", tags=["#two words", "one", "one"], note="n", annotator="ada")
    assert (made.exact, made.kind, made.label) == ("candid", "entity", "X")
    assert ARTICLE.text[start - 32 : start] == made.prefix
    assert ARTICLE.text[start + 6 : start + 38] == made.suffix
    assert (made.tags, made.note, made.annotator, made.origin) == (("two-words", "one"), "n", "ada", "hand")
    assert made.created == made.modified
    assert annotate(ARTICLE, 0, 7).kind == "highlight"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 100_000), (5, 5), (6, 2)])
def test_offsets_that_make_no_span_are_refused(start: int, end: int) -> None:
    with pytest.raises(OffsetError):
        annotate(ARTICLE, start, end)


def test_a_span_may_not_cut_a_character() -> None:
    check_span("👨‍👩‍👧!", 0, 5)
    with pytest.raises(OffsetError, match="inside a character"):
        check_span("👨‍👩‍👧!", 0, 2)


def test_a_verdict_keeps_what_was_found() -> None:
    entity = judge(
        ARTICLE, Entity(start=0, end=7, text="Blinken", label="PERSON", name="Antony Blinken"), "q@1", "accepted"
    )
    assert (entity.kind, entity.label, entity.name, entity.verdict) == (
        "entity",
        "PERSON",
        "Antony Blinken",
        "accepted",
    )
    assert entity.origin == "q@1"
    speaker, cue = Mention(start=0, end=7, text="Blinken"), Cue(start=8, end=11, text="met")
    found = Quote(
        start=12, end=20, text="Qin Gang", parts=((12, 20),), kind="direct", speaker=speaker, cue=cue, confidence="low"
    )
    quote = judge(ARTICLE, found, "q@1", "rejected")
    assert (quote.kind, quote.label, quote.parts, quote.speaker, quote.cue) == (
        "quote",
        "direct",
        ((12, 20),),
        speaker,
        cue,
    )


def test_moving_keeps_the_id_and_a_touched_suggestion_is_corrected() -> None:
    made = judge(ARTICLE, Entity(start=0, end=7, text="Blinken", label="PERSON", name=""), "q@1", "accepted")
    moved = move(ARTICLE, made, 0, 11)
    assert (moved.id, moved.exact, moved.verdict, moved.anchor) == (made.id, "Blinken met", "corrected", "placed")
    assert touch(annotate(ARTICLE, 0, 7)).verdict == "added"
    with pytest.raises(OffsetError):
        move(ARTICLE, made, 3, 3)


def test_tags_are_cleaned() -> None:
    assert clean_tags(["##a", " b c ", "", "#", "a\x1b[31m", "b-c"]) == ("a", "b-c")


def test_ids_and_times() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert now().endswith("Z")
    assert len(now()) == 24
