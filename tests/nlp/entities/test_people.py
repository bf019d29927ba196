"""People by titles, speech, given names and surnames."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find, Mend


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prime Minister Narendra Modi arrived.", "Narendra Modi"),
        ("US Secretary of State Antony Blinken met him.", "Antony Blinken"),
        ("his Chinese counterpart Qin Gang", "Qin Gang"),
        ("according to Mrs. Okonjo-Iweala", "Okonjo-Iweala"),
        ("Lt. Gen. Abdel Fattah al-Burhan spoke.", "Abdel Fattah al-Burhan"),
        ("Crown Prince Mohammed bin Salman left.", "Mohammed bin Salman"),
        ("Minister of Finance and Economic Planning Ken Ofori-Atta said so.", "Ken Ofori-Atta"),
        ("the spokeswoman Ravina Shamdasani", "Ravina Shamdasani"),
        ("The bill is wrong, Tshabalala said.", "Tshabalala"),
        ("The driver, Teboho Mokoena, 42, was hurt.", "Teboho Mokoena"),
        ("It was J.K. Rowling who wrote it.", "J.K. Rowling"),
        ("a letter from George W. Bush", "George W. Bush"),
    ],
)
def test_a_person_is_found_without_a_model(find: Find, text: str, name: str) -> None:
    assert (name, "PERSON") in find(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister said it. The Transport Minister said no.",
        "Police said nothing. Experts said less. Motorists said more.",
        "King Abdullah University opened in May.",
        "The President of the Republic arrived.",
    ],
)
def test_an_office_alone_is_no_person(find: Find, text: str) -> None:
    assert "PERSON" not in {label for _, label in find(text)}


def test_a_surname_follows_its_full_name(find: Find) -> None:
    text = "Talks with Ms. Amara Diallo ended.\n\nThen Diallo left. A car took Diallo’s aide."
    assert [words for words, label in find(text) if label == "PERSON"] == ["Amara Diallo", "Diallo", "Diallo"]


def test_a_family_name_that_comes_first_follows_too(find: Find) -> None:
    assert ("Qin", "PERSON") in find("He met Foreign Minister Qin Gang. Later Qin left.")


def test_a_title_makes_a_person_of_another_label(mend: Mend) -> None:
    assert mend("quotidian_names", "President Lungu of Zambia", ("Lungu", "GPE")) == [("Lungu", "PERSON")]


def test_a_full_name_makes_people_of_its_surname(mend: Mend) -> None:
    assert mend("quotidian_names", "Antony Blinken arrived. Later Lane met Blinken.", ("Antony Blinken", "PERSON")) == [
        ("Antony Blinken", "PERSON"),
        ("Blinken", "PERSON"),
    ]


def test_a_country_stays_one_after_a_surname_like_it(mend: Mend) -> None:
    text = "Steve Israel spoke in Israel."
    found = mend("quotidian_names", text, ("Steve Israel", "PERSON"))
    assert ("Israel", "PERSON") not in found


def test_what_precedes_a_title_is_cut_off_it(mend: Mend) -> None:
    text = "Yesterday US National Security Adviser Jake Sullivan said the US expects more."
    found = mend("quotidian_names", text, ("US National Security", "ORG"), ("Jake Sullivan", "PERSON"))
    assert found[:2] == [("US", "GPE"), ("Jake Sullivan", "PERSON")]
    assert "ORG" not in {label for _, label in found}


def test_a_given_name_and_another_word_are_no_place(mend: Mend) -> None:
    assert mend("quotidian_names", "Then Maria Kovac fell.", ("Maria Kovac", "GPE")) == [("Maria Kovac", "PERSON")]


def test_who_speaks_and_was_missed_is_found(mend: Mend) -> None:
    assert mend("quotidian_names", "“No,” said Mayra.") == [("Mayra", "PERSON")]


def test_what_speaks_and_is_no_known_place_is_a_person(mend: Mend) -> None:
    assert mend("quotidian_names", "“No,” Harkal explains.", ("Harkal", "GPE")) == [("Harkal", "PERSON")]
    assert mend("quotidian_names", "“No,” Kenya says.", ("Kenya", "GPE")) == [("Kenya", "GPE")]
