"""Titles of works in quotation marks."""

from __future__ import annotations

import pytest

from tests.nlp.entities.conftest import Find


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the film “Harvest of the Sea” opened", "Harvest of the Sea"),
        ('the song "Left and Right" was', "Left and Right"),
        ("a play called “The Heron House” was", "The Heron House"),
    ],
)
def test_a_title_is_found(find: Find, text: str, title: str) -> None:
    assert find(text) == [(title, "WORK_OF_ART")]


@pytest.mark.parametrize(
    "text",
    [
        "“Never Again,” she said.",
        "She said “Never Again” twice.",
        "“Never again” was the word.",
        "a “Scare” quotation",
        "He added: “Go Home” and left.",
    ],
)
def test_speech_and_scare_quotes_are_no_titles(find: Find, text: str) -> None:
    assert "WORK_OF_ART" not in {label for _, label in find(text)}
