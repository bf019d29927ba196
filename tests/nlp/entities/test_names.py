"""One name for all mentions of somebody or something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entities.names import Mention, canonical_names


def people(*texts: str, apart: int = 1000) -> list[str]:
    """The names of people mentioned in this order; "Mr Lee" is "Lee" after "Mr"."""
    mentions = []
    for number, text in enumerate(texts):
        before, _, rest = text.partition(" ")
        titled = before in {"Mr", "Mrs", "Ms"}
        mentions.append(Mention(rest if titled else text, "PERSON", number * apart, before if titled else ""))
    return canonical_names(mentions)


def test_a_surname_gets_the_full_name_wherever_that_stands() -> None:
    assert people("Blinken", "Antony Blinken", "Blinken’s", "Mr Blinken") == ["Antony Blinken"] * 4


def test_a_title_inside_the_mention_is_no_part_of_the_name() -> None:
    names = canonical_names([Mention("Mr. Antony Blinken", "PERSON", 0), Mention("Mr. Blinken", "PERSON", 50)])
    assert names == ["Antony Blinken"] * 2


def test_a_family_name_may_come_first() -> None:
    assert people("Qin Gang", "Qin") == ["Qin Gang"] * 2


def test_two_words_may_end_a_longer_name() -> None:
    assert people("Aung San Suu Kyi", "Suu Kyi") == ["Aung San Suu Kyi"] * 2
    assert people("Bashar al-Assad", "Assad", "al-Assad") == ["Bashar al-Assad"] * 3


def test_a_suffix_is_no_surname() -> None:
    assert people("Robert Kennedy Jr.", "Kennedy") == ["Robert Kennedy Jr."] * 2


def test_address_decides_between_two_of_one_surname() -> None:
    assert people("Hillary Clinton", "Bill Clinton", "Mrs Clinton", "Mr Clinton")[2:] == [
        "Hillary Clinton",
        "Bill Clinton",
    ]


def test_a_given_name_decides_between_two_of_one_surname() -> None:
    assert people("Hillary Clinton", "Bill Clinton", "Hillary")[2] == "Hillary Clinton"


def test_else_the_nearest_decides() -> None:
    assert people("Sara Tendulkar", "Arjun Tendulkar", "Tendulkar")[2] == "Arjun Tendulkar"


def test_two_that_are_equally_near_leave_the_surname_as_it_is() -> None:
    assert people("Sara Tendulkar", "Arjun Tendulkar", "Tendulkar", apart=20)[2] == "Tendulkar"
    assert people("Tendulkar", "Sara Tendulkar", "Arjun Tendulkar")[0] == "Tendulkar"


def test_the_spelling_used_most_is_the_name() -> None:
    assert people("Joe R. Biden", "Joe Biden", "Joe Biden", "Biden") == ["Joe Biden"] * 4


@pytest.mark.parametrize("text", ["US", "U.S.", "the US", "United States", "the United States", "America", "USA"])
def test_a_country_has_one_name(text: str) -> None:
    assert canonical_names([Mention(text, "GPE", 0)]) == ["United States"]


def test_capitals_and_articles_make_no_other_place() -> None:
    mentions = [Mention("NAIROBI", "GPE", 0), Mention("Nairobi", "GPE", 9), Mention("the Congo Basin", "LOC", 20)]
    assert canonical_names(mentions) == ["Nairobi", "Nairobi", "Congo Basin"]


def test_an_abbreviation_in_brackets_names_what_it_abbreviates() -> None:
    mentions = [
        Mention("the Fishers’ Relief Body", "ORG", 0),
        Mention("FRELB", "ORG", 20, "(", bracketed=True),
        Mention("the FRELB", "ORG", 50, "the"),
    ]
    assert canonical_names(mentions) == ["Fishers’ Relief Body"] * 3


@pytest.mark.parametrize(
    ("full", "short", "name"),
    [
        ("Armed Forces", "AFSPA", "AFSPA"),
        ("Doctors Without Borders", "MSF", "Doctors Without Borders"),
        ("Tokyo Electric Power Company", "Tepco", "Tokyo Electric Power Company"),
    ],
)
def test_what_stands_in_brackets_must_be_able_to_abbreviate(full: str, short: str, name: str) -> None:
    mentions = [Mention(full, "ORG", 0), Mention(short, "ORG", 30, "(", bracketed=True)]
    assert canonical_names(mentions) == [full, name]


def test_initials_name_what_they_abbreviate() -> None:
    mentions = [Mention("WHO", "ORG", 0), Mention("World Health Organization", "ORG", 9)]
    assert canonical_names(mentions) == ["World Health Organization"] * 2


def test_initials_of_two_organisations_name_neither() -> None:
    texts = ["ABC", "Australian Broadcasting Corporation", "Atlantic Banking Company"]
    assert canonical_names([Mention(text, "ORG", n) for n, text in enumerate(texts)])[0] == "ABC"


def test_a_company_is_one_with_and_without_its_form() -> None:
    mentions = [Mention("Dangote Cement Plc", "ORG", 0), Mention("Dangote Cement", "ORG", 9)]
    assert len(set(canonical_names(mentions))) == 1


def test_a_date_is_named_as_it_is_written() -> None:
    assert canonical_names([Mention("the  1990s", "DATE", 0)]) == ["the 1990s"]


def test_a_label_is_never_crossed() -> None:
    mentions = [Mention("Lincoln", "GPE", 0), Mention("Abraham Lincoln", "PERSON", 9)]
    assert canonical_names(mentions) == ["Lincoln", "Abraham Lincoln"]


WORDS = st.sampled_from(
    [
        "Ann",
        "Lee",
        "Mr",
        "Mrs.",
        "al-Sabah",
        "Al",
        "-",
        "Jr.",
        "the",
        "US",
        "WHO",
        "World",
        "’s",
        "'",
        "\n",
        "ʼn",
        "İ",
        "🙂",
        "",
    ]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join) | st.text(max_size=12)
MENTIONS = st.lists(
    st.builds(
        Mention,
        TEXTS,
        st.sampled_from(["PERSON", "PER", "ORG", "GPE", "LOC", "NORP", "DATE", "X"]),
        st.integers(0, 500),
        WORDS,
        st.booleans(),
    ),
    max_size=12,
).map(lambda mentions: sorted(mentions, key=lambda mention: mention.start))


@given(MENTIONS)
def test_every_mention_gets_a_name(mentions: list[Mention]) -> None:
    names = canonical_names(mentions)
    assert len(names) == len(mentions)
    assert all(name.strip() for name, mention in zip(names, mentions, strict=True) if mention.text.strip())


@given(MENTIONS)
def test_the_same_mentions_get_the_same_names(mentions: list[Mention]) -> None:
    assert canonical_names(mentions) == canonical_names(list(mentions))


@given(MENTIONS)
def test_a_name_comes_from_a_mention_of_its_label_or_from_the_tables(mentions: list[Mention]) -> None:
    for mention, name in zip(mentions, canonical_names(mentions), strict=True):
        if mention.label in {"PERSON", "ORG"}:
            written = [" ".join(other.text.split()) for other in mentions if other.label in {mention.label, "PER"}]
            assert any(name in text for text in written) or name == mention.text


@given(st.lists(st.sampled_from(["Ann Lee", "Lee", "Bo Lee", "Ann"]), max_size=8))
def test_a_full_name_stays_itself(texts: list[str]) -> None:
    names = people(*texts)
    assert all(name == text for name, text in zip(names, texts, strict=True) if " " in text)
