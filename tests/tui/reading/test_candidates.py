"""What to look at next: suggestions, else names and numbers that nothing covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import make_mark, mark_word, prose
from tui.marks import Mark
from tui.reading.candidates import Candidate, candidate_at, in_section, next_candidate, previous_candidate
from tui.reading.index import MarkIndex
from tui.reading.runs import runs

START = Candidate(-1, -1)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in runs(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("talks between Antony Blinken and Qin Gang on June 22.", ["Antony Blinken", "Qin Gang", "June 22"]),
        ("US Secretary of State Antony Blinken’s visit", ["US", "Antony Blinken"]),
        ("Prime Minister Narendra Modi", ["Narendra Modi"]),
        ("the University of the West Indies said", ["University of the West Indies"]),
        ("It cost US$94.8 billion, or 3.5% of output", ["US$94.8 billion", "3.5%"]),
        ("on 26 June 2023 the 14th", ["26 June 2023", "14th"]),
        ("the Beijing-based O'Brien at AT&T", ["Beijing", "O'Brien", "AT&T"]),
        ("The talks are on. Both sides say so.", []),
        ("On Sunday Antony Blinken left on Friday June 16", ["Sunday", "Antony Blinken", "Friday June 16"]),
        ("Talks went on; talks ended.", []),
        ("Jean-Claude Juncker came", ["Jean-Claude Juncker"]),
        ("He told the U.S. Senate", ["U.S. Senate"]),
        ("and then nothing", []),
    ],
)
def test_names_and_numbers_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def all_candidates(text: str, marks: MarkIndex, dismissed: tuple[tuple[int, int], ...] = ()) -> list[Candidate]:
    walked: list[Candidate] = []
    here = next_candidate(text, marks, START, dismissed)
    while here is not None:
        walked.append(here)
        here = next_candidate(text, marks, here, dismissed)
    return walked


TEXT = "Antony Blinken met Qin Gang.\n\nHe was in Beijing with Wang Yi on Sunday."


def test_suggestions_come_first_and_kept_marks_are_done() -> None:
    suggested, kept = mark_word(TEXT, "Blinken"), mark_word(TEXT, "Beijing", "GPE", "kept")
    walked = all_candidates(TEXT, MarkIndex([suggested, kept]))
    assert [(TEXT[c.start : c.end], c.mark is not None) for c in walked] == [
        ("Blinken", True),
        ("Qin Gang", False),
        ("Wang Yi", False),
        ("Sunday", False),
    ]


def test_a_quotation_does_not_cover_the_names_in_it() -> None:
    quote = make_mark(0, 28, kind="quote")
    walked = all_candidates(TEXT, MarkIndex([quote]))
    assert [(c.start, c.end) for c in walked[:3]] == [(0, 28), (0, 14), (19, 27)]
    assert candidate_at(TEXT, MarkIndex([quote]), 20) == Candidate(19, 27)


def test_where_something_was_rejected_nothing_is_proposed() -> None:
    assert "Beijing" in [TEXT[c.start : c.end] for c in all_candidates(TEXT, MarkIndex())]
    place = TEXT.index("Beijing")
    walked = all_candidates(TEXT, MarkIndex(), ((place, place + 7),))
    assert "Beijing" not in [TEXT[c.start : c.end] for c in walked]


def test_the_smallest_candidate_is_proposed() -> None:
    marks = MarkIndex([make_mark(0, 28), make_mark(7, 14)])
    proposed = candidate_at(TEXT, marks, 8)
    assert proposed is not None
    assert (proposed.start, proposed.end) == (7, 14)
    assert candidate_at(TEXT, MarkIndex(), TEXT.index("was")) is None


spots = st.tuples(st.integers(0, 200), st.integers(1, 20), st.sampled_from(["suggested", "kept"]), st.booleans())


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(prose)
    marks = []
    for start, length, standing, quoted in draw(st.lists(spots, max_size=8)):
        if start + length <= len(text):
            kind = "quote" if quoted else "entity"
            marks.append(make_mark(start, start + length, "ORG", standing, kind))
    return text, sorted({m.key: m for m in marks}.values(), key=lambda m: (m.start, -m.end, m.key))


@given(marked())
def test_walking_visits_every_suggestion_and_nothing_kept(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    walked = all_candidates(text, MarkIndex(marks))
    places = [(c.start, -c.end) for c in walked]
    assert places == sorted(set(places))
    suggested = {(m.start, m.end) for m in marks if m.standing == "suggested" and text[m.start : m.end].strip()}
    empty_line = {s for s in suggested if text[s[0]] in "\n "}
    assert suggested - empty_line <= {(c.start, c.end) for c in walked}
    for candidate in walked:
        if candidate.mark is None:
            covering = [m for m in marks if m.kind != "quote" and m.start < candidate.end and m.end > candidate.start]
            assert not covering


@given(marked())
def test_back_is_the_way_one_came(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    index = MarkIndex(marks)
    walked = all_candidates(text, index)
    here = Candidate(len(text), len(text))
    back = []
    while (previous := previous_candidate(text, index, here)) is not None:
        back.append(previous)
        here = previous
    assert [(c.start, c.end) for c in back[::-1]] == [(c.start, c.end) for c in walked]


@given(marked(), st.integers(0, 300))
def test_what_is_proposed_holds_the_caret(given_: tuple[str, list[Mark]], offset: int) -> None:
    text, marks = given_
    proposed = candidate_at(text, MarkIndex(marks), min(offset, len(text)))
    assert proposed is None or proposed.start <= offset < proposed.end


def test_sections_give_what_the_text_gives() -> None:
    text = "Antony Blinken met Qin Gang in Beijing. " * 400
    inside = [c for start in range(0, len(text), 40) for c in in_section(text, MarkIndex(), (start, start + 40))]
    assert len(inside) == 3 * 400
    assert len(all_candidates(text, MarkIndex())) >= 3 * 400 - 2 * (len(text) // 4000)
