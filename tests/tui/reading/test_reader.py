"""Caret, selection and search: where moves lead, and what a label key would act on."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.reading.helpers import make_mark, mark_word, prose, texts
from tui.reading.candidates import Candidate
from tui.reading.layout import Layout
from tui.reading.reader import Reader

TEXT = "On Sunday Antony Blinken held talks with Qin Gang.\n\n“It was candid,” Blinken said in Beijing."
QUOTE = mark_word(TEXT, "“It was candid,”", "direct", kind="quote")


def reader(*marks: object, at: str = "On") -> Reader:
    made = Reader(TEXT, sorted(marks, key=lambda m: (m.start, -m.end)))
    made.move(TEXT.index(at))
    return made


def said(made: Reader, span: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*span)] if span else None


def test_the_target_is_the_token_at_the_caret() -> None:
    made = reader(at="held")
    assert said(made, made.target) == "held"


def test_the_target_is_the_candidate_the_caret_is_in() -> None:
    made = reader(at="Blinken held")
    assert said(made, made.target) == "Antony Blinken"
    made = reader(mark_word(TEXT, "Blinken held"), at="Blinken held")
    assert said(made, made.target) == "Blinken held"


def test_the_target_is_the_kept_mark_the_caret_is_in() -> None:
    made = reader(make_mark(10, 24, standing="kept"), at="Blinken held")
    assert said(made, made.target) == "Antony Blinken"
    assert made.mark is not None
    assert made.mark.standing == "kept"


def test_punctuation_is_no_target() -> None:
    assert reader(at=".").target is None


def test_the_selection_is_the_target_before_all() -> None:
    made = reader(mark_word(TEXT, "Antony Blinken"), at="Antony")
    made.select((10, 16))
    assert said(made, made.target) == "Antony"
    assert made.mark is None
    made.select((10, 24))
    assert made.mark is not None


def test_candidates_in_order_with_their_marks() -> None:
    made = reader(QUOTE, mark_word(TEXT, "Beijing", "GPE"), at="On")
    seen = []
    while made.candidate(1):
        seen.append((said(made, made.shown_target), made.mark.kind if made.mark else None, said(made, made.target)))
    assert seen == [
        ("Sunday", None, "Sunday"),
        ("Antony Blinken", None, "Antony Blinken"),
        ("Qin Gang", None, "Qin Gang"),
        ("“It was candid,”", "quote", None),
        ("Blinken", None, "Blinken"),
        ("Beijing", "entity", "Beijing"),
    ]
    back = []
    while made.candidate(-1):
        back.append(said(made, made.shown_target))
    assert back == ["Blinken", "“It was candid,”", "Qin Gang", "Antony Blinken", "Sunday"]


def test_from_inside_a_candidate_one_goes_to_its_neighbours() -> None:
    made = reader(at="Blinken held")
    made.candidate(1)
    assert said(made, made.target) == "Qin Gang"
    made = reader(at="Blinken held")
    made.candidate(-1)
    assert said(made, made.target) == "Antony Blinken"


def test_a_judged_suggestion_is_no_longer_the_chosen_one() -> None:
    suggestion = mark_word(TEXT, "Antony Blinken")
    made = reader(suggestion)
    made.move(10, chosen=Candidate(10, 24, suggestion))
    assert made.mark == suggestion
    made.set_marks([])
    assert made.mark is None
    assert said(made, made.target) == "Antony Blinken"


def test_selecting_begins_with_the_target_and_grows_both_ways() -> None:
    made = reader(at="held")
    made.toggle_selecting()
    made.step(1)
    assert said(made, made.selection) == "held talks"
    made.step(-1)
    made.step(-1)
    assert said(made, made.selection) == "Blinken held"
    made.toggle_selecting()
    assert made.selection is None
    assert not made.selecting


def test_moving_without_selecting_lets_go() -> None:
    made = reader(at="held")
    made.select((25, 29))
    made.step(1)
    assert made.selection is None


def test_edges_move_from_the_target() -> None:
    made = reader(at="Blinken held")
    made.move_start(1)
    assert said(made, made.selection) == "Blinken"
    made.move_end(1)
    assert said(made, made.selection) == "Blinken held"
    made.move_start(-1)
    assert said(made, made.selection) == "Antony Blinken held"
    made.move_end(-1)
    made.move_end(-1)
    assert said(made, made.selection) == "Antony"
    assert not made.move_end(-1)


def test_edges_move_by_characters_when_steps_do() -> None:
    made = reader(at="Blinken held")
    made.by_token = False
    made.select((17, 24))
    made.move_end(-1)
    made.move_start(1)
    assert said(made, made.selection) == "linke"


def test_edges_of_a_quotation_that_was_gone_to() -> None:
    made = reader(QUOTE)
    made.move(QUOTE.start, chosen=Candidate(QUOTE.start, QUOTE.end, QUOTE))
    made.move_end(1)
    assert said(made, made.selection) == "“It was candid,” Blinken"


def test_dragging_takes_whole_tokens_or_characters() -> None:
    made = reader()
    made.select_between(TEXT.index("tony"), TEXT.index("ken held"))
    assert said(made, made.selection) == "Antony Blinken"
    made.by_token = False
    made.select_between(TEXT.index("ken held"), TEXT.index("tony"))
    assert said(made, made.selection) == "tony Blink"


def test_lines_keep_to_their_column() -> None:
    text = "A long first row of words here\n\nshort\n\nA long third row of words here"
    layout, made = Layout(text, 40), Reader(text)
    made.by_token = False
    made.move(20)
    made.lines(layout, 1)
    assert made.caret == text.index("short") + 4
    made.lines(layout, 1)
    assert layout.column_of(made.caret) == 20
    assert not made.lines(layout, 1)


def test_search_goes_to_the_first_match_from_where_it_began() -> None:
    made = reader(at="talks")
    assert made.find("b") == 3
    assert made.match_number == 2
    assert made.find("blin") == 2
    assert made.match_number == 2
    assert made.find("nowhere") == 0
    assert made.caret == TEXT.index("talks")
    made.find("blin")
    made.match(1)
    assert made.match_number == 1
    made.clear_find()
    assert made.matches == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x", "é"])
def test_a_text_with_little_in_it_is_no_trouble(text: str) -> None:
    made, layout = Reader(text), Layout(text, 20)
    for act in (made.step, made.paragraph, made.sentence, made.edge, made.candidate, made.move_end, made.move_start):
        act(1)
        act(-1)
    made.lines(layout, 1)
    made.leap(layout, 10)
    made.toggle_selecting()
    made.step(1)
    made.find("x")
    made.match(1)
    assert made.caret in range(max(1, len(text)))


ACTS = [
    "step", "paragraph", "sentence", "edge", "candidate", "move_end", "move_start", "match",
    "lines", "leap", "select", "steps", "drag", "find", "token",
]  # fmt: skip
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from([1, -1]), st.integers(0, 300)), max_size=25)


def act_on(made: Reader, layout: Layout, name: str, delta: int, offset: int) -> None:
    match name:
        case "lines":
            made.lines(layout, delta)
        case "leap":
            made.leap(layout, delta * 5)
        case "select":
            made.toggle_selecting()
        case "steps":
            made.by_token = not made.by_token
        case "drag":
            made.select_between(min(offset, max(0, len(made.text) - 1)), offset)
        case "find":
            made.find(made.text[offset : offset + 2])
        case "token":
            made.select_token(min(offset, max(0, len(made.text) - 1)))
        case _:
            getattr(made, name)(delta)


@given(st.one_of(texts, prose), acts)
def test_whatever_is_done_caret_and_selection_stand_between_characters(
    text: str, done: list[tuple[str, int, int]]
) -> None:
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    made, layout = Reader(text), Layout(text, 30)
    for name, delta, offset in done:
        act_on(made, layout, name, delta, offset)
        assert made.caret in edges
        assert made.caret < len(text) or not text
        for span in (made.selection, made.target):
            if span is not None and text:
                assert set(span) <= edges
                assert span[0] < span[1]


@given(prose, st.booleans())
def test_stepping_on_reaches_the_end_and_back_the_beginning(text: str, by_token: bool) -> None:
    made = Reader(text)
    made.by_token = by_token
    made.edge(-1)
    first = made.caret
    steps = 0
    while made.step(1):
        steps += 1
        assert steps <= len(text)
    assert not text[made.caret :].strip() or made.unit(made.caret)[1] >= len(text.rstrip())
    while made.step(-1):
        pass
    assert made.caret <= first or not text.strip()
