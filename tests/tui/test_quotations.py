"""What each decision makes of a quotation, and that whatever is decided the store would take it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.models import HAND, Mention
from store.rules import check_annotation
from tests.tui.test_edits import ARTICLE, FOUND, TEXT, Sheet, after, lay_out, mark, sheet
from tui import quotations, speakers
from tui.edits import Refusal
from tui.marks import Mark


def said(on: Sheet) -> Mark:
    return next(m for m in on.marks if m.kind == "quote")


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def bare() -> Sheet:
    """The sheet without suggestions of quotations."""
    from msgspec.structs import replace

    return lay_out(ARTICLE, (), sheet().state, replace(FOUND, quotes=()), annotator="me")


def test_a_selection_in_marks_becomes_a_direct_quotation_with_its_parts() -> None:
    (made,) = quotations.make(bare(), span("“The bridge,” Lopez said, “is safe.”")).put
    assert (made.kind, made.label, made.origin, made.verdict) == ("quote", "direct", HAND, "added")
    assert [TEXT[a:b] for a, b in made.parts] == ["“The bridge,”", "“is safe.”"]


@pytest.mark.parametrize(
    ("words", "kind"), [("met Ann Reed", "indirect"), ("Lopez said, “is safe.”", "mixed"), ("“is safe.”", "direct")]
)
def test_the_marks_tell_the_kind(words: str, kind: str) -> None:
    (made,) = quotations.make(bare(), span(words)).put
    assert (made.label, made.exact) == (kind, words)


def test_a_suggestion_that_is_overlapped_is_corrected_and_keeps_its_speaker_and_cue() -> None:
    first = sheet()
    second = after(first, quotations.make(first, span("“The bridge,”")))
    kept = said(second).annotation
    assert kept is not None
    assert (kept.verdict, kept.origin, kept.exact) == ("corrected", "test@1", "“The bridge,”")
    assert kept.speaker == FOUND.quotes[0].speaker
    assert sum(m.kind == "quote" for m in second.marks) == 1


def test_the_stretch_in_marks_around_a_place_is_found() -> None:
    assert quotations.spoken_at(TEXT, TEXT.index("bridge,")) == span("“The bridge,”")
    assert quotations.spoken_at(TEXT, TEXT.index("Paris")) is None


def test_the_kinds_follow_each_other_round() -> None:
    on = sheet()
    kinds = []
    for _ in range(4):
        on = after(on, quotations.retype(on, said(on)))
        kinds.append(said(on).label)
    assert kinds == ["mixed", "indirect", "direct", "mixed"]


def test_setting_a_speaker_corrects_the_quotation() -> None:
    first = sheet()
    reed = TEXT.index("Reed agreed")
    speaker = Mention(start=reed, end=reed + 4, text="Reed", name="Ann Reed")
    (made,) = quotations.set_speaker(first, said(first), speaker).put
    assert (made.speaker, made.verdict) == (speaker, "corrected")
    (nobody,) = quotations.set_speaker(first, said(first), None).put
    assert nobody.speaker is None


def test_only_quotations_have_a_speaker() -> None:
    with pytest.raises(Refusal):
        quotations.set_speaker(sheet(), mark(sheet(), "Paris"), None)


def test_a_pronoun_stays_the_mention_and_takes_the_person() -> None:
    first = sheet()
    she = Mention(start=TEXT.index("met"), end=TEXT.index("met") + 3, text="she")
    reed = speakers.at(first, span("Ann Reed"))
    second = after(first, quotations.set_speaker(first, said(first), reed, pronoun=she))
    assert speakers.speaker_of(said(second)) == Mention(start=she.start, end=she.end, text="she", name="Ann Reed")
    lopez = speakers.at(first, span("Maria Lopez"))
    third = after(second, quotations.set_speaker(second, said(second), lopez))
    assert speakers.speaker_of(said(third)) == Mention(start=she.start, end=she.end, text="she", name="Maria Lopez")


def test_a_typed_name_is_the_mention_nearest_to_the_quotation() -> None:
    first = sheet()
    found = speakers.named(first, said(first), "reed")
    assert (found.start, found.text) == (TEXT.index("Reed agreed"), "Reed")
    absent = speakers.named(first, said(first), "The Harbour Master")
    assert (absent.start, absent.end, absent.name) == (said(first).start, said(first).start, "The Harbour Master")


def test_a_selection_is_called_as_the_person_in_it() -> None:
    assert speakers.at(sheet(), span("Maria Lopez met")).name == "Maria Lopez"
    lopez = TEXT.index("Lopez said")
    assert speakers.at(sheet(), (lopez, lopez + 5)).name == "Maria Lopez"
    assert speakers.at(sheet(), span("bridge")).name == "bridge"


def test_a_cue_is_set_and_taken_away() -> None:
    first = sheet()
    second = after(first, quotations.set_cue(first, said(first), span("agreed")))
    kept = said(second).annotation
    assert kept is not None
    assert kept.cue is not None
    assert kept.cue.text == "agreed"
    third = after(second, quotations.set_cue(second, said(second), None))
    bared = said(third).annotation
    assert bared is not None
    assert bared.cue is None
    with pytest.raises(Refusal):
        quotations.set_cue(third, said(third), None)


def test_parts_are_split_joined_and_added() -> None:
    first = sheet()
    joined = after(first, quotations.parts_with(first, said(first), None))
    assert said(joined).parts == (span("“The bridge,” Lopez said, “is safe.”"),)
    split = after(joined, quotations.parts_with(joined, said(joined), span(" Lopez said, ")))
    assert [TEXT[a:b] for a, b in said(split).parts] == ["“The bridge,”", "“is safe.”"]
    longer = after(split, quotations.parts_with(split, said(split), span("Reed agreed with Lopez.")))
    assert [TEXT[a:b] for a, b in said(longer).parts][-1] == "Reed agreed with Lopez."
    assert said(longer).end == len(TEXT)


def test_a_quotation_is_never_emptied() -> None:
    first = sheet()
    whole = said(first).start, said(first).end
    with pytest.raises(Refusal):
        quotations.cut(first, said(first), whole)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["make", "parts", "cue", "speaker", "retype"]),
            st.integers(0, len(TEXT) - 1),
            st.integers(1, 40),
        ),
        max_size=8,
    )
)
def test_whatever_is_decided_the_store_takes_it_and_one_undo_is_one_change(steps: list[tuple[str, int, int]]) -> None:
    on = sheet()
    for what, start, length in steps:
        stretch = start, min(len(TEXT), start + length)
        quote = speakers.quote_near(on, stretch)
        try:
            if what == "make":
                change = quotations.make(on, stretch)
            elif quote is None:
                continue
            elif what == "parts":
                change = quotations.parts_with(on, quote, stretch if length % 4 else None)
            elif what == "cue":
                change = quotations.set_cue(on, quote, stretch if length % 4 else None)
            elif what == "speaker":
                change = quotations.set_speaker(on, quote, speakers.at(on, stretch))
            else:
                change = quotations.retype(on, quote)
        except Refusal:
            continue
        (put,) = change.put
        check_annotation(put, TEXT)
        assert put.kind == "quote"
        assert put.parts
        assert (put.parts[0][0], put.parts[-1][1]) == (put.start, put.end)
        on = after(on, change)
