"""One string, one label."""

from __future__ import annotations

from nlp.entities.agreement import agree
from nlp.entities.draft import Draft, Found
from tests.nlp.entities.conftest import Mend
from tests.nlp.entities.test_titles import reading

AGREE = "quotidian_agreement"


def test_most_mentions_decide() -> None:
    draft = Draft([Found(0, 1, "ORG"), Found(2, 3, "GPE"), Found(4, 5, "ORG")])
    agree(reading("Orlen a Orlen b Orlen c"), draft)
    assert [found.label for found in draft] == ["ORG"] * 3


def test_two_mentions_decide_nothing() -> None:
    draft = Draft([Found(0, 1, "ORG"), Found(2, 3, "GPE")])
    agree(reading("Orlen a Orlen b"), draft)
    assert [found.label for found in draft] == ["ORG", "GPE"]


def test_a_number_is_no_name() -> None:
    draft = Draft([Found(0, 1, "ORDINAL"), Found(2, 3, "DATE"), Found(4, 5, "DATE")])
    agree(reading("second a second b second c"), draft)
    assert [found.label for found in draft] == ["ORDINAL", "DATE", "DATE"]


def test_a_name_of_several_words_is_found_everywhere(mend: Mend) -> None:
    text = "Dave Mangenner Gough sat. Then Dave Mangenner Gough stood."
    found = mend(AGREE, text, ("Dave Mangenner Gough", "PERSON"))
    assert found == [("Dave Mangenner Gough", "PERSON")] * 2
