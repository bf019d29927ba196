"""The article that the project began with."""

from __future__ import annotations

from pathlib import Path

from nlp.quotes.extract import find_quotes

ARTICLE = Path(__file__).parents[3] / "seeds" / "blinken-beijing.txt"


def test_five_quotations_have_their_speakers_by_full_name() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    quotes = [quote for quote in find_quotes(text) if quote.kind != "indirect"]
    said = [(quote.speaker.text, quote.speaker.name, quote.kind) for quote in quotes if quote.speaker]
    assert said == [
        ("National Security Adviser Jake Sullivan", "Jake Sullivan", "mixed"),
        ("Sullivan", "Jake Sullivan", "direct"),
        ("Blinken", "Antony Blinken", "mixed"),
        ("He", "Antony Blinken", "mixed"),
        ("he", "Antony Blinken", "direct"),
    ]
    assert [quote.cue.text for quote in quotes if quote.cue] == ["said", "told", "said", "said", "said"]
    assert "“transformational moment”" in quotes[0].text
    assert quotes[3].text.endswith("“directly and candidly about (the US’) very real concerns on a range of issues”")
