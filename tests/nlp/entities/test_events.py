"""Events and laws."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find, Mend


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("before the World Cup began", ("World Cup", "EVENT")),
        ("after World War II ended", ("World War II", "EVENT")),
        ("when Hurricane Katrina came", ("Hurricane Katrina", "EVENT")),
        ("under the Data Protection Act it", ("Data Protection Act", "LAW")),
        ("the Convention on the Rights of the Child says", ("Convention on the Rights of the Child", "LAW")),
        ("the Battle of Stalingrad was", ("Battle of Stalingrad", "EVENT")),
    ],
)
def test_an_event_or_law_is_found_without_a_model(find: Find, text: str, entity: tuple[str, str]) -> None:
    assert entity in find(text)


def test_parts_are_joined(mend: Mend) -> None:
    found = mend("quotidian_events", "They signed the Oslo Accords there.", ("Oslo", "GPE"))
    assert found == [("Oslo Accords", "LAW")]


def test_a_word_alone_is_none(find: Find) -> None:
    assert find("The War was over and the Cup was full.") == []
