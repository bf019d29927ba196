"""A tour of the real program in a real pseudo-terminal: from opening to export, left and opened again.

Each step presses the keys that a person would, and waits until the screen shows what came of it.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from tests.terminal import Terminal, made

DONE = "Esc leave"
"""Stands at the foot of a dialog or a prompt for as long as it is open."""


class Tour:
    """Presses keys and waits for what they lead to."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def step(self, keys: str, *expected: str) -> None:
        """Press keys; wait until the screen matches all the patterns at once."""
        self.terminal.type(keys)
        self.sees(*expected, after=keys)

    def sees(self, *expected: str, after: str = "") -> None:
        """Wait until the screen matches all the patterns at once."""
        self.terminal.until(
            lambda screen: all(re.search(pattern, screen) for pattern in expected), f"{expected} after {after!r}", 30
        )

    def closes(self, keys: str, *expected: str) -> None:
        """Press the keys that answer a dialog; wait until it is gone."""
        self.terminal.type(keys)
        self.terminal.until(
            lambda screen: DONE not in screen and all(re.search(pattern, screen) for pattern in expected),
            f"{expected}, and the dialog gone, after {keys!r}",
            30,
        )

    def find(self, words: str) -> None:
        """Put the caret on words that stand in the article once or more."""
        self.step("/", "find")
        self.closes(f"{words}\r", r"match \d+ of \d+")

    def number(self, pattern: str) -> int:
        """A number that the screen shows."""
        found = re.search(pattern, self.terminal.screen)
        assert found is not None, f"{pattern}\n{self.terminal.screen}"
        return int(found[1])


LEFT_OFF = "you left off here"
PLACE = r"(\d+)/\d+ +\d+%"
"""Which mark of how many the caret is on, and how far the article is read."""


@pytest.mark.slow
def test_from_opening_to_export_and_all_of_it_is_there_again(seeds: Path, tmp_path: Path) -> None:
    library, exported = tmp_path / "library", tmp_path / "tour.jsonl"
    with Terminal("--library", str(library), str(seeds)) as terminal:
        tour = Tour(terminal)
        _lists_and_filters(tour)
        _reads_and_hops(tour)
        _labels_and_judges(tour)
        _moves_an_edge_and_takes_it_back(tour)
        _quotes(tour)
        _notes_tags_and_searches(tour)
        _exports(tour, exported)
        _copies(tour)
        left = _leaves_off(tour)
        terminal.type("Q")
        assert terminal.end() == 0
    kept = made(library, "annotations")
    _holds(kept)
    (written,) = (json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines())
    assert {a["exact"] for a in written["annotations"]} == {a["exact"] for a in kept}
    with Terminal("--library", str(library), columns=80, lines=24) as terminal:
        tour = Tour(terminal)
        tour.sees("Beijing: On a mission", "Councillors throw out")
        tour.step("\r", LEFT_OFF, *left)
        tour.step("g", "held extensive talks", r" 1/\d+ +\d+%")
        tour.find("Tokyo")
        terminal.type("Q")
        assert terminal.end() == 0
    with Terminal("--library", str(library), columns=160, lines=50) as terminal:
        tour = Tour(terminal)
        tour.sees("Beijing: On a mission")
        tour.step("\r", LEFT_OFF, "Mine 9", *left)
        tour.step("\x1b[17~ll", "restore engagement", "sworn enemies", "#diplomacy")  # F6, then the tab Mine
        terminal.type("Q")
        assert terminal.end() == 0
    assert made(library, "annotations") == kept


def _lists_and_filters(tour: Tour) -> None:
    tour.sees("Beijing: On a mission", "Councillors throw out", "Articles +12")
    tour.step("/", "show", DONE)
    tour.step("okafor", "1 of 12", "Two Okafors")
    assert "Councillors" not in tour.terminal.screen
    tour.closes("\r")
    tour.step("\x0c", "Articles +12", "Councillors throw out")


def _reads_and_hops(tour: Tour) -> None:
    tour.step("g\r", "held extensive talks", r"Entities [1-9]", r"Quotes [1-9]", r" 1/\d+ +\d+%")
    tour.step(" ", r"100%")
    tour.step("g", r" 1/\d+ +\d+%")
    tour.step("\t", r" 2/\d+ +\d+%")
    tour.step("\x1b[Z", r" 1/\d+ +\d+%")


def _labels_and_judges(tour: Tour) -> None:
    tour.find("Washington")
    tour.step("3", "Mine 1", r"also 2 more 'Washington': \*")
    tour.step("*", "Mine 3", r"Washington +3 ✓")
    tour.find("Tokyo")
    tour.step("a", "Mine 4")
    tour.find("Joe Biden")
    before = tour.number(PLACE)
    tour.step("\r", "Mine 5", rf" {before + 1}/\d+ +\d+%")  # accepted, and on to the next
    entities = tour.number(r"Entities (\d+)")
    tour.find("Quad")
    tour.step("x", rf"Entities {entities - 1}\b")


def _moves_an_edge_and_takes_it_back(tour: Tour) -> None:
    tour.find("Jake Sullivan")
    tour.step("a", "Mine 6")
    tour.step("[u", "undone: move the edges of 'Jake'")
    tour.step("\x12", "done again: move the edges of 'Jake'")
    tour.step("u", "undone: move the edges of 'Jake'")
    tour.step("]u", "undone: move the edges of 'Jake Sullivan said'")


def _quotes(tour: Tour) -> None:
    tour.find("restore engagement")
    tour.step('vl"', "Mine 7", "indirect: s says who said it")
    tour.step("s", DONE)
    tour.closes("Analysts\r", "speaker of 'restore engagement': Analysts")


def _notes_tags_and_searches(tour: Tour) -> None:
    tour.step("m", "Note on")
    tour.closes("sworn enemies?\x13")
    tour.step("#", "Tags of")
    tour.closes("talks\r")
    tour.step("T", "Tags of")
    tour.closes("diplomacy\r", "Mine 8")
    tour.find("beijing")
    tour.sees("match 1 of 7")
    tour.step("n", "match 2 of 7")
    tour.step("!", "Mine 9")


def _exports(tour: Tour, path: Path) -> None:
    tour.step("e", "Export", "jsonl", "this article: 8 marks")
    tour.step(f"\x15{path}\r", "Written: ")
    tour.closes("\x1b")


def _copies(tour: Tour) -> None:
    tour.find("Qin Gang")
    before = len(tour.terminal.sent)
    tour.step("y", r"copied 8 characters, with the source")
    (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", tour.terminal.sent[before:])
    assert base64.b64decode(copied).decode().startswith("Qin Gang\n— ")


def _leaves_off(tour: Tour) -> tuple[str, ...]:
    """Go on to a place, and tell how it is known again."""
    tour.find("Tokyo")
    return "reporters in Tokyo", rf" {tour.number(PLACE)}/\d+ +\d+%"


def _holds(kept: list[dict[str, object]]) -> None:
    by_words = {str(a["exact"]): a for a in kept}
    assert sorted(str(a["exact"]) for a in kept) == sorted(
        ["Washington"] * 3 + ["Tokyo", "Joe Biden", "Quad", "Jake Sullivan", "restore engagement", "Beijing"]
    )
    assert by_words["Washington"]["label"] == by_words["Tokyo"]["label"] == "GPE"
    assert by_words["Quad"]["verdict"] == "rejected"
    assert by_words["Joe Biden"]["verdict"] == by_words["Tokyo"]["verdict"] == "accepted"
    quote = by_words["restore engagement"]
    assert (quote["kind"], quote["label"], quote["tags"]) == ("quote", "indirect", ["talks"])
    assert quote["note"] == "sworn enemies?"
    assert isinstance(quote["speaker"], dict)
    assert quote["speaker"]["name"] == "Analysts"
