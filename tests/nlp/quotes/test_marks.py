"""Which stretches quotation marks enclose."""

from __future__ import annotations

import pytest

from nlp.quotes.marks import find_stretches
from nlp.quotes.tokens import is_wrapped, paragraphs


def stretches(text: str) -> list[str]:
    return [text[start:end] for start, end in find_stretches(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “one” and “two”.", ["“one”", "“two”"]),
        ('He said "one" and "two".', ['"one"', '"two"']),
        ('"One," he said. "Two."', ['"One,"', '"Two."']),
        ("He said ‘one’ and ‘two’.", ["‘one’", "‘two’"]),
        ("He said ''one'' twice.", ["''one''"]),
        ("He said ``one'' twice.", ["``one''"]),
        ("»So ist es«, said he.", ["»So ist es«"]),
        ("„So ist es“, said he.", ["„So ist es“"]),
        ("”Så är det”, said he.", ["”Så är det”"]),
        ("“One “two” three,” he said.", ["“One “two” three,”"]),
        ("“One ‘two’ three,” he said.", ["“One ‘two’ three,”"]),
        ("‘One “two” three,’ he said.", ["‘One “two” three,’"]),
        ('"The “Bill” is law," he said. "Yes."', ['"The “Bill” is law,"', '"Yes."']),
        ("He said it “was so“ often.", ["“was so“"]),
        ("It’s the drivers’ union’s day.", []),
        ("rock 'n' roll in the '90s, 'tis said", []),
        ("5' 11\" tall", []),
        ("", []),
    ],
)
def test_marks_of_every_style(text: str, found: list[str]) -> None:
    assert stretches(text) == found


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    assert stretches("“One.\n\n“Two.”\n\nThree.") == ["“One.\n\n“Two.”"]


def test_a_lost_closing_mark_costs_only_its_paragraph() -> None:
    assert stretches("“One.\n\nTwo “three” four.") == ["“One.", "“three”"]


def test_a_lost_closing_mark_before_another_opening_one_ends_with_its_sentence() -> None:
    assert stretches("“We are late. He said so. “We are not.") == ["“We are late.", "“We are not."]


def test_single_line_breaks_belong_to_a_paragraph_only_in_a_wrapped_text() -> None:
    wrapped = ("the quick brown fox jumps over the lazy dog and on\n" * 3 + "end\n\n") * 2
    assert is_wrapped(wrapped)
    assert len(paragraphs(wrapped)) == 2
    assert not is_wrapped("One.\nTwo.\n\nThree.\nFour.")
    assert len(paragraphs("One.\nTwo.\n\nThree.\n \nFour.")) == 4
