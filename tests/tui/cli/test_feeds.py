"""The commands that follow and fetch feeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.opml import read_opml
from tests.feeds.server import Request, Server, item, rss, serving
from tests.tui.cli.conftest import Run


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.give("/feed", rss(item(1), item(2)), ETag='"a"')
        yield running


def test_add_prints_a_line_for_each_source(run: Run, server: Server, article: Path) -> None:
    code, _, err = ran = run("add", server.url("/feed"), article, server.url("/nothing"))
    assert code == 1
    feed, file = ran.records()
    assert (feed["source"], feed["title"], feed["arrival"], feed["new"]) == (
        server.url("/feed"),
        "The Daily Bridge",
        "new",
        2,
    )
    assert file["source"] == str(article)
    assert "/nothing" in err
    assert "404" in err
    assert [record["feed"] for record in run("list", "--json").records()].count(feed["feed"]) == 2


def test_fetch_names_what_failed_and_goes_on(run: Run, server: Server) -> None:
    server.give("/other", rss(item(1), title="The Other"))
    run("add", server.url("/feed"), server.url("/other"))
    server.give("/feed", rss(item(1), item(2), item(3)))
    server.give("/other", "no", 500)
    code, out, err = run("fetch")
    assert (code, out) == (1, "")
    assert "The Other" in err
    assert "2 feeds asked: 1 new article, 1 failed." in err
    server.give("/other", status=304)
    code, _, err = ran = run("fetch", "other", "--json")
    assert code == 0
    (record,) = ran.records()
    assert (record["title"], record["unchanged"], record["new"]) == ("The Other", True, [])


def test_fetch_without_feeds_says_how_to_follow_one(run: Run) -> None:
    code, _, err = run("fetch")
    assert code == 0
    assert "quotidian add" in err
    code, _, err = run("fetch", "nosuch")
    assert code == 2
    assert "nosuch" in err


def test_feeds_shows_how_they_are_doing(run: Run, server: Server) -> None:
    run("add", server.url("/feed"))
    code, out, _ = run("feeds")
    assert code == 0
    assert "The Daily Bridge" in out
    assert "well" in out
    server.give("/feed", "no", 503, Retry_After="600")
    run("fetch")
    (record,) = run("feeds", "--json").records()
    assert record["articles"] == 2
    assert "503" in record["error"]
    assert "asked to wait until" in record["health"]
    assert (record["url"], record["failures"]) == (server.url("/feed"), 1)


def test_feeds_are_exported_and_unsubscribed_from(run: Run, server: Server, tmp_path: Path) -> None:
    run("add", server.url("/feed"))
    file = tmp_path / "mine.opml"
    assert run("feeds", "--opml", file).code == 0
    found = read_opml(file.read_bytes())
    assert found is not None
    assert [(feed.url, feed.title) for feed in found.feeds] == [(server.url("/feed"), "The Daily Bridge")]
    assert run("feeds", "--unsubscribe").code == 2
    assert run("feeds", "--unsubscribe", "daily").code == 0
    assert run("feeds", "--json").records() == []
    assert len(run("list", "--json").records()) == 2
    (again,) = run("add", file).records()
    assert (again["title"], again["arrival"]) == ("The Daily Bridge", "new")


def test_a_password_is_sent_to_its_server_and_shown_nowhere(run: Run, server: Server, tmp_path: Path) -> None:
    entry = "<item><guid>1</guid><title>Inside</title><description>Words.</description></item>"

    def guarded(request: Request) -> None:
        if request.headers.get("Authorization") == "Basic YW5uOnMzY3JldA==":
            request.give(200, f'<rss version="2.0"><channel>{entry}</channel></rss>')
        else:
            request.give(401, b"no")

    server.answers["/feed"] = guarded
    server.redirect("/moved", "/feed", 301)
    url = server.url("/moved").replace("http://", "http://ann:s3cret@")
    said = [run("add", url), run("fetch"), run("fetch", "moved"), run("feeds"), run("feeds", "--json")]
    assert [result.code for result in said[:2]] == [0, 0]
    said.append(run("add", url.replace("/moved", "/nothing")))
    opml = tmp_path / "feeds.opml"
    said += [run("feeds", "--opml", opml), run("log"), run("list", "--json"), run("export", "--format", "jsonl")]
    said += [run("doctor")]
    for result in said:
        assert "s3cret" not in result.out + result.err
    assert "s3cret" not in opml.read_text()
    assert server.url("/feed") in opml.read_text()  # it moved for good, and is still read there with the password
    server.answers["/feed"] = lambda request: request.give(401, b"no")
    assert "name:password" in run("fetch").err


def test_doctor_names_feeds_and_searches_that_want_a_look(run: Run, server: Server) -> None:
    run("add", server.url("/feed"))
    assert run("doctor").code == 0
    server.give("/feed", "no", 500)
    for _ in range(3):
        run("fetch", "daily")
    run("searches", "Rule", "label:ORG", "--tag", "x")
    code, _, err = run("doctor")
    assert code == 1
    assert "The Daily Bridge’ failed 3 times" in err
    assert "--unsubscribe" in err
    assert "‘Rule’: This rule never tags anything: label:" in err
    server.give("/feed", "no", 410)
    run("fetch", "daily")
    assert "is gone for good" in run("doctor").err
