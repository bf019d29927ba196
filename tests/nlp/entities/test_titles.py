"""Where titles begin and end."""

from __future__ import annotations

import pytest

from nlp.entities.reading import Reading
from nlp.entities.titles import titles


def reading(text: str) -> Reading:
    """A reading of words between spaces."""
    words = text.split(" ")
    starts = [sum(len(w) + 1 for w in words[:n]) for n in range(len(words))]
    return Reading(words, starts)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("then Mr. Lee left", "Mr."),
        ("the US Secretary of State Antony Blinken", "Secretary of State"),
        ("Deputy Prime Minister and others", "Deputy Prime Minister"),
        ("Minister of Finance and Economic Planning Ken", "Minister of Finance and Economic Planning"),
        ("a spokesman for the group", "spokesman"),
        ("Attorney General William Barr", "Attorney General"),
    ],
)
def test_the_extent_of_a_title(text: str, title: str) -> None:
    read = reading(text)
    assert [read.text(one.first, one.stop) for one in titles(read)][:1] == [title]


def test_a_rank_without_an_office_is_no_title() -> None:
    assert titles(reading("National Security is a concern")) == []
