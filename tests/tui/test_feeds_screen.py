"""The list of feeds in a real pseudo-terminal, wide and small."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.feeds.server import item, rss, serving
from tests.terminal import Terminal


@pytest.mark.parametrize(("columns", "lines"), [pytest.param(120, 40, marks=pytest.mark.slow), (80, 24)])
def test_the_feeds_are_shown_fetched_and_unsubscribed_from(tmp_path: Path, columns: int, lines: int) -> None:
    with serving() as server:
        server.give("/good", rss(item(1), title="The Good Gazette"))
        server.give("/bad", rss(item(2), title="Bad [b]\x1b[31mNews[/b]"))
        library = str(tmp_path / "library")
        urls = server.url("/good"), server.url("/bad")
        with Terminal("--library", library, *urls, columns=columns, lines=lines) as terminal:
            terminal.see("Title 1")
            terminal.see("Title 2")
            server.give("/bad", "no", 500)
            terminal.type("R")
            terminal.see("HTTP 500")
            terminal.type("F")
            terminal.see("Feeds 2")
            terminal.until(lambda screen: "! Bad [b]News[/b]" in screen, "what failed comes first, by its own name")
            terminal.until(lambda screen: "✓ The Good Gazette" in screen, "the other one is well")
            terminal.see("next due when you say so")
            terminal.see("x unsubscribe")
            server.give("/bad", rss(item(2), item(3), title="Bad no more"))
            terminal.type("r")
            terminal.see("Title 3")
            terminal.type("F")
            terminal.see("✓ Bad no more")
            terminal.type("x")
            terminal.see("is followed no longer")
            terminal.type("F")
            terminal.see("Feeds 1")
            terminal.until(lambda screen: "✓ Bad no more" not in screen, "the other one is left")
            terminal.type("\x1b")
            terminal.until(lambda screen: "Feeds 1" not in screen, "the list of feeds is gone")
            terminal.type("u")
            terminal.see("undone")
            terminal.type("F")
            terminal.see("Feeds 2")
            terminal.type("\x1b")
            terminal.until(lambda screen: "Feeds 2" not in screen, "the list of feeds is gone")
            terminal.type("Q")
            assert terminal.end() == 0
