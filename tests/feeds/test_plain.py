"""Plain text: everything that can be seen is kept, in its order and on its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.documents import TITLE_LIMIT, utc_time, web_address
from feeds.plain import read_text
from store.text import clean

POEM = "The ferry is late\nand the gulls know it\n\nNobody minds\nthe gulls"
TABLE = "Name\tTime\nN’Diaye\t2:24:11\nO’Brien\t2:24:12"
LIVE = "22:47\nThat is where we leave it.\n22:31\n“We are fine,” she says."
PARAGRAPH = (
    "The wall that kept the sea from the town for a century fell on Friday night, and nobody was hurt, she said. "
)


def seen(text: str) -> str:
    return "".join(text.split())


@given(st.text())
def test_no_visible_character_is_lost_or_added(raw: str) -> None:
    assert seen(read_text(raw).text) == seen(clean(raw))


@given(st.text(st.sampled_from("ab \n\t\r")))
def test_there_is_one_blank_line_where_there_were_several(raw: str) -> None:
    text = read_text(raw).text
    assert "\n\n\n" not in text
    assert read_text(text).text == text


@pytest.mark.parametrize("raw", [POEM, TABLE, LIVE], ids=["poem", "table", "live"])
def test_lines_are_never_joined(raw: str) -> None:
    assert read_text(raw).text == raw


def test_hard_wrapped_prose_stays_as_it_is() -> None:
    raw = "The wall fell on Friday night and\nnobody was hurt, the mayor said.\nThe sea came in."
    assert read_text(raw).text == raw


def test_paragraphs_that_stand_one_a_line_are_set_apart() -> None:
    lines = [PARAGRAPH * 2 + "Twice.", "“No.”", PARAGRAPH * 2 + "Thrice."]
    assert read_text("\r\n".join(lines)).text == "\n\n".join(lines)


def test_a_blank_line_anywhere_means_that_the_writer_set_paragraphs_apart() -> None:
    raw = f"{PARAGRAPH.strip()}\n{PARAGRAPH.strip()}\n\n{PARAGRAPH.strip()}"
    assert read_text(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("A headline\n\nThe text.", "A headline"),
        ("\n\n  A headline  \nThe text.", "A headline"),
        (PARAGRAPH * 3, PARAGRAPH.strip()),
        (
            "“It is over,” the mayor of the town told reporters. " + PARAGRAPH,
            "“It is over,” the mayor of the town told reporters.",
        ),
        ("a" * 500, "a" * (TITLE_LIMIT - 1) + "…"),
        ("", ""),
    ],
    ids=["line", "blanks", "sentence", "quote", "word", "empty"],
)
def test_the_title_is_a_copy_of_the_first_line(raw: str, title: str) -> None:
    document = read_text(raw)
    assert document.title == title
    assert seen(document.text) == seen(raw)


def test_a_first_line_without_a_short_sentence_is_cut_at_a_word() -> None:
    title = read_text("word, " * 100).title
    assert len(title) <= TITLE_LIMIT
    assert title.endswith("word…")


@given(st.text())
def test_a_title_is_one_line_that_fits(raw: str) -> None:
    title = read_text(raw).title
    assert "\n" not in title
    assert len(title) <= TITLE_LIMIT


@pytest.mark.parametrize(
    ("raw", "time"),
    [
        ("2024-03-02", "2024-03-02T00:00:00Z"),
        ("2024-03-02T07:15:00+01:00", "2024-03-02T06:15:00Z"),
        ("2024-03-02 07:15", "2024-03-02T07:15:00Z"),
        ("Sat, 02 Mar 2024 07:15:00 +0100", "2024-03-02T06:15:00Z"),
        ("2024-02-31", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_times_are_utc_or_nothing(raw: str, time: str) -> None:
    assert utc_time(raw) == time


@given(st.text())
def test_any_text_is_a_time_or_nothing(raw: str) -> None:
    assert utc_time(raw) == "" or utc_time(raw).endswith("Z")


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://a b", ""),
        ("//example.org", ""),
    ],
)
def test_only_addresses_on_the_web_are_kept(raw: str, address: str) -> None:
    assert web_address(raw) == address
