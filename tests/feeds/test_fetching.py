"""Following feeds: what is added, what a fetch brings and keeps, and that one bad feed stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.adding import add
from feeds.client import Courier
from feeds.fetching import Fetched, due_feeds, fetch
from feeds.keeping import AddedArticle, AddedFeed, Result
from feeds.sources import Skipped
from feeds.subscriptions import due
from store.library import Library, open_library
from store.marking import annotate
from store.models import Change, Subscription
from tests.feeds.server import RSS, Server, item, rss, serving

PAGE = """<html lang="en"><head><title>The bridge</title>{head}</head><body><h1>The bridge</h1><article>
<p>Maria Lopez opened the bridge on Monday, after two years of work that cost more than anybody had thought.</p>
<p>“The bridge is safe,” she said, and nobody in the crowd of three hundred people said that it was not so.</p>
<p>It will be closed again in the autumn, when the second half of the work is to begin on the other side.</p>
</article></body></html>"""
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture(scope="module")
def courier() -> Iterator[Courier]:
    with Courier() as running:
        yield running


def follow(library: Library, courier: Courier, *sources: str, **more: bool) -> list[Result]:
    return list(add(library, courier, sources, **more))


def fetched(library: Library, courier: Courier, *, named: bool = True) -> Fetched:
    """What fetching the only feed gave."""
    (only,) = fetch(library, courier, library.records(Subscription) if named else None)
    return only


def texts(library: Library) -> dict[str, str]:
    return {row.title: library.article(row.id).text for row in library.articles()}


def test_a_feed_is_followed_and_its_articles_are_there(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1), item(2)), Content_Type=RSS, ETag='"a"')
    (added,) = follow(library, courier, server.url("/feed"))
    assert isinstance(added, AddedFeed)
    assert (added.arrival, added.name, len(added.new)) == ("new", "The Daily Bridge", 2)
    (feed,) = library.records(Subscription)
    assert feed.url == server.url("/feed")
    assert {row.feed for row in library.articles()} == {feed.id}
    assert texts(library)["Title 2"] == "The text of item 2."
    (again,) = follow(library, courier, server.url("/feed"))
    assert isinstance(again, AddedFeed)
    assert (again.arrival, again.new) == ("same", ())


def test_a_second_fetch_is_conditional_and_takes_new_validators(
    library: Library, courier: Courier, server: Server
) -> None:
    server.give("/feed", rss(item(1)), ETag='W/"a"', Last_Modified="Mon, 01 Jun 2026 10:00:00 GMT")
    follow(library, courier, server.url("/feed"))
    server.give("/feed", status=304, ETag='"b"')
    assert fetched(library, courier).unchanged
    assert server.last("/feed")["if-none-match"] == 'W/"a"'
    assert fetched(library, courier).unchanged
    sent = server.last("/feed")
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"b"', "Mon, 01 Jun 2026 10:00:00 GMT")
    assert len(library.articles()) == 1


def test_an_edited_item_is_a_new_revision_and_keeps_its_marks(
    library: Library, courier: Courier, server: Server
) -> None:
    server.give("/feed", rss(item(1, "Ann Lee was there."), item(2)))
    follow(library, courier, server.url("/feed"))
    row = next(row for row in library.articles() if row.title == "Title 1")
    mark = annotate(library.article(row.id), 0, 7, label="PERSON")
    library.commit(Change(what="label", put=(mark,)))
    server.give("/feed", rss(item(1, "On Monday, Ann Lee was there.", title="Edited", guid="http://new/guid")))
    result = fetched(library, courier)
    assert (result.new, result.changed) == ((), (row.id,))
    assert len(library.articles()) == 2
    assert len(library.revisions(row.id)) == 2
    (kept,) = library.annotations(row.id)
    assert (kept.start, kept.exact, kept.anchor) == (11, "Ann Lee", "placed")


def test_an_item_that_is_gone_or_emptied_keeps_its_article(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1), item(2)))
    follow(library, courier, server.url("/feed"))
    server.give("/feed", rss("<item><guid>item-1</guid><title>Title 1</title></item>"))
    result = fetched(library, courier)
    assert (result.new, result.changed, result.error) == ((), (), "")
    assert texts(library) == {"Title 1": "The text of item 1.", "Title 2": "The text of item 2."}


def test_a_fuller_text_is_not_replaced_by_the_feed(library: Library, courier: Courier, server: Server) -> None:
    from msgspec.structs import replace

    from store.text import text_hash

    server.give("/feed", rss(item(1, "Short …")))
    follow(library, courier, server.url("/feed"))
    article = library.article(library.articles()[0].id)
    full = "Short and then all the rest of it, which the feed does not give."
    library.add_articles([replace(article, text=full, text_hash=text_hash(full))])
    fetched(library, courier)
    assert texts(library) == {"Title 1": full}
    server.give("/feed", rss(item(1, "Short, edited …")))
    fetched(library, courier)
    assert texts(library) == {"Title 1": full}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("<html><body>Log in</body></html>", 200, "a web page, not a feed"),
        ("", 200, "is empty"),
        ("no", 404, "404"),
        ("no", 500, "500"),
    ],
)
def test_a_failure_is_said_and_loses_nothing(
    library: Library, courier: Courier, server: Server, body: str, status: int, said: str
) -> None:
    server.give("/feed", rss(item(1)), ETag='"a"')
    follow(library, courier, server.url("/feed"))
    server.give("/feed", body, status, ETag='"broken"', Content_Type="text/html")
    result = fetched(library, courier)
    assert said in result.error
    assert "The Daily Bridge" in result.error
    (state,) = library.feed_states().values()
    assert said in state.error
    assert (state.failures, state.etag, state.gone) == (1, '"a"', False)
    assert state.succeeded
    assert len(library.articles()) == 1


def test_a_feed_that_fails_on_is_left_alone_but_by_name(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/feed"))
    server.give("/feed", "no", 500)
    for _ in range(3):
        assert "500" in fetched(library, courier, named=False).error
    assert "failed 3 times, and is asked again after" in fetched(library, courier, named=False).passed_over
    (feed,), (state,) = library.records(Subscription), library.feed_states().values()
    assert state.rest_until
    assert due(state, timedelta(minutes=1)) == state.rest_until
    assert due_feeds(library, timedelta(minutes=1)) == []
    assert "500" in fetched(library, courier).error  # it was named
    server.give("/feed", rss(item(1)))
    assert fetched(library, courier).error == ""
    (state,) = library.feed_states().values()
    assert (state.rest_until, state.failures) == ("", 0)
    assert due_feeds(library, timedelta(0)) == []  # no schedule, nothing by itself
    assert due_feeds(library, timedelta(seconds=-9)) == [feed]


def test_where_nothing_is_reached_it_is_not_the_feeds_that_failed(library: Library, courier: Courier) -> None:
    with serving() as gone, Courier() as earlier:  # with connections of its own, which end with it
        for path in ("/a", "/b"):
            gone.give(path, rss(item(1), title=path))
            follow(library, earlier, gone.url(path))
    for _ in range(4):
        results = list(fetch(library, courier))
        assert [bool(result.error) for result in results] == [True, True]
        assert not any(result.passed_over for result in results)
    assert {state.failures for state in library.feed_states().values()} == {0}
    assert all("could not be reached" in state.error for state in library.feed_states().values())


def test_a_feed_that_is_gone_is_asked_no_more_but_by_name(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/feed"))
    server.give("/feed", "no", 410)
    assert "gone for good" in fetched(library, courier).error
    assert "gone for good" in fetched(library, courier, named=False).passed_over
    server.give("/feed", rss(item(1)))
    assert fetched(library, courier).error == ""
    assert fetched(library, courier, named=False).passed_over == ""


def test_a_server_that_asks_to_be_left_alone_is(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/feed"))
    server.give("/feed", "no", 429, Retry_After="3600")
    assert "429" in fetched(library, courier).error
    asked = server.asked("/feed")
    assert "asked to be left alone" in fetched(library, courier).passed_over
    assert server.asked("/feed") == asked


def test_a_feed_that_says_it_stays_is_asked_only_by_name(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)), Cache_Control="max-age=600")
    follow(library, courier, server.url("/feed"))
    assert "nothing changes before" in fetched(library, courier, named=False).passed_over
    assert fetched(library, courier).passed_over == ""
    assert server.asked("/feed") == 2


def test_a_feed_that_moved_for_good_is_followed_there(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/feed"))
    (before,) = library.records(Subscription)
    server.give("/new", rss(item(1), item(2)))
    server.redirect("/feed", "/new", 302)
    assert fetched(library, courier).subscription == before
    server.redirect("/feed", "/new", 301)
    assert "it moved to" in fetched(library, courier).notice
    (after,) = library.records(Subscription)
    assert (after.id, after.url) == (before.id, server.url("/new"))
    assert len(library.articles()) == 2


def test_a_page_is_followed_by_the_feed_that_it_names(library: Library, courier: Courier, server: Server) -> None:
    server.give("/", PAGE.format(head=LINK.format("/feed")), Content_Type="text/html")
    server.give("/feed", rss(item(1)))
    (added,) = follow(library, courier, server.url("/"))
    assert isinstance(added, AddedFeed)
    assert added.subscription.url == server.url("/feed")
    (page,) = follow(library, courier, server.url("/"), follow=False)
    assert isinstance(page, AddedArticle)


def test_a_page_that_says_it_is_an_article_is_one(library: Library, courier: Courier, server: Server) -> None:
    head = LINK.format("/feed") + '<meta property="og:type" content="article">'
    server.give("/a", PAGE.format(head=head), Content_Type="text/html; charset=utf-8")
    server.give("/b", PAGE.format(head=""), Content_Type="text/html; charset=utf-8")
    first, second = follow(library, courier, server.url("/a"), server.url("/b"))
    assert isinstance(first, AddedArticle)
    assert isinstance(second, AddedArticle)
    assert first.article.text.startswith("Maria Lopez opened")
    assert (first.article.title, first.article.url) == ("The bridge", server.url("/a"))
    assert server.url("/feed") in first.notice
    assert second.notice == ""
    assert library.records(Subscription) == []


def test_a_feed_that_a_page_names_may_not_lie_on_another_computer_here(
    library: Library, courier: Courier, server: Server
) -> None:
    server.give("/", f"<html>{LINK.format('http://127.0.0.2:1/feed')}</html>", Content_Type="text/html")
    (skipped,) = follow(library, courier, server.url("/"))
    assert isinstance(skipped, Skipped)
    assert "on your own network" in skipped.sentence


def test_a_list_of_feeds_is_followed_without_asking_any(
    library: Library, courier: Courier, server: Server, tmp_path: Path
) -> None:
    server.give("/feed", rss(item(1)))
    file = tmp_path / "feeds.opml"
    file.write_text(
        f'<opml><body><outline text="News"><outline text="Mine" xmlUrl="{server.url("/feed")}"/></outline>'
        '<outline text="x" xmlUrl="exec:id"/></body></opml>'
    )
    added, refused = follow(library, courier, str(file))
    assert isinstance(added, AddedFeed)
    assert isinstance(refused, Skipped)
    assert "exec:id" in refused.sentence
    assert server.requests == []
    (feed,) = library.records(Subscription)
    assert (feed.title, feed.tags) == ("Mine", ("news",))
    assert len(fetched(library, courier).new) == 1


def test_a_feed_in_a_file_is_known_again_when_it_is_read_again(
    library: Library, courier: Courier, tmp_path: Path
) -> None:
    file = tmp_path / "feed.xml"
    self_link = '<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/feed"/>'
    file.write_text(rss(item(1, "Old words."), item(2), more=self_link))
    results = [result for result in follow(library, courier, str(file)) if isinstance(result, AddedArticle)]
    assert [result.arrival for result in results] == ["new", "new"]
    assert "quotidian add https://example.org/feed" in results[0].notice
    assert library.records(Subscription) == []  # nothing is followed by reading a file
    assert library.feed_titles()[results[0].article.feed] == "The Daily Bridge"
    assert len(library.search('feed:"daily bridge"')) == 2
    file.write_text(rss(item(1, "New words.", guid="http://elsewhere/item-1"), item(2)))
    again = [result for result in follow(library, courier, str(file)) if isinstance(result, AddedArticle)]
    assert [result.arrival for result in again] == ["changed", "same"]
    assert [result.article.id for result in again] == [result.article.id for result in results]


def test_a_list_from_the_net_does_not_lead_to_this_computer(library: Library, courier: Courier, server: Server) -> None:
    server.give("/list", f'<opml><body><outline xmlUrl="{server.url("/feed")}"/></body></opml>')
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/list"))
    assert "on your own network" in fetched(library, courier).error
    assert server.asked("/feed") == 0


def test_one_bad_feed_stops_nothing(library: Library, courier: Courier, server: Server) -> None:
    for number in range(6):
        server.give(f"/{number}", rss(item(number), title=f"Feed {number}"))
    follow(library, courier, *(server.url(f"/{number}") for number in range(6)))
    server.give("/2", "no", 500)
    server.give("/4", "<rss>", Content_Length="1000", Connection="close")
    results = list(fetch(library, courier))
    assert len(results) == 6
    assert {result.name for result in results if result.error} == {"Feed 2", "Feed 4"}


@pytest.mark.slow
def test_a_feed_that_takes_too_long_to_read_is_given_up(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTIDIAN_READING", "4")
    server.give("/deep", f'<rss version="2.0"><channel>{"<a>" * 400_000}')
    server.give("/feed", rss(item(1)))
    with Courier() as courier:
        deep, well = follow(library, courier, server.url("/deep"), server.url("/feed"))
    assert isinstance(deep, Skipped)
    assert "taken apart" in deep.sentence
    assert isinstance(well, AddedFeed)


def test_what_was_unsubscribed_is_undone(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    follow(library, courier, server.url("/feed"))
    (feed,) = library.records(Subscription)
    library.commit(Change(what="unsubscribe", drop=(feed,)))
    assert list(fetch(library, courier)) == []
    library.undo()
    assert fetched(library, courier).new == ()
    assert len(library.articles()) == 1


def test_dates_far_ahead_are_not_believed(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1, more="<pubDate>Mon, 01 Jun 2099 10:00:00 GMT</pubDate>")))
    follow(library, courier, server.url("/feed"))
    assert library.articles()[0].published == ""


def test_a_courier_that_ends_is_said_and_replaced(library: Library, server: Server) -> None:
    server.give("/feed", rss(item(1)))
    with Courier() as courier:
        follow(library, courier, server.url("/feed"))
        assert courier._process is not None
        courier._process.kill()
        courier._process.wait()
        assert fetched(library, courier).error == ""


def saved(tmp_path: Path, *items: str, title: str = "The Daily Bridge") -> str:
    """A file that holds a feed of these items."""
    path = tmp_path / "saved.rss"
    path.write_text(rss(*items, title=title), encoding="utf-8")
    return str(path)


def marked(library: Library, title: str) -> str:
    """Mark the beginning of the article with this title; its id."""
    (row,) = [row for row in library.articles() if row.title == title]
    article = library.article(row.id)
    library.commit(Change(what="mark", put=(annotate(article, 0, 4, label="ORG"),)))
    return row.id


def test_a_feed_that_was_saved_to_a_file_is_known_again_when_it_is_followed(
    library: Library, courier: Courier, server: Server, tmp_path: Path
) -> None:
    file = saved(tmp_path, item(1, "Text one."), item(2, "Text two."))
    follow(library, courier, file)
    article = marked(library, "Title 1")
    server.give("/feed", rss(item(1, "Today: Text one."), item(2, "Text two."), item(3)), Content_Type=RSS)
    (added,) = follow(library, courier, server.url("/feed"))
    assert isinstance(added, AddedFeed)
    assert len(added.new) == 1
    assert sorted(texts(library)) == ["Title 1", "Title 2", "Title 3"]
    (mark,) = library.annotations(article)
    assert library.article(article).text[mark.start : mark.end] == mark.exact == "Text"
    assert {row.feed for row in library.articles()} == {added.subscription.id}
    assert fetched(library, courier).changed == ()
    assert [result.arrival for result in follow(library, courier, file)] == ["same", "same"]  # type: ignore[union-attr]
    assert library.article(article).text == "Today: Text one."


def test_a_file_of_a_feed_that_is_followed_brings_only_what_the_feed_did_not(
    library: Library, courier: Courier, server: Server, tmp_path: Path
) -> None:
    server.give("/feed", rss(item(1, "Text one."), item(2, "Text two.")), Content_Type=RSS)
    (added,) = follow(library, courier, server.url("/feed"))
    assert isinstance(added, AddedFeed)
    article = marked(library, "Title 1")
    results = follow(library, courier, saved(tmp_path, item(0), item(1, "An older text."), item(2, "Text two.")))
    assert [result.arrival for result in results] == ["new", "same", "same"]  # type: ignore[union-attr]
    assert texts(library)["Title 1"] == "Text one."
    assert library.annotations(article)[0].exact == "Text"
    assert sum(row.feed == added.subscription.id for row in library.articles()) == 2
    server.give("/feed", rss(item(1, "Text one, edited.")), Content_Type=RSS)
    assert fetched(library, courier).changed == (article,)


def test_a_file_of_another_feed_is_not_taken_for_the_one_that_is_followed(
    library: Library, courier: Courier, server: Server, tmp_path: Path
) -> None:
    server.give("/feed", rss(item(1), item(2)), Content_Type=RSS)
    follow(library, courier, server.url("/feed"))
    results = follow(library, courier, saved(tmp_path, item(1, "Another text."), title="The Nightly Bridge"))
    assert [result.arrival for result in results] == ["new"]  # type: ignore[union-attr]
    assert len(library.articles()) == 3


def test_two_feeds_that_are_followed_stay_two(library: Library, courier: Courier, server: Server) -> None:
    server.give("/feed", rss(item(1, "Short.")), Content_Type=RSS)
    server.give("/full", rss(item(1, "The whole of it.")), Content_Type=RSS)
    follow(library, courier, server.url("/feed"), server.url("/full"))
    assert sorted(library.article(row.id).text for row in library.articles()) == ["Short.", "The whole of it."]
