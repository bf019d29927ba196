"""Finding marks again in a changed text: never off their words, never moved in silence, never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.anchoring import settle
from store.marking import annotate
from store.models import Annotation, Article
from store.rules import check_annotation
from store.text import text_hash
from tests.store.conftest import TEXT, make
from tests.store.helpers import mark, quote

ARTICLE = make()


def changed(text: str) -> Article:
    return replace(ARTICLE, text=text, text_hash=text_hash(text))


def carried(annotation: Annotation, text: str, old: str | None = TEXT) -> Annotation:
    """The annotation in the new text; what came out has to fit it."""
    article = changed(text)
    after = settle(annotation, article, old)
    if after.anchor == "orphaned":
        kept = (after.start, after.end, after.exact, after.text_hash)
        assert kept == (annotation.start, annotation.end, annotation.exact, annotation.text_hash)
    else:
        check_annotation(after, text)
        assert after.text_hash == article.text_hash
    assert (after.id, after.note, after.tags, after.label) == (
        annotation.id,
        annotation.note,
        annotation.tags,
        annotation.label,
    )
    return after


def test_the_same_text_changes_nothing() -> None:
    annotation = mark(ARTICLE, "Qin Gang", "PERSON")
    assert settle(annotation, ARTICLE, TEXT) == annotation


@pytest.mark.parametrize("old", [TEXT, None], ids=["old text known", "old text unknown"])
def test_words_before_it_shift_a_mark(old: str | None) -> None:
    after = carried(mark(ARTICLE, "candid talks"), "Updated on Monday.\n\n" + TEXT, old)
    assert (after.anchor, after.exact, after.start) == ("placed", "candid talks", TEXT.index("candid talks") + 20)


def test_words_after_it_leave_a_mark_where_it_is() -> None:
    annotation = mark(ARTICLE, "Blinken", "PERSON")
    after = carried(annotation, TEXT + "\n\nThis was updated.")
    assert (after.start, after.end, after.anchor) == (annotation.start, annotation.end, "placed")


def test_equal_words_elsewhere_do_not_catch_it() -> None:
    annotation = annotate(ARTICLE, TEXT.rindex("Beijing"), TEXT.rindex("Beijing") + 7, label="GPE")
    after = carried(annotation, TEXT.replace("Blinken met", "In Beijing, Beijing time, Blinken met"), None)
    assert (after.anchor, after.start) == ("placed", TEXT.rindex("Beijing") + 26)


def test_a_change_beside_it_is_survived_and_known_by_the_other_side() -> None:
    after = carried(mark(ARTICLE, "candid talks"), TEXT.replace("We had", "We have just had some"))
    assert (after.anchor, after.exact) == ("placed", "candid talks")


def test_nearly_the_same_words_are_found_and_said() -> None:
    after = carried(
        mark(ARTICLE, "The café of the embassy stayed open"), TEXT.replace("embassy stayed", "embassy had stayed")
    )
    assert (after.anchor, after.exact) == ("moved", "The café of the embassy had stayed open")
    after = carried(mark(ARTICLE, "Antony Blinken"), TEXT.replace("Antony", "Anthony"))
    assert (after.anchor, after.exact) == ("moved", "Anthony Blinken")


def test_other_words_in_the_same_place_orphan_it() -> None:
    after = carried(mark(ARTICLE, "Antony Blinken"), TEXT.replace("Antony Blinken", "Wang Yi"))
    assert after.anchor == "orphaned"


def test_words_that_are_gone_orphan_it_and_come_back() -> None:
    annotation = mark(ARTICLE, "Qin Gang called the visit a beginning", note="keep")
    orphan = carried(annotation, "A text about something else altogether, long enough to be searched through.")
    assert orphan == replace(annotation, anchor="orphaned")
    assert carried(orphan, TEXT) == annotation
    later = carried(orphan, "News.\n\n" + TEXT)
    assert (later.anchor, later.start) == ("placed", annotation.start + 7)


def test_two_places_alike_are_no_sure_place() -> None:
    text = "Talks went on. " * 3
    article = changed(text)
    annotation = annotate(article, 16, 21)
    after = settle(
        replace(annotation, prefix="", suffix=""), changed("Other words came. " + "Talks went on. " * 2 + "End.")
    )
    assert after.anchor != "placed"


def test_a_moved_mark_stays_moved_until_a_person_places_it() -> None:
    moved = carried(mark(ARTICLE, "Antony Blinken"), TEXT.replace("Antony", "Anthony"))
    again = settle(moved, changed("More.\n\n" + TEXT.replace("Antony", "Anthony")))
    assert again.anchor == "moved"
    assert again.start == moved.start + 7


def test_a_quotation_moves_with_its_parts_speaker_and_cue() -> None:
    before = quote(ARTICLE)
    after = carried(before, "Update.\n\n" + TEXT)
    assert after.parts == tuple((start + 9, end + 9) for start, end in before.parts)
    assert after.speaker is not None
    assert after.speaker.start == before.speaker.start + 9
    assert after.cue.start == before.cue.start + 9
    assert after.anchor == "placed"


def test_a_quotation_keeps_its_edited_parts_apart() -> None:
    after = carried(quote(ARTICLE), TEXT.replace("candid", "very candid").replace("go on", "carry on"))
    assert after.anchor == "moved"
    new = TEXT.replace("candid", "very candid").replace("go on", "carry on")
    assert [new[a:b] for a, b in after.parts] == ["“We had very candid talks,”", "“and we will carry on.”"]
    assert new[after.speaker.start : after.speaker.end] == "Antony Blinken"
    assert new[after.cue.start : after.cue.end] == "said"


def test_a_typed_speaker_who_never_stood_in_the_text_is_not_lost_when_it_changes() -> None:
    sample = quote(ARTICLE)
    typed = replace(sample.speaker, start=sample.start, end=sample.start, text="Ann Reed", name="Ann Reed")
    before = replace(sample, speaker=typed)
    after = carried(before, "Update.\n\n" + TEXT)
    assert after.anchor == "placed"
    assert (after.speaker.name, after.speaker.start) == ("Ann Reed", after.start)


def test_a_speaker_who_is_gone_is_kept_by_name_and_said() -> None:
    before = replace(quote(ARTICLE), start=TEXT.index("“We"), end=TEXT.index("”") + 1, exact="“We had candid talks,”")
    before = replace(before, parts=((before.start, before.end),), suffix=" Antony Blinken said, “and we wi")
    after = carried(before, TEXT.replace("Antony Blinken said", "he said"))
    assert (after.anchor, after.exact) == ("moved", before.exact)
    assert (after.speaker.name, after.speaker.start) == ("Antony Blinken", after.speaker.end)


@pytest.mark.parametrize("text", ["", "x", "Blinken", "é" * 40, "\n\n\n"])
def test_hardly_any_text_orphans_without_failing(text: str) -> None:
    for annotation in (mark(ARTICLE, "candid talks"), quote(ARTICLE), mark(ARTICLE, "a")):
        assert carried(annotation, text).anchor in ("orphaned", "moved")


def test_a_mark_never_ends_inside_a_character() -> None:
    assert carried(mark(ARTICLE, "open"), TEXT.replace("open", "open\u0301"), None).anchor == "orphaned"


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "delta", "the", "of", "Rome", "“no,”"]), min_size=1, max_size=30
)


@given(st.data(), WORDS)
def test_edits_far_away_never_move_a_mark_off_its_words(data: st.DataObject, words: list[str]) -> None:
    """Everything within 32 characters of the mark stays; before and after it, anything is replaced by anything."""
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    frame = "".join(chr(0x4E00 + number) for number in range(64))
    core = frame[:32] + text + frame[32:]
    anything = st.text("abet \n", max_size=80)
    old_before, new_before = data.draw(anything), data.draw(anything)
    article = changed(old_before + core + data.draw(anything))
    edited = changed(new_before + core + data.draw(anything))
    annotation = annotate(article, len(old_before) + 32 + start, len(old_before) + 32 + end)
    around = annotation.prefix + annotation.exact + annotation.suffix
    for known in (article.text, None):
        found = settle(annotation, edited, known)
        assert found.exact == annotation.exact
        if edited.text.count(around) == 1 or (known and not old_before + new_before):
            assert (found.anchor, found.start) == ("placed", len(new_before) + 32 + start)


@given(st.data())
def test_whatever_happens_to_a_text_a_mark_fits_it_or_is_orphaned(data: st.DataObject) -> None:
    alphabet = "ab é’\n"
    old = data.draw(st.text(alphabet, min_size=3, max_size=120))
    article = changed(old)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    annotation = replace(annotate(article, start, end), parts=((start, end),))
    new = data.draw(st.text(alphabet, max_size=120))
    for known in (old, None):
        found = settle(annotation, changed(new), known)
        if found.anchor != "orphaned":
            check_annotation(found, new)
        if found.anchor == "placed":
            assert found.exact == annotation.exact
