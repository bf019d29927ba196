"""Countries, cities, peoples, regions and facilities."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find, Mend


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("It happened in Guinea-Bissau.", ("Guinea-Bissau", "GPE")),
        ("the U.S. government", ("U.S.", "GPE")),
        ("a U.S.-led force", ("U.S.", "GPE")),
        ("officials in Ouagadougou said", ("Ouagadougou", "GPE")),
        ("NAIROBI — Voters went home", ("NAIROBI", "GPE")),
        ("in the South China Sea", ("South China Sea", "LOC")),
        ("people across East Africa", ("East Africa", "LOC")),
        ("three Sri Lankans and a Malian", ("Sri Lankans", "NORP")),
        ("three Sri Lankans and a Malian", ("Malian", "NORP")),
        ("a South African court", ("South African", "NORP")),
        ("Muslims and Christians", ("Muslims", "NORP")),
        ("along the Ruvuma River today", ("Ruvuma River", "LOC")),
        ("at Kotoka Airport", ("Kotoka Airport", "FAC")),
        ("in Jiangxi Province", ("Jiangxi Province", "GPE")),
        ("in the village of Kasensero", ("Kasensero", "GPE")),
        ("in Jordan, where", ("Jordan", "GPE")),
    ],
)
def test_a_place_or_people_is_found_without_a_model(find: Find, text: str, entity: tuple[str, str]) -> None:
    assert entity in find(text)


def test_a_doubtful_name_needs_its_surroundings(find: Find) -> None:
    assert find("Yesterday Florence slept.") == [("Yesterday", "DATE")]


def test_peoples_and_countries_get_their_labels_back(mend: Mend) -> None:
    text = "The Indian team flew to India over the Himalayas."
    given = ("Indian", "ORG"), ("India over", "NORP"), ("Himalayas", "PERSON")
    assert mend("quotidian_places", text, given[0], given[2]) == [
        ("Indian", "NORP"),
        ("India", "GPE"),
        ("Himalayas", "LOC"),
    ]


def test_parts_of_a_known_name_are_joined(mend: Mend) -> None:
    text = "He left the United Arab Emirates."
    assert mend("quotidian_places", text, ("United", "ORG"), ("Arab", "NORP")) == [("United Arab Emirates", "GPE")]


def test_a_place_inside_another_name_is_left_alone(mend: Mend) -> None:
    given = ("University of Havana", "ORG")
    assert mend("quotidian_places", "the University of Havana", given) == [given]


def test_a_name_before_a_country_is_a_place(mend: Mend) -> None:
    assert mend("quotidian_places", "a clash in Amuru, Uganda", ("Amuru", "PERSON"))[0] == ("Amuru", "GPE")


def test_what_is_called_a_village_is_a_place(mend: Mend) -> None:
    text = "near Talabira village and the town of Hudur"
    found = mend("quotidian_places", text, ("Talabira", "PERSON"), ("Hudur", "ORG"))
    assert found == [("Talabira", "GPE"), ("Hudur", "GPE")]
