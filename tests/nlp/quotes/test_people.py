"""Names for speakers: full names, gender, pronouns, and what a recogniser adds."""

from __future__ import annotations

import pytest

from nlp.quotes.extract import find_quotes
from nlp.quotes.given_names import gender_of_given, is_given_name
from nlp.quotes.layout import read
from nlp.quotes.people import People


def names(text: str, people: list[tuple[int, int, str, str]] | None = None) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in find_quotes(text, people or (), indirect=False)]


def entity(text: str, words: str, label: str, name: str = "") -> tuple[int, int, str, str]:
    start = text.index(words)
    return start, start + len(words), label, name or words


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        *[(name, "m") for name in ("john", "rahul", "mohammed", "sergei", "hiroshi", "kwame", "mehmet", "jean-claude")],
        *[(name, "f") for name in ("mary", "priya", "fatima", "svetlana", "aisha", "giulia", "anne-sophie", "keiko")],
        ("kelly", None),
        ("terry", None),
        ("zzyzx", None),
    ],
)
def test_given_names_of_many_countries_have_their_gender(name: str, gender: str | None) -> None:
    assert gender_of_given(name) == gender


def test_a_name_of_both_is_still_a_given_name() -> None:
    assert is_given_name("kelly")
    assert not is_given_name("zzyzx")


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("Zaphod Quux spoke. He left early.", "Zaphod Quux", "m"),
        ("Mrs. Quux spoke.", "quux", "f"),
        ("Zaphod Quux, the actress, spoke.", "Zaphod Quux", "f"),
        ("Spokeswoman Zaphod Quux spoke.", "Zaphod Quux", "f"),
        ("Kim Yo-jong spoke.", "Kim Yo-jong", "f"),
    ],
)
def test_words_around_a_name_tell_its_gender(text: str, name: str, gender: str) -> None:
    assert People(read(text), []).gender_of(name) == gender


def test_the_first_name_of_the_document_stands_for_the_whole() -> None:
    assert names("Chelsea Reed ran. “I won,” Chelsea said.") == ["Chelsea Reed"]


def test_a_possessive_is_no_person_for_a_pronoun() -> None:
    assert names("Anna Reed praised Maria Lopez’s report. “It is good,” she said.") == ["Anna Reed"]


def test_the_object_of_a_participle_is_no_person_for_a_pronoun() -> None:
    text = "Paul Reed spoke first. Blaming John Lopez would be wrong. “It was rain,” he said."
    assert names(text) == ["Paul Reed"]


def test_plural_and_first_person_pronouns_stay_as_they_are() -> None:
    assert names("Anna Reed and Maria Lopez won. “It was close,” they said. “Very,” I said.") == [None, None]


def test_a_person_that_was_found_brings_the_canonical_name() -> None:
    text = "“It was close,” Blinken said. “Very,” he added."
    assert names(text, [entity(text, "Blinken", "PERSON", "Antony Blinken")]) == ["Antony Blinken"] * 2


def test_both_labels_for_people_count() -> None:
    text = "Quux arrived. “It was close,” he said."
    assert names(text, [entity(text, "Quux", "PER")]) == ["Quux"]
    assert names(text, [entity(text, "Quux", "PERSON")]) == ["Quux"]


def test_what_is_no_person_is_never_he_or_she_but_may_speak() -> None:
    text = "Reuters asked. “We agree,” Beijing said. “I do not,” he said."
    found = [entity(text, "Reuters", "ORG"), entity(text, "Beijing", "GPE", "Beijing")]
    assert names(text, found) == ["Beijing", None]


def test_a_headline_in_title_case_is_no_name() -> None:
    text = "Maria Lopez Defends Bridge Budget Again\n\nThe town met. “It is fair,” Lopez said."
    assert names(text) == ["Maria Lopez"]
