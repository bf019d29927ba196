"""Quotations in the reader: made, retyped, given a speaker, a cue and parts; each is one undo."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import BRIDGE, Driver
from tests.tui.test_reading import Reader, hint, kept

QUOTE = "“The bridge is safe,”"


def select(r: Driver, words: str, nth: int = 0) -> None:
    """Select some words, as a drag would."""
    start = -1
    for _ in range(nth + 1):
        start = BRIDGE.index(words, start + 1)
    view = r.reading.article
    view.focus()
    view.change(lambda: view.reader.select((start, start + len(words))))


async def test_a_selection_becomes_a_quotation_and_one_undo_takes_it_back(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        select(r, "agreed with Lopez")
        await r.press("quotation_mark")
        assert r.reading.findings.tabs.counts["quotes"] == 2
        await r.pilot.pause()
        assert "s says who" in hint(r)
        await r.press("u")
        assert r.reading.findings.tabs.counts["quotes"] == 1
        await r.press("ctrl+r")
    (made,) = kept(library)
    assert (made["kind"], made["label"], made["exact"]) == ("quote", "indirect", "agreed with Lopez")


async def test_words_in_marks_become_a_quotation_without_a_selection(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bridge is safe")
        await r.press("x")
        assert r.reading.findings.tabs.counts["quotes"] == 0
        await r.press("h", "quotation_mark")
        assert r.reading.findings.tabs.counts["quotes"] == 1
    made = next(a for a in kept(library) if a["verdict"] == "added")
    assert (made["label"], made["exact"]) == ("direct", QUOTE)


async def test_the_kind_is_changed_by_the_same_key(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("is safe")
        await r.press("quotation_mark")
        await r.pilot.pause()
        assert "mixed" in hint(r)
        await r.press("quotation_mark")
    (made,) = kept(library)
    assert (made["label"], made["verdict"]) == ("indirect", "corrected")


async def test_a_speaker_from_the_selection(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        select(r, "Ann Reed", 1)
        await r.press("s")
    (made,) = kept(library)
    assert made["speaker"] == {"start": BRIDGE.index("Ann Reed agreed"), "end": BRIDGE.index(" agreed"),
                               "text": "Ann Reed", "name": "Ann Reed"}  # fmt: skip


async def test_a_speaker_by_typing_any_name_and_no_speaker(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("is safe")
        r.reading.findings.open_tab("quotes")
        await r.press("s", *"The mayor", "enter")
        assert r.reading.findings.lists["quotes"].items[0].title == "The mayor"
        await r.press("s", "0")
        assert r.reading.findings.lists["quotes"].items[0].title == ""
        await r.press("u")
    (made,) = kept(library)
    assert made["speaker"]["name"] == "The mayor"


async def test_a_cue_from_the_caret_or_the_selection_and_away_again(
    reader: Reader, articles: Path, library: Path
) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("agreed")
        await r.press("w")
        assert r.reading.sheet.annotations[0].cue.text == "agreed"
        select(r, "met")
        await r.press("w")
        assert r.reading.sheet.annotations[0].cue.text == "met"
        r.go("is safe")
        await r.press("w")
        assert r.reading.sheet.annotations[0].cue is None
        await r.press("u")
    (made,) = kept(library)
    assert made["cue"]["text"] == "met"


async def test_a_quotation_is_split_and_joined(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        select(r, "bridge is")
        await r.press("&")
        assert [BRIDGE[a:b] for a, b in r.reading.sheet.annotations[0].parts] == ["“The", "safe,”"]
        r.go("safe,”")
        await r.press("&")
        assert len(r.reading.sheet.annotations[0].parts) == 1
    assert len(kept(library)) == 1


async def test_where_there_is_no_quotation_that_is_said(reader: Reader, articles: Path) -> None:
    async with reader(articles) as r:
        await r.open(1)
        for key in ("quotation_mark", "s", "w", "&"):
            await r.press(key)
            assert "no quotation" in hint(r)
        assert r.reading.sheet.annotations == ()


async def test_a_card_that_is_chosen_is_what_the_keys_mean(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        select(r, "agreed")
        r.reading.findings.open_tab("quotes")
        r.reading.findings.focus_list()
        await r.press("w")
        r.reading.findings.focus_list()
        await r.press("quotation_mark")
    (made,) = kept(library)
    assert (made["cue"]["text"], made["label"]) == ("agreed", "mixed")


async def test_unsure_is_a_flag_and_shown(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("Paris")
        r.reading.findings.open_tab("mine")
        await r.press("!")
        assert r.reading.findings.lists["mine"].items[1].sign == "?"
        await r.press("!")
    (made,) = kept(library)
    assert not made["unsure"]
