"""Following and fetching feeds in the reader: no key waits for the net."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds import sources
from store.models import Subscription
from tests.feeds.server import Request, Server, item, rss, serving
from tui.config import Config


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.give("/feed", rss(item(1), item(2)))
        yield running


def titles(driver) -> list[str]:
    return [shown.named for shown in driver.reading.articles.list.items]


async def follow(driver, url: str) -> None:
    await driver.until(lambda: driver.reading.articles.list.items)
    driver.reading.articles.list.focus()
    await driver.press("+")
    driver.reading.prompt._field.value = url
    await driver.press("enter")


async def test_plus_follows_a_feed_and_r_fetches_it(reader, articles: Path, server: Server) -> None:
    async with reader(articles) as driver:
        await follow(driver, server.url("/feed"))
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's articles are listed")
        server.give("/feed", rss(item(1), item(2), item(3)))
        driver.reading.articles.list.focus()
        driver.reading.articles.list.move_to(driver.reading.articles.list.index_of(_id(driver, "Title 1")))
        await driver.press("r")
        await driver.until(lambda: "Title 3" in titles(driver), "the new article is listed")
        await driver.until(lambda: "1 new article" in driver.reading.label_bar._hint[0])
        server.give("/feed", rss(item(4)))
        await driver.press("R")
        await driver.until(lambda: "Title 4" in titles(driver), "the newest article is listed")


def _id(driver, title: str) -> str:
    return next(shown.key for shown in driver.reading.articles.list.items if shown.named == title)


async def test_keys_go_on_while_a_server_takes_its_time(reader, articles: Path, server: Server) -> None:
    free = threading.Event()

    def slow(request: Request) -> None:
        free.wait(20)
        request.give(200, rss(item(1)))

    server.answers["/slow"] = slow
    async with reader(articles) as driver:
        await follow(driver, server.url("/slow"))
        await driver.until(lambda: server.asked("/slow"), "the server is asked")
        assert "asking for" in driver.reading.label_bar._progress
        await driver.open(0)
        assert driver.reading.sheet is not None
        free.set()
        await driver.until(lambda: "Title 1" in titles(driver), "the article is listed")
        await driver.until(lambda: not driver.reading.label_bar._progress)


async def test_leaving_does_not_wait_for_a_server(reader, articles: Path, server: Server) -> None:
    free = threading.Event()
    server.answers["/slow"] = lambda _: free.wait(20) and None
    async with reader(articles) as driver:
        await follow(driver, server.url("/slow"))
        await driver.until(lambda: server.asked("/slow"), "the server is asked")
        await driver.reading.leave()
        assert driver.reading.desk.library.folder
    free.set()


async def test_what_fails_is_said(reader, articles: Path, server: Server) -> None:
    async with reader(articles) as driver:
        await follow(driver, server.url("/nothing"))
        await driver.until(lambda: driver.app._notifications, "it is said")
        (said,) = driver.app._notifications
        assert "404" in said.message
        assert driver.reading.desk.library.records(Subscription) == []


async def test_r_on_an_article_without_a_feed_says_what_would_help(reader, articles: Path) -> None:
    async with reader(articles) as driver:
        await driver.until(lambda: driver.reading.articles.list.items)
        driver.reading.articles.list.focus()
        await driver.press("r")
        assert "R fetches all" in driver.reading.label_bar._hint[0]
        await driver.press("R")
        assert "no feed" in driver.reading.label_bar._hint[0]


async def test_an_address_named_on_the_command_line_is_asked_for_behind_the_first_paint(reader, server: Server) -> None:
    async with reader(server.url("/feed")) as driver:
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's articles are listed")


async def test_the_feeds_are_listed_with_how_they_are_doing(reader, articles: Path, server: Server) -> None:
    async with reader(articles) as driver:
        await follow(driver, server.url("/feed"))
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's articles are listed")
        server.give("/feed", "no", 500)
        driver.reading.articles.list.focus()
        await driver.press("R")
        await driver.until(lambda: driver.app._notifications, "it is said")
        await driver.press("F")
        await driver.until(lambda: type(driver.app.screen).__name__ == "Feeds", "the feeds are shown")
        (line,) = driver.app.screen._lines
        assert (line.name, line.kind, line.articles) == ("The Daily Bridge", "failed", 2)
        assert "500" in line.health
        await driver.press("x")
        await driver.until(lambda: not driver.reading.desk.library.records(Subscription), "it is unsubscribed")
        await driver.press("u")
        await driver.until(lambda: driver.reading.desk.library.records(Subscription), "it is followed again")
        await driver.press("F")
        await driver.until(lambda: type(driver.app.screen).__name__ == "Feeds", "the feeds are shown")
        await driver.press("enter")
        await driver.until(lambda: sorted(titles(driver)) == ["Title 1", "Title 2"], "its articles are shown")


async def test_nothing_is_fetched_by_itself_but_what_the_schedule_says_is_due(
    reader, articles: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.handlers.fetching.SETTLED", 0.01)
    async with reader(articles) as driver:
        await follow(driver, server.url("/feed"))
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's articles are listed")
        driver.reading.config = Config(fetch_every=60)
        driver.reading._fetch_due()
        await driver.rest()
        assert driver.reading._courier is None  # it was fetched just now
    asked = server.asked("/feed")
    async with reader() as driver:
        await driver.until(lambda: "Title 1" in titles(driver), "the articles are listed")
    assert server.asked("/feed") == asked  # no schedule, nothing by itself
    monkeypatch.setattr("feeds.fetching.now", lambda: datetime.now(UTC) + timedelta(hours=2))
    server.give("/feed", rss(item(9)))
    async with reader(config=Config(fetch_every=60)) as driver:
        await driver.until(lambda: "Title 9" in titles(driver), "what was due is fetched without a key")
    assert server.asked("/feed") == asked + 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_feeds_say_all_of_what_is_wrong(reader, articles: Path, server: Server, size) -> None:
    async with reader(articles, size=size) as driver:
        await follow(driver, server.url("/feed"))
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's articles are listed")
        server.give("/feed", "no", 418)
        driver.reading.articles.list.focus()
        await driver.press("R")
        await driver.until(lambda: driver.app._notifications, "it is said")
        await driver.press("F")
        await driver.until(lambda: type(driver.app.screen).__name__ == "Feeds", "the feeds are shown")
        detail = driver.app.screen.query_one("#feed-detail")
        shown = " ".join(str(detail.render_line(y).text).strip() for y in range(detail.size.height))
        for words in ("The Daily Bridge", server.url("/feed"), "last success 20", "next due when you say so", "once"):
            assert words in shown
        assert "(HTTP 418)" in shown  # the last words of the error
        assert driver.app.screen.query_one(".keys").region.bottom <= size[1]


async def test_the_whole_text_takes_the_place_of_a_beginning(reader, articles: Path, server: Server) -> None:
    words = "The bridge was opened on Monday by Maria Lopez, who said that it was as safe as any bridge can be. " * 4
    page = f"<html><body><article><h1>T</h1><p>{words}</p><p>{words}more</p></article></body></html>"
    link = f"<link>{server.url('/page')}</link>"
    entry = f"<item><guid>1</guid><title>Begun</title>{link}<description>The bridge was …</description></item>"
    server.give("/feed", f'<rss version="2.0"><channel><title>F</title>{entry}</channel></rss>')
    server.give("/page", page, Content_Type="text/html")
    async with reader(articles) as driver:
        await follow(driver, server.url("/feed"))
        await driver.until(lambda: "Begun" in titles(driver), "the feed's article is listed")
        await driver.open(titles(driver).index("Begun"))
        await driver.press("p")
        await driver.until(lambda: "Maria Lopez" in driver.reading.sheet.article.text, "the whole text is shown")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of 300 articles."""
    made = tmp_path / "many"
    made.mkdir()
    for number in range(300):
        (made / f"{number:03}.txt").write_text(f"Report {number}\n\nThe council met.\n", encoding="utf-8")
    return made


class Held:
    """Reads files only so far, until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self._free, self._read, real = threading.Event(), 0, sources.read_file

        def read_file(path: Path, limit: int) -> bytes:
            self._read += path.parent.name == "many"
            if self._read > after:
                self._free.wait(20)
            return real(path, limit)

        monkeypatch.setattr(sources, "read_file", read_file)

    def let_go(self) -> None:
        self._free.set()


async def test_a_folder_is_added_aside_and_says_how_far_it_is(
    reader, articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, 120)
    async with reader(articles) as driver:
        await follow(driver, str(folder))
        await driver.until(lambda: driver.reading.label_bar._progress == "added 120 of 300", "how far it is")
        await driver.open(0)
        assert driver.reading.sheet is not None
        held.let_go()
        await driver.until(lambda: "Report 299" in titles(driver), "all are listed")
        await driver.until(lambda: driver.reading.label_bar._progress == "")
        assert driver.reading.label_bar._hint[0] == "added 300"


async def test_escape_stops_adding_a_folder_and_keeps_what_came(
    reader, articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, 120)
    async with reader(articles) as driver:
        await follow(driver, str(folder))
        await driver.until(lambda: driver.reading.label_bar._progress == "added 120 of 300", "how far it is")
        await driver.press("escape")
        held.let_go()
        await driver.until(lambda: "Report 119" in titles(driver), "what was read is listed")
        assert driver.reading.label_bar._hint[0] == "added 120 of 300: the rest was left out"
        assert "Report 120" not in titles(driver)


async def test_leaving_stops_adding_a_folder(
    reader, articles: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch, 10)
    async with reader(articles) as driver:
        await follow(driver, str(folder))
        await driver.until(lambda: driver.reading.label_bar._progress == "added 10 of 300", "how far it is")
        held.let_go()
        await driver.reading.leave()
        assert driver.reading._adding is None


async def test_escape_stops_fetching(reader, articles: Path, server: Server) -> None:
    free = threading.Event()
    server.answers["/slow"] = lambda _: free.wait(20) and None
    async with reader(articles) as driver:
        await follow(driver, server.url("/slow"))
        await driver.until(lambda: server.asked("/slow"), "the server is asked")
        await driver.press("escape")
        await driver.until(lambda: not driver.reading.label_bar._progress, "it is asked no longer")
        free.set()


async def test_a_password_is_on_no_screen(reader, articles: Path, server: Server, library: Path) -> None:
    def guarded(request: Request) -> None:
        given = request.headers.get("Authorization") == "Basic YW5uOnMzY3JldA=="
        request.give(200 if given else 401, rss(item(1), title="") if given else b"no")

    server.answers["/guarded"] = guarded
    seen: list[str] = []
    async with reader(articles) as driver:

        async def look() -> None:
            seen.append("\n".join(strip.text for strip in driver.app.screen._compositor.render_strips()))

        for path in ("/guarded", "/missing", "/guarded:99999"):
            await follow(driver, server.url(path).replace("//", "//ann:s3cret@"))
            await look()
            await driver.until(lambda: driver.reading._courier is None, "it is asked no longer")
            await look()
        await driver.until(lambda: "Title 1" in titles(driver), "the feed's article is listed")
        await driver.press("F")
        await driver.until(lambda: len(driver.app.screen_stack) > 1)
        await look()
        await driver.press("escape", "/")
        driver.reading.prompt._field.value = "feed:s3cret"
        await driver.until(lambda: not titles(driver), "a password finds nothing")
        seen += [toast.message for toast in driver.app._notifications]
    assert any("404" in text for text in seen)
    assert not [text for text in seen if "s3cret" in text]
    assert b"s3cret" in b"".join(path.read_bytes() for path in library.glob("annotations.json*"))
