"""What each decision does to the annotations, and that none ever breaks the rule exact == text[start:end]."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import OffsetError
from store.models import HAND, Analysis, Annotation, Article, ArticleState, Change, Cue, Entity, Mention, Quote
from store.text import text_hash
from tui import edits
from tui.edits import Refusal, Sheet, lay_out

TEXT = "Maria Lopez met Ann Reed in Paris.\n\n“The bridge,” Lopez said, “is safe.” Reed agreed with Lopez."
ARTICLE = Article(id="a1", source="a.txt", title="Bridge", text=TEXT, text_hash=text_hash(TEXT))


def entity(text: str, label: str, name: str = "", nth: int = 0) -> Entity:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return Entity(start=start, end=start + len(text), text=text, label=label, name=name or text)


def quote() -> Quote:
    first, last = TEXT.index("“The"), TEXT.index("“is")
    parts = ((first, first + len("“The bridge,”")), (last, last + len("“is safe.”")))
    speaker, said = TEXT.index("Lopez said"), TEXT.index("said")
    return Quote(
        start=parts[0][0],
        end=parts[1][1],
        text=TEXT[parts[0][0] : parts[1][1]],
        parts=parts,
        kind="direct",
        speaker=Mention(start=speaker, end=speaker + 5, text="Lopez", name="Maria Lopez"),
        cue=Cue(start=said, end=said + 4, text="said"),
        confidence="high",
    )


FOUND = Analysis(
    article="a1",
    text_hash=ARTICLE.text_hash,
    pipeline="test@1",
    entities=(
        entity("Maria Lopez", "PERSON"),
        entity("Ann Reed", "ORG"),
        entity("Paris", "GPE"),
        entity("Lopez", "PERSON", "Maria Lopez", 1),
    ),
    quotes=(quote(),),
)


def sheet(*annotations: Annotation) -> Sheet:
    return lay_out(ARTICLE, annotations, ArticleState(article="a1"), FOUND, annotator="me")


def after(before: Sheet, change: Change) -> Sheet:
    """The sheet with the change done, as the store would do it."""
    kept = {a.id: a for a in before.annotations}
    kept.update({a.id: a for a in change.put})
    for gone in change.remove:
        del kept[gone]
    return lay_out(ARTICLE, kept.values(), before.state, FOUND, annotator="me")


def mark(on: Sheet, text: str, kind: str = "entity") -> edits.Mark:
    return next(m for m in on.marks if m.kind == kind and TEXT[m.start : m.end] == text)


def test_labelling_words_that_nothing_marks_adds_an_entity_made_by_hand() -> None:
    start = TEXT.index("bridge")
    (made,) = edits.label(sheet(), start, start + 6, "FAC").put
    assert (made.exact, made.label, made.kind, made.verdict, made.origin) == ("bridge", "FAC", "entity", "added", HAND)
    assert made.annotator == "me"
    assert made.prefix.endswith("“The ")
    assert made.suffix.startswith(",”")


def test_labelling_a_suggestion_the_same_accepts_it() -> None:
    found = FOUND.entities[2]
    (made,) = edits.label(sheet(), found.start, found.end, "GPE").put
    assert (made.verdict, made.origin, made.label) == ("accepted", "test@1", "GPE")


def test_labelling_a_suggestion_otherwise_corrects_it() -> None:
    found = FOUND.entities[1]
    (made,) = edits.label(sheet(), found.start, found.end, "PERSON").put
    assert (made.verdict, made.origin, made.label, made.name) == ("corrected", "test@1", "PERSON", "Ann Reed")


def test_relabelling_keeps_the_id() -> None:
    start = TEXT.index("bridge")
    first = sheet()
    second = after(first, edits.label(first, start, start + 6, "FAC"))
    (again,) = edits.label(second, start, start + 6, "PRODUCT").put
    assert again.id == second.annotations[0].id
    assert (again.label, again.verdict) == ("PRODUCT", "added")


def test_a_hand_label_takes_the_name_that_the_article_gives_the_same_words() -> None:
    start = TEXT.rindex("Lopez")
    (made,) = edits.label(sheet(), start, start + 5, "PERSON").put
    assert made.name == "Maria Lopez"


def test_a_rejected_suggestion_is_gone_and_stays_gone() -> None:
    first = sheet()
    second = after(first, edits.reject(first, mark(first, "Paris")))
    assert "Paris" not in [TEXT[m.start : m.end] for m in second.marks]
    assert second.annotations[0].verdict == "rejected"


def test_rejecting_what_was_made_by_hand_deletes_it() -> None:
    start = TEXT.index("bridge")
    first = sheet()
    second = after(first, edits.label(first, start, start + 6, "FAC"))
    change = edits.reject(second, mark(second, "bridge"))
    assert change.remove == (second.annotations[0].id,)


def test_deleting_an_accepted_mark_shows_the_suggestion_again() -> None:
    first = sheet()
    second = after(first, edits.accept(first, mark(first, "Paris")))
    assert mark(second, "Paris").standing == "kept"
    third = after(second, edits.delete(second, mark(second, "Paris")))
    assert mark(third, "Paris").standing == "suggested"


def test_accepting_twice_is_refused() -> None:
    first = sheet()
    second = after(first, edits.accept(first, mark(first, "Paris")))
    with pytest.raises(Refusal, match="already kept"):
        edits.accept(second, mark(second, "Paris"))


def test_a_note_on_a_suggestion_keeps_it_without_correcting_it() -> None:
    (made,) = edits.set_note(sheet(), mark(sheet(), "Paris"), "which one?").put
    assert (made.note, made.verdict, made.label) == ("which one?", "accepted", "GPE")


def test_a_note_on_bare_words_makes_a_highlight() -> None:
    start = TEXT.index("agreed")
    (made,) = edits.set_note(sheet(), (start, start + 6), "did she?").put
    assert (made.kind, made.label, made.exact, made.note) == ("highlight", "", "agreed", "did she?")


def test_tags_are_tidied() -> None:
    (made,) = edits.set_tags(sheet(), mark(sheet(), "Paris"), ["#capital", " big city ", "capital", ""]).put
    assert made.tags == ("capital", "big-city")


def test_a_quotation_is_accepted_with_parts_speaker_and_cue() -> None:
    first = sheet()
    (made,) = edits.accept(first, next(m for m in first.marks if m.kind == "quote")).put
    found = FOUND.quotes[0]
    assert (made.kind, made.label, made.parts, made.speaker, made.cue) == (
        "quote",
        "direct",
        found.parts,
        found.speaker,
        found.cue,
    )


def test_unsure_is_a_flag_that_keeps_a_suggestion() -> None:
    first = sheet()
    second = after(first, edits.toggle_unsure(first, mark(first, "Paris")))
    kept = mark(second, "Paris").annotation
    assert kept is not None
    assert (kept.unsure, kept.verdict) == (True, "accepted")
    (made,) = edits.toggle_unsure(second, mark(second, "Paris")).put
    assert (made.id, made.unsure) == (kept.id, False)


def test_edges_outside_the_text_are_refused() -> None:
    with pytest.raises(OffsetError):
        edits.set_edges(sheet(), mark(sheet(), "Paris"), 5, len(TEXT) + 1)


def test_an_analysis_of_another_text_is_left_out() -> None:
    other = lay_out(
        ARTICLE,
        (),
        ArticleState(article="a1"),
        Analysis(article="a1", text_hash="other", pipeline="p", entities=FOUND.entities),
    )
    assert other.marks == ()


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda s: s[0] < s[1])


@given(st.lists(st.tuples(spans, st.sampled_from(["label", "note", "tags", "accept", "reject", "delete", "edges"]))))
def test_whatever_is_decided_every_annotation_is_where_it_says(steps: list[tuple[tuple[int, int], str]]) -> None:
    now = sheet()
    for (start, end), what in steps:
        chosen = now.marks[start % len(now.marks)] if now.marks else None
        try:
            if what == "label":
                change = edits.label(now, start, end, "PERSON")
            elif what == "note":
                change = edits.set_note(now, chosen or (start, end), "x")
            elif what == "tags":
                change = edits.set_tags(now, (start, end), ["t"])
            elif chosen is None:
                continue
            elif what == "edges":
                change = edits.set_edges(now, chosen, start, end)
            else:
                change = getattr(edits, what)(now, chosen)
        except Refusal:
            continue
        now = after(now, change)
        for a in now.annotations:
            assert a.exact == TEXT[a.start : a.end]
            for s, e in a.parts:
                assert a.start <= s < e <= a.end
