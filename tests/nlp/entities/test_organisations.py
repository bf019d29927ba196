"""Organisations by head words, tables, roles and abbreviations."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find, Mend


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Ministry of Foreign Affairs denied it", "Ministry of Foreign Affairs"),
        ("the Hong Kong-based South China Morning Post reported", "South China Morning Post"),
        ("at Korea National Sport University", "Korea National Sport University"),
        ("the National Police Agency said", "National Police Agency"),
        ("a report by the African Development Bank", "African Development Bank"),
        ("shares of Dangote Cement Plc fell", "Dangote Cement Plc"),
        ("the UN and others", "UN"),
        ("tech giant Zyntec is hiring", "Zyntec"),
        ("the Ministry of Education, Science and Technology said", "Ministry of Education, Science and Technology"),
        ("firming up the Quad alliance of the US", "Quad"),
    ],
)
def test_an_organisation_is_found_without_a_model(find: Find, text: str, name: str) -> None:
    assert (name, "ORG") in find(text)


def test_an_abbreviation_in_brackets_is_a_name_everywhere(find: Find) -> None:
    found = find("The Fishers Relief Council (FRC) met. Later FRC left.")
    assert [words for words, label in found if label == "ORG"] == ["Fishers Relief Council", "FRC", "FRC"]


def test_an_abbreviation_of_a_common_noun_is_no_name(mend: Mend) -> None:
    text = "A non-performing loan (NPL) is bad. Every NPL is."
    assert mend("quotidian_organisations", text, ("NPL", "ORG")) == []


def test_a_name_found_in_part_gets_its_extent(mend: Mend) -> None:
    text = "the Dubai Health Authority said"
    assert mend("quotidian_organisations", text, ("Dubai", "GPE"), ("Authority", "ORG")) == [
        ("Dubai Health Authority", "ORG")
    ]


def test_a_person_with_a_full_name_is_not_swallowed(mend: Mend) -> None:
    given = ("Bill Gates", "PERSON")
    assert given in mend("quotidian_organisations", "the Bill Gates Foundation", given)


def test_what_has_a_ceo_is_a_company(mend: Mend) -> None:
    assert mend("quotidian_organisations", "Simetrik CEO Ana Ruiz", ("Simetrik", "PERSON")) == [("Simetrik", "ORG")]


def test_the_state_body_of_a_people_begins_after_it(find: Find) -> None:
    assert find("The Congolese Oil Ministry answered.") == [("Congolese", "NORP"), ("Oil Ministry", "ORG")]
