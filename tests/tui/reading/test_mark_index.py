"""Marks by place: what lies over a stretch, and what changes with the marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tui.reading.helpers import make_mark
from tui.marks import Mark
from tui.reading.index import MarkIndex

spans = st.tuples(st.integers(0, 3000), st.integers(1, 900), st.sampled_from(["PERSON", "ORG"]), st.booleans())


@st.composite
def many(draw: st.DrawFn) -> tuple[Mark, ...]:
    marks = {}
    for start, length, label, quoted in draw(st.lists(spans, max_size=15)):
        mark = make_mark(start, start + length, label, kind="quote" if quoted else "entity")
        if quoted and length > 4:
            mark = replace(mark, parts=((start, start + length // 3), (start + length // 2, start + length)))
        marks[mark.key] = mark
    return tuple(sorted(marks.values(), key=lambda m: (m.start, -m.end, m.key)))


def over(marks: tuple[Mark, ...], start: int, end: int) -> set[str]:
    return {m.key for m in marks if any(a < end and b > start for a, b in m.parts)}


@given(many(), st.integers(0, 4000), st.integers(1, 1200))
def test_what_lies_over_a_stretch(marks: tuple[Mark, ...], start: int, length: int) -> None:
    index = MarkIndex(marks)
    assert {m.key for m in index.over(start, start + length)} == over(marks, start, start + length)
    assert {m.key for m in index.at(start)} == over(marks, start, start + 1)


@given(many(), many(), st.integers(0, 4000))
def test_replacing_gives_what_building_gives(old: tuple[Mark, ...], new: tuple[Mark, ...], offset: int) -> None:
    index = MarkIndex(old)
    changed = index.replace(new)
    assert [m.key for m in index.at(offset)] == [m.key for m in MarkIndex(new).at(offset)]
    differing = {m.key for m in old} ^ {m.key for m in new}
    looks_other = over(old, offset, offset + 1) ^ over(new, offset, offset + 1)
    assert looks_other <= differing
    if looks_other:
        assert any(start <= offset < end for start, end in changed)


@given(many())
def test_the_same_marks_change_nothing(marks: tuple[Mark, ...]) -> None:
    assert MarkIndex(marks).replace([replace(mark) for mark in marks]) == []


def test_one_more_mark_changes_only_its_own_stretch() -> None:
    marks = [make_mark(start, start + 5) for start in range(0, 1000, 10)]
    one = make_mark(505, 509)
    changed = MarkIndex(marks).replace(sorted([*marks, one], key=lambda m: m.start))
    assert changed == [(505, 509)]


def test_outermost_first() -> None:
    quote, long, short = make_mark(0, 5, kind="quote"), make_mark(0, 20), make_mark(2, 4)
    assert MarkIndex([quote, long, short]).at(3) == [quote, long, short]
