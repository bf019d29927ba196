"""What is typed ahead of a dialog, a prompt or the saving of a mark arrives there, in order, complete."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import events

from tests.tui.conftest import Driver
from tests.tui.test_reading import Reader, kept


def at_once(r: Driver, *keys: str) -> None:
    """Send keys as a terminal sends what arrives in one piece: without a pause for anything."""
    for key in keys:
        name = {" ": "space", "/": "slash", "#": "number_sign"}.get(key, key)
        r.app.post_message(events.Key(name, key if len(key) == 1 else None))


async def test_a_search_typed_in_one_go_is_found_and_labelled(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        at_once(r, "/", *"bolt", "enter", "2")
        await r.until(lambda: r.reading.sheet.annotations)
    assert [(a["exact"], a["label"]) for a in kept(library)] == [("bolt", "ORG")]


async def test_a_note_typed_in_one_go_is_complete(reader: Reader, articles: Path, library: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        at_once(r, "m", *"axe the note", "ctrl+s", "#", *"iron", "enter")
        await r.until(lambda: r.reading.sheet.annotations and r.reading.sheet.annotations[0].tags)
    (made,) = kept(library)
    assert (made["note"], made["tags"]) == ("axe the note", ["iron"])


async def test_keys_that_come_while_others_wait_stay_behind_them(reader: Reader, articles: Path, library: Path) -> None:
    words = "the quick brown fox jumps over the lazy dog " * 6
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        at_once(r, "m")
        for number, key in enumerate(words):
            at_once(r, key)
            for _ in range(number * 7 % 23):  # as they come over a line: now in a bunch, now one by one
                await asyncio.sleep(0)
        at_once(r, "ctrl+s")
        await r.until(lambda: r.reading.sheet.annotations)
    (made,) = kept(library)
    assert made["note"] == words.strip()
