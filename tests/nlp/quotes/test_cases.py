"""Short texts with the quotations that a reader would find in them.

Each line of the files is a text; `expect` lists its quotations in marks (`spoken`: the words of each part, without
marks and end punctuation; of a mixed one the words in marks), `indirect` the speech without marks. In a `lenient` case
other quotations may be found too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.quotes.extract import find_quotes
from store.models import Quote

HERE = Path(__file__).parent
EDGES = " \n\"“”„«»‘’',.;:!?…"


def load(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


CASES = load("constructed.jsonl") + load("more.jsonl")


def spoken(text: str, quote: Quote) -> list[str]:
    return [text[start:end].strip(EDGES) for start, end in quote.parts]


def matches(text: str, quote: Quote, expected: dict[str, Any]) -> bool:
    wanted = [words.strip(EDGES) for words in expected["spoken"]]
    if expected["kind"] == "mixed":
        return all(any(words in part for part in spoken(text, quote)) for words in wanted)
    return spoken(text, quote) == wanted


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_finds_what_a_reader_finds(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quotes(text)
    marked = [quote for quote in found if quote.kind != "indirect"]
    for expected in case["expect"]:
        quote = next((one for one in marked if matches(text, one, expected)), None)
        assert quote is not None, [spoken(text, one) for one in marked]
        assert quote.speaker is not None
        assert quote.speaker.text == expected["speaker"]
        if expected["name"]:
            assert quote.speaker.name == expected["name"]
        if expected["cue"]:
            assert quote.cue is not None
            assert quote.cue.text == expected["cue"]
    if not case.get("lenient"):
        if all(expected["kind"] == "direct" for expected in case["expect"]):
            assert len(marked) == len(case["expect"]), [spoken(text, one) for one in marked]
        if "indirect" in case:
            wanted = [words.strip(EDGES) for words in case["indirect"]]
            assert [spoken(text, one)[0] for one in found if one.kind == "indirect"] == wanted


def test_a_fragment_is_mixed_and_whole_words_in_marks_are_direct() -> None:
    kinds = {}
    for case in CASES:
        for quote in find_quotes(case["text"]):
            for expected in case["expect"]:
                if matches(case["text"], quote, expected):
                    kinds.setdefault(expected["kind"], []).append(quote.kind)
    assert set(kinds["direct"]) == {"direct"}


def test_indirect_speech_can_be_left_out() -> None:
    text = "Maria Lopez said that the bridge was safe. “It is,” she added."
    assert [quote.kind for quote in find_quotes(text)] == ["indirect", "direct"]
    assert [quote.kind for quote in find_quotes(text, indirect=False)] == ["direct"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("“The bridge is safe,” Maria Lopez said.", "high"),
        ("Maria Lopez: “The bridge is safe.”", "medium"),
        ("Maria Lopez came late.\n\n“The bridge is safe, as far as we know.”", "low"),
    ],
)
def test_confidence_falls_with_the_distance_to_the_speaker(text: str, confidence: str) -> None:
    (quote,) = find_quotes(text)
    assert quote.confidence == confidence
