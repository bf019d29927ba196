"""The whole text of what a feed only begins: taken where it is the longer good one, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.adding import add
from feeds.client import Courier
from feeds.documents import Document
from feeds.fetching import fetch_all
from feeds.full_text import Filled, fill, fuller, is_cut
from store.library import Library, open_library
from store.models import Article
from tests.feeds.server import Server

BEGINNING = "Maria Lopez opened the bridge on Monday, after two years …"
WHOLE = [
    "Maria Lopez opened the bridge on Monday, after two years of work that cost more than anybody had thought.",
    "“The bridge is safe,” she said, and nobody in the crowd of three hundred people said that it was not so.",
    "It will be closed again in the autumn, when the second half of the work is to begin on the other side.",
]
PAGE = f"<html><head><title>T</title></head><body><article>{''.join(f'<p>{p}</p>' for p in WHOLE)}</article></body>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


def article(text: str) -> Article:
    return Article(id="a", source="s", title="T", text=text, text_hash="h")


def test_what_a_beginning_looks_like() -> None:
    long = "word " * 200
    assert is_cut("short")
    assert not is_cut(long + "end.")
    for end in ("…", "...", "[…]", "Read more", "Continue reading →"):
        assert is_cut(long + end), end


def test_the_longer_good_text_is_taken() -> None:
    whole = "\n\n".join(WHOLE)
    found = fuller(article(BEGINNING), Document(title="T", text=whole, language="en"))
    assert found is not None
    assert (found.text, found.language, found.id) == (whole, "en", "a")
    assert fuller(article(whole), Document(title="T", text=whole[:-20])) is None
    cookies = "We and our partners use cookies to give the best experience to everybody who reads this page. " * 5
    assert fuller(article(BEGINNING), Document(title="T", text=cookies)) is None
    assert fuller(article("T"), Document(title="T", text=whole)) is not None


def follow(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", feed_of(server, 1))
    for number in (1, 2, 3):
        server.give(f"/a?{number}", PAGE, Content_Type="text/html; charset=utf-8")
    list(add(library, courier, [server.url("/feed")]))


def test_a_page_fills_an_article_and_the_feed_does_not_empty_it(library: Library, server: Server) -> None:
    with Courier() as courier:
        follow(library, courier, server)
        (row,) = library.articles()
        assert server.asked("/a?1") == 0
        (filled,) = fill(library, courier, [row.id])
        assert (filled.filled, filled.error) == (True, "")
        list(fetch_all(library, courier, full_text=False))
        (again,) = fill(library, courier, [row.id])
    assert "no more" in again.error
    assert library.article(row.id).text == "\n\n".join(WHOLE)
    assert len(library.revisions(row.id)) == 2


def test_pages_are_fetched_with_the_feed_only_where_that_is_wanted(library: Library, server: Server) -> None:
    with Courier() as courier:
        follow(library, courier, server)
        server.give("/feed", feed_of(server, 2))
        list(fetch_all(library, courier, full_text=False))
        assert server.asked("/a?2") == 0
        server.give("/feed", feed_of(server, 3))
        results = list(fetch_all(library, courier, full_text=True))
    assert [result.filled for result in results if isinstance(result, Filled)] == [True]
    assert (server.asked("/a?2"), server.asked("/a?3")) == (0, 1)


def feed_of(server: Server, number: int) -> str:
    """A feed with one item of this number."""
    entry = f"<guid>{number}</guid><title>T{number}</title><link>{server.url(f'/a?{number}')}</link>"
    entry += f"<description>{BEGINNING}</description>"
    return f'<rss version="2.0"><channel><title>F</title><item>{entry}</item></channel></rss>'


def test_a_link_to_another_server_on_this_computer_is_not_followed(library: Library, server: Server) -> None:
    entry = "<item><guid>1</guid><title>T</title><link>http://127.0.0.2:1/a</link><description>x</description></item>"
    server.give("/feed", f'<rss version="2.0"><channel><title>F</title>{entry}</channel></rss>')
    with Courier() as courier:
        list(add(library, courier, [server.url("/feed")]))
        (filled,) = fill(library, courier, [library.articles()[0].id])
    assert "on your own network" in filled.error
