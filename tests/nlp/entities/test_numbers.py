"""Dates, times, amounts and other numbers."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find, Mend

CASES = [
    ("on Sunday, 22 June 2023, he", "Sunday, 22 June 2023", "DATE"),
    ("on June 22 he", "June 22", "DATE"),
    ("by Sept. 11, 2001 it", "Sept. 11, 2001", "DATE"),
    ("in March 2020 it", "March 2020", "DATE"),
    ("in May he", "May", "DATE"),
    ("since 1998 they", "1998", "DATE"),
    ("from 2010-2015 they", "2010-2015", "DATE"),
    ("in the 1990s it", "the 1990s", "DATE"),
    ("a two-day visit", "two-day", "DATE"),
    ("a 42-year-old man", "42-year-old", "DATE"),
    ("over the last three years", "the last three years", "DATE"),
    ("three weeks ago it", "three weeks ago", "DATE"),
    ("later this month it", "later this month", "DATE"),
    ("on 2023-06-22 it", "2023-06-22", "DATE"),
    ("it opens tomorrow", "tomorrow", "DATE"),
    ("at 10:30 am GMT they", "10:30 am GMT", "TIME"),
    ("at 5.30pm they", "5.30pm", "TIME"),
    ("on Monday night they", "Monday night", "TIME"),
    ("arrived this morning", "this morning", "TIME"),
    ("for about three hours", "about three hours", "TIME"),
    ("cost $5.2 million to", "$5.2 million", "MONEY"),
    ("cost US$100 a piece", "US$100", "MONEY"),
    ("cost £420m to", "£420m", "MONEY"),
    ("paid Rs500 crore for", "Rs500 crore", "MONEY"),
    ("paid 30 billion naira for", "30 billion naira", "MONEY"),
    ("paid more than 200 euros for", "more than 200 euros", "MONEY"),
    ("rose by 5% to", "5%", "PERCENT"),
    ("about 20 per cent of", "about 20 per cent", "PERCENT"),
    ("nearly 40 percent of", "nearly 40 percent", "PERCENT"),
    ("some 40 to 70 percent of", "some 40 to 70 percent", "PERCENT"),
    ("walked 5km to", "5km", "QUANTITY"),
    ("a 41 m long boat", "41 m", "QUANTITY"),
    ("up to 630,000 tonnes of", "up to 630,000 tonnes", "QUANTITY"),
    ("at 40 degrees Celsius in", "40 degrees Celsius", "QUANTITY"),
    ("the 3rd time", "3rd", "ORDINAL"),
    ("the second time", "second", "ORDINAL"),
    ("at least 25 people", "at least 25", "CARDINAL"),
    ("twenty-five people", "twenty-five", "CARDINAL"),
    ("hundreds of thousands of people", "hundreds of thousands", "CARDINAL"),
    ("won 3-2 in", "3-2", "CARDINAL"),
    ("one of them", "one", "CARDINAL"),
    ("some 2000 people", "some 2000", "CARDINAL"),
]


@pytest.mark.parametrize(("text", "words", "label"), CASES)
def test_a_number_is_found(find: Find, text: str, words: str, label: str) -> None:
    assert (words, label) in find(text)


@pytest.mark.parametrize(
    "text", ["It may rain.", "They march home.", "no one knows", "this one is", "the other one's car"]
)
def test_what_is_no_number_is_not_found(find: Find, text: str) -> None:
    assert find(text) == []


def test_a_name_is_never_taken(mend: Mend) -> None:
    text = "Channel 4 and Boeing 737 and 7 July"
    given = ("Channel 4", "ORG"), ("Boeing 737", "PRODUCT")
    assert mend("quotidian_numbers", text, *given) == [*given, ("7 July", "DATE")]


def test_a_name_that_is_only_numbers_and_calendar_words_is(mend: Mend) -> None:
    assert mend("quotidian_numbers", "on 7 June 2022 it", ("June 2022", "EVENT")) == [("7 June 2022", "DATE")]


def test_numbers_that_were_found_before_stay(mend: Mend) -> None:
    given = ("June", "DATE")
    assert mend("quotidian_numbers", "on 7 June 2022 it", given)[0] in {("7", "CARDINAL"), given}
    assert given in mend("quotidian_numbers", "on 7 June 2022 it", given)
