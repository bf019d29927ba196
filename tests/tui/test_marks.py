"""Merging suggestions with annotations: what shows, what is covered, what stays hidden."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.gazetteer import Hit
from store.models import Analysis, Annotation, Cue, Entity, Mention, Quote
from tui.known import ALL, Wanted
from tui.marks import Mark, dismissed, longest_of, merge, merge_again, order_kept, suggest
from tui.parting import parted

TEXT = "Antony Blinken met Qin Gang in Beijing. “It was candid,” Blinken said, “and useful.”"


def entity(start: int, end: int, label: str = "PERSON", name: str = "") -> Entity:
    return Entity(start=start, end=end, text=TEXT[start:end], label=label, name=name or TEXT[start:end])


def quote(kind: str = "direct") -> Quote:
    parts = ((40, 56), (71, 84))
    return Quote(
        start=40,
        end=84,
        text=TEXT[40:84],
        parts=parts,
        kind=kind,
        speaker=Mention(start=57, end=64, text="Blinken", name="Antony Blinken"),
        cue=Cue(start=65, end=69, text="said"),
        confidence="high",
    )


def analysis(*entities: Entity, quotes: tuple[Quote, ...] = ()) -> Analysis:
    return Analysis(article="a", text_hash="h", pipeline="p@1", entities=entities, quotes=quotes)


def kept(start: int, end: int, label: str = "PERSON", **changes: object) -> Annotation:
    made = Annotation(
        id=f"{start}-{end}-{label}", article="a", text_hash="h", kind="entity", start=start, end=end,
        exact=TEXT[start:end], label=label,
    )  # fmt: skip
    return replace(made, **changes)


def merged(
    found: Analysis | None, annotations: Sequence[Annotation], known: Sequence[Hit] = (), *, wanted: Wanted = ALL
) -> tuple[Mark, ...]:
    return merge(suggest(found, known, wanted=wanted), annotations)


def spans(marks: tuple[Mark, ...]) -> list[tuple[int, int, str, str]]:
    return [(mark.start, mark.end, mark.label, mark.standing) for mark in marks]


def test_nothing_found_and_nothing_kept_is_nothing() -> None:
    assert merged(None, ()) == ()


def test_suggestions_show_with_their_names_and_parts() -> None:
    marks = merged(analysis(entity(57, 64, name="Antony Blinken"), quotes=(quote(),)), ())
    assert [(m.kind, m.name, m.standing) for m in marks] == [
        ("quote", "Antony Blinken", "suggested"),
        ("entity", "Antony Blinken", "suggested"),
    ]
    assert marks[0].parts == ((40, 56), (71, 84))
    assert marks[0].quote == quote()
    assert marks[1].entity == entity(57, 64, name="Antony Blinken")


def test_a_kept_entity_covers_what_overlaps_it_but_not_its_neighbour() -> None:
    found = analysis(entity(0, 14), entity(7, 14), entity(19, 27))
    assert spans(merged(found, [kept(0, 14)])) == [(0, 14, "PERSON", "kept"), (19, 27, "PERSON", "suggested")]


def test_touching_is_not_overlapping() -> None:
    assert len(merged(analysis(entity(0, 6)), [kept(6, 14)])) == 2


def test_kinds_cover_only_their_own() -> None:
    found = analysis(entity(57, 64), quotes=(quote(),))
    highlight = kept(0, 84, "", kind="highlight", id="h1")
    assert [m.standing for m in merged(found, [highlight])] == ["kept", "suggested", "suggested"]
    keeping = kept(40, 84, "direct", kind="quote", parts=((40, 56), (71, 84)))
    assert [(m.kind, m.standing) for m in merged(found, [keeping])] == [("quote", "kept"), ("entity", "suggested")]


def test_a_rejected_suggestion_is_gone_and_another_label_there_is_not() -> None:
    rejected = kept(0, 14, "ORG", verdict="rejected")
    found = analysis(entity(0, 14, "ORG"), entity(0, 14, "PERSON"))
    assert spans(merged(found, [rejected])) == [(0, 14, "PERSON", "suggested")]
    assert dismissed([rejected, kept(19, 27)]) == ((0, 14),)


def test_a_rejected_quotation_is_gone_whatever_it_was_called() -> None:
    rejected = kept(40, 84, "mixed", kind="quote", verdict="rejected")
    assert merged(analysis(quotes=(quote("direct"),)), [rejected]) == ()


def test_an_orphan_is_not_painted_and_covers_nothing() -> None:
    orphan = kept(0, 14, anchor="orphaned")
    assert spans(merged(analysis(entity(0, 14)), [orphan])) == [(0, 14, "PERSON", "suggested")]
    assert merged(analysis(entity(0, 14)), [replace(orphan, verdict="rejected")]) != ()


def test_indirect_speech_shows_only_where_it_is_wanted_or_kept() -> None:
    found = analysis(quotes=(quote("indirect"),))
    assert len(merged(found, ())) == 1
    assert merged(found, (), wanted=Wanted(indirect=False)) == ()
    assert merged(found, (), wanted=Wanted(quotes=False)) == ()
    keeping = kept(40, 84, "indirect", kind="quote")
    assert [m.standing for m in merged(found, [keeping], wanted=Wanted(quotes=False))] == ["kept"]


def test_labels_are_suggested_as_the_person_calls_them_or_not_at_all() -> None:
    found = analysis(entity(0, 14), entity(19, 27, "ORG"), entity(31, 38, "GPE"))
    wanted = Wanted(labels={"ORG": "", "GPE": "PLACE"})
    assert spans(merged(found, (), wanted=wanted)) == [(0, 14, "PERSON", "suggested"), (31, 38, "PLACE", "suggested")]
    rejected = kept(31, 38, "PLACE", verdict="rejected")
    assert spans(merged(found, [rejected], wanted=wanted)) == [(0, 14, "PERSON", "suggested")]


def test_a_kept_mark_is_called_by_its_name_else_by_its_words() -> None:
    named, bare = kept(7, 14, name="Antony Blinken"), kept(19, 27)
    said = kept(40, 84, "direct", kind="quote", speaker=Mention(start=57, end=64, text="Blinken"))
    unsaid = kept(71, 84, "direct", kind="quote")
    assert [m.name for m in merged(None, [named, bare, said, unsaid])] == ["Antony Blinken", "Qin Gang", "Blinken", ""]


edges = st.tuples(st.integers(0, 80), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
labels = st.sampled_from(["PERSON", "ORG", "GPE"])
found_entities = st.lists(st.builds(lambda e, label: entity(*e, label), edges, labels), max_size=20)
verdicts = st.sampled_from(["added", "accepted", "corrected", "rejected"])
annotations = st.lists(st.builds(lambda e, label, v: kept(*e, label, verdict=v), edges, labels, verdicts), max_size=12)


@given(found_entities, annotations)
def test_every_suggestion_is_shown_or_decided(entities: list[Entity], made: list[Annotation]) -> None:
    marks = merged(analysis(*entities), made)
    assert list(marks) == sorted(marks, key=lambda m: (m.start, -m.end, m.key))
    keeping = [a for a in made if a.verdict != "rejected"]
    assert sorted(m.key for m in marks if m.annotation) == sorted(f"a:{a.id}" for a in keeping)
    shown = {m.entity for m in marks if m.entity}
    for one in entities:
        covered = any(a.start < one.end and one.start < a.end for a in keeping)
        refused = any(
            a.verdict == "rejected" and (a.start, a.end, a.label) == (one.start, one.end, one.label) for a in made
        )
        assert (one in shown) == (not covered and not refused)


@given(found_entities)
def test_keys_tell_marks_apart_and_stay(entities: list[Entity]) -> None:
    keys = [mark.key for mark in merged(analysis(*entities), ())]
    assert len(set(keys)) == len(keys)
    assert keys == [mark.key for mark in merged(analysis(*reversed(entities)), ())]


places = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda cut: (cut[0], cut[0] + cut[1]))
decisions = st.lists(
    st.tuples(
        places,
        st.sampled_from(["entity", "quote", "highlight"]),
        st.sampled_from(["PERSON", "ORG"]),
        st.sampled_from(["added", "rejected"]),
        st.sampled_from(["placed", "orphaned"]),
    ),
    max_size=12,
    unique=True,
)


@given(st.lists(places, max_size=40), decisions, st.data())
def test_merged_again_after_a_change_it_is_as_merged_anew(
    found: list[tuple[int, int]], decided: list[tuple[tuple[int, int], str, str, str, str]], data: st.DataObject
) -> None:
    suggested = suggest(analysis(*(entity(*span) for span in sorted(found)), quotes=(quote(), quote("indirect"))))
    made = [
        kept(*span, label, kind=kind, verdict=verdict, anchor=anchor, id=str(number))
        for number, (span, kind, label, verdict, anchor) in enumerate(decided)
    ]
    before = data.draw(st.lists(st.sampled_from(made), unique_by=lambda a: a.id)) if made else []
    after = data.draw(st.lists(st.sampled_from(made), unique_by=lambda a: a.id)) if made else []
    after = [replace(a, note="new") if data.draw(st.booleans()) else a for a in after]
    before, after = tuple(sorted(before, key=order_kept)), tuple(sorted(after, key=order_kept))
    marks = merge(suggested, before)
    longest = max(longest_of(suggested), longest_of(made))
    again = merge_again(marks, suggested, after, *parted(before, after, order_kept), longest=longest)
    assert again == merge(suggested, after)
    if before == after:
        assert all(one is other for one, other in zip(again, marks, strict=True))
