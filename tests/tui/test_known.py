"""Suggestions of a pipeline and of the library, weighed: one of two that overlap, and nothing that was judged."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.gazetteer import Entry, Hit
from store.models import LIBRARY, Annotation, Entity
from tests.tui.test_marks import TEXT, analysis, entity, kept, merged, spans
from tui.known import weigh


def hit(start: int, end: int, label: str = "PERSON") -> Hit:
    return Hit(start=start, end=end, entry=Entry(text=TEXT[start:end], label=label, kept=4))


def test_what_the_library_knows_is_suggested_with_its_reason() -> None:
    (mark,) = merged(None, (), [hit(31, 38, "GPE")])
    assert (mark.label, mark.standing, mark.origin, mark.reason) == ("GPE", "suggested", LIBRARY, "seen 4 times as GPE")


def test_the_longer_one_stands_and_of_the_same_words_the_persons_label() -> None:
    found = analysis(entity(0, 14), entity(19, 22, "ORG"), entity(31, 38, "PERSON", "Beijing city"))
    marks = merged(found, (), [hit(7, 14), hit(19, 27), hit(31, 38, "GPE")])
    assert [(TEXT[m.start : m.end], m.label, m.name, m.origin) for m in marks] == [
        ("Antony Blinken", "PERSON", "Antony Blinken", "p@1"),
        ("Qin Gang", "PERSON", "Qin Gang", LIBRARY),
        ("Beijing", "GPE", "Beijing city", LIBRARY),
    ]


def test_where_both_agree_the_pipeline_found_it_and_the_library_says_why() -> None:
    (mark,) = merged(analysis(entity(0, 14, name="A. Blinken")), (), [hit(0, 14)])
    assert (mark.name, mark.origin, mark.reason) == ("A. Blinken", "p@1", "seen 4 times as PERSON")


def test_what_was_rejected_or_kept_hides_what_the_library_knows() -> None:
    rejected = kept(31, 38, "GPE", verdict="rejected")
    assert merged(None, [rejected], [hit(31, 38, "GPE")]) == ()
    assert spans(merged(None, [kept(0, 14)], [hit(7, 14)])) == [(0, 14, "PERSON", "kept")]


cuts = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=12, unique=True).map(sorted)
stretches = cuts.map(lambda cut: list(zip(cut[::2], cut[1::2], strict=False)))


@given(stretches, stretches, stretches, st.data())
def test_nothing_judged_changes_and_no_two_suggestions_overlap(
    found: list[tuple[int, int]], known: list[tuple[int, int]], judged: list[tuple[int, int]], data: st.DataObject
) -> None:
    entities: list[Entity] = [entity(*span) for span in found]
    hits = [hit(*span, data.draw(st.sampled_from(["PERSON", "GPE"]))) for span in known]
    annotations: list[Annotation] = [
        kept(*span, verdict=data.draw(st.sampled_from(["added", "rejected"]))) for span in judged
    ]
    marks = merged(replace(analysis(), entities=tuple(entities)), annotations, hits)
    standing = [mark.annotation for mark in marks if mark.standing == "kept"]
    assert standing == sorted((a for a in annotations if a.verdict != "rejected"), key=lambda a: (a.start, -a.end))
    suggested = [(mark.start, mark.end, mark.label) for mark in marks if mark.standing == "suggested"]
    assert all(one[1] <= other[0] for one, other in pairwise(suggested))
    assert not {(a.start, a.end, a.label) for a in annotations if a.verdict == "rejected"} & set(suggested)
    covered = {suggestion.entity for suggestion in weigh(entities, "p@1", hits)}
    for one in [*entities, *(Entity(start=h.start, end=h.end, text="", label="", name="") for h in hits)]:
        assert any(c.start < one.end and c.end > one.start for c in covered)
