"""Feeds as they come, the broken ones above all: nothing raises, nothing of the text is lost, no markup is left."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.contents import Feed, Unreadable
from feeds.repair import MOST_ITEMS
from feeds.taking import take
from store.text import clean
from tests.feeds.server import item, rss

FOLDER = os.environ.get("QUOTIDIAN_FEED_FILES", "")
"""A folder of foreign feed files to run over: feedparser's own tests, those of the W3C's validator."""


def feed(data: str | bytes, address: str = "http://h/feed") -> Feed:
    found = take(data.encode() if isinstance(data, str) else data, address, "", "any")
    assert isinstance(found, Feed), found
    return found


def one(inner: str) -> str:
    """The text of an item with this description."""
    return feed(rss(f"<item><title>T</title><description>{inner}</description></item>")).items[0].text


def titled(title: str) -> str:
    return feed(rss(f"<item><title>{title}</title><description>x</description></item>")).items[0].title


def test_an_item_has_all_that_its_feed_says() -> None:
    more = (
        "<author>ann@h (Ann Lee)</author><pubDate>Mon, 01 Jun 2026 12:00:00 +0200</pubDate>"
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<![CDATA[<p>One <b>bold</b> word &amp; more.</p><p>Two.</p>]]></content:encoded>"
    )
    found = feed(rss(item(1, more=more), more="<language>en-gb</language>"))
    assert (found.title, found.link, found.language) == ("The Daily Bridge", "http://h/", "en-gb")
    (only,) = found.items
    assert only.text == "One bold word & more.\n\nTwo."
    assert (only.guid, only.link, only.published) == ("item-1", "http://h/1", "2026-06-01T10:00:00Z")
    assert only.byline == "Ann Lee · The Daily Bridge"


def test_atom_rdf_and_json_are_feeds_too() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>tag:1</id>
    <title type="html">T &amp;lt;b></title><link href="/1"/><updated>2026-06-01T10:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p><ul><li>a</li><li>b</li></ul></div></content>
    </entry></feed>"""
    (entry,) = feed(atom).items
    assert (entry.title, entry.text, entry.link) == ("T <b>", "x\n\n• a\n• b", "http://h/1")
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><title>R</title></channel><item rdf:about="http://h/1"><title>T</title></item></rdf:RDF>"""
    assert [i.title for i in feed(rdf).items] == ["T"]
    json = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": 7, "url": "/7",
    "title": "T", "content_html": "<p>a</p><p>b</p>", "date_published": "2026-06-01T10:00:00+02:00",
    "authors": [{"name": "Ann"}]}, 3, {}]}"""
    first, second = feed(json).items
    assert (first.guid, first.link, first.text, first.byline) == ("7", "http://h/7", "a\n\nb", "Ann · J")
    assert first.published == "2026-06-01T08:00:00Z"
    assert second.title == "Untitled"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("R & D; more", "R & D; more"),
        ("1 < 2", "1 < 2"),
        ("caf&eacute; &nbsp;x", "café x"),
        ("&nosuch; x", "&nosuch; x"),
        ("&lt;antirez&gt;", "<antirez>"),
        ("<![CDATA[a & b <i>c</i>]]>", "a & b c"),
        ("&amp;amp;", "&"),
        ("a&#27;[31mb&#0;&#7;c", "a[31mbc"),
    ],
)
def test_titles_lose_nothing(title: str, shown: str) -> None:
    assert titled(title) == shown


@pytest.mark.parametrize(
    "payload",
    [
        *("\x1b[31m", "&#27;[2J", "&amp;#27;[2J", "\x9b", "\x1b]52;c;AAAA\x07", "\x1b]0;x", "\x1bP", "\x1bc"),
        *("x" * 10_000, "\n" * 400, "&#x202e;evil", "&#173;", "😀", "مرحبا", "e" + "\u0301" * 300),
    ],
)
def test_no_payload_reaches_what_is_shown(payload: str) -> None:
    everywhere = f"<item><title>T {payload}</title><guid>{payload}</guid><author>{payload}</author>"
    found = feed(rss(f"{everywhere}<description>T {payload}</description></item>", title=f"F {payload}"))
    for text in (found.title, found.items[0].title, found.items[0].byline, found.items[0].guid):
        assert clean(text) == text
        assert "\n" not in text
    assert clean(found.items[0].text) == found.items[0].text


def test_an_escape_sequence_goes_whole() -> None:
    assert titled("a\x1b[31mb\x1b]52;c;AAAA\x07c\x1b]8;;http://h\x1b\\d") == "abcd"
    assert titled("a\x1b]0;b") == "a]0;b"  # one without an end takes no tags along


def test_html_becomes_paragraphs() -> None:
    html = """&lt;p&gt;One&lt;br&gt;two &lt;a href="x"&gt;link&lt;/a&gt;.&lt;/p&gt;&lt;script&gt;no()&lt;/script&gt;
    &lt;blockquote&gt;&lt;p&gt;Said.&lt;/p&gt;&lt;/blockquote&gt;&lt;ol&gt;&lt;li&gt;a&lt;ul&gt;&lt;li&gt;b&lt;/ul&gt;&lt;li&gt;c&lt;/ol&gt;
    &lt;table&gt;&lt;tr&gt;&lt;td&gt;1&lt;/td&gt;&lt;td&gt;2&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;pre&gt;a  b
      c&lt;/pre&gt;end"""
    assert one(html) == "One\ntwo link.\n\n  Said.\n\n• a\n  • b\n• c\n\n1 | 2\n\na  b\n      c\n\nend"


def test_encodings_are_found_out() -> None:
    text = rss(item(1, "Grüße – “quoted”"))
    for data in (
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
        ('<?xml version="1.0" encoding="windows-1252"?>' + text).encode("cp1252"),
        ('<?xml version="1.0" encoding="no-such"?>' + text).encode(),
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + text).encode(),
    ):
        assert feed(data).items[0].text == "Grüße – “quoted”"


def test_what_stands_before_the_feed_is_passed_over() -> None:
    whole = f"Warning: deprecated &amp; in <b>line 3</b>\n<?xml version='1.0'?>\n{rss(item(1))}"
    assert len(feed(whole).items) == 1
    assert len(feed(f"\n\n  {rss(item(1))}").items) == 1
    assert len(feed(rss(item(1)).replace("<item>", "<item>\0")).items) == 1


def test_entities_that_a_feed_declares_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10))
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [{laughs}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    began = time.monotonic()
    (only,) = feed(bomb + rss(item(1, "a &l9; b &f; c"))).items
    assert only.text == "a &l9; b &f; c"
    assert time.monotonic() - began < 3


def test_what_is_no_feed_is_said() -> None:
    for data in (b"", b"  \n", b"\x00\x01\x02" * 50, b"%PDF-1.4"):
        assert isinstance(take(data, "http://h/", "", "feed"), Unreadable)
    login = take(
        b"<!doctype html><html><body><form><input type=password></form></body></html>", "http://h/", "", "feed"
    )
    assert isinstance(login, Unreadable)
    assert "a web page, not a feed" in login.what


def test_a_body_that_looks_like_a_path_opens_nothing(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(1)))
    assert not isinstance(take(str(file).encode(), "http://h/", "", "feed"), Feed)


def test_of_an_archive_the_first_items_are_read() -> None:
    found = feed(rss(*(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(MOST_ITEMS + 50))))
    assert (len(found.items), found.left_out) == (MOST_ITEMS, 50)
    assert found.items[-1].guid == str(MOST_ITEMS - 1)


@pytest.mark.parametrize("date", ["", "31 Feb 2026", "0001-01-01T00:00:00Z", "yesterday", "9" * 40, "Mon, 99 Foo"])
def test_dates_that_are_none_are_left_out(date: str) -> None:
    found = feed(rss(item(1, more=f"<pubDate>{date}</pubDate>")))
    assert found.items[0].published in ("", "2026-03-03T00:00:00Z")  # a month may run over


WHOLE = rss(item(1, "&lt;p&gt;Text &amp;amp; more", more="<![CDATA[<b>x</b>]]>"), item(2, "1 < 2 & AT&T")).encode()


@given(st.integers(0, len(WHOLE)))
@settings(max_examples=60)
def test_a_feed_cut_off_anywhere_raises_nothing(at: int) -> None:
    take(WHOLE[:at], "http://h/", "", "feed")


@given(st.integers(0, len(WHOLE)), st.binary(max_size=12), st.integers(0, 6))
@settings(max_examples=100)
def test_a_feed_damaged_anywhere_raises_nothing(at: int, junk: bytes, gone: int) -> None:
    found = take(WHOLE[:at] + junk + WHOLE[at + gone :], "http://h/", "", "any")
    for entry in found.items if isinstance(found, Feed) else ():
        assert clean(entry.text) == entry.text


@pytest.mark.skipif(not FOLDER, reason="set QUOTIDIAN_FEED_FILES to a folder of feed files")
def test_foreign_files_give_as_many_entries_as_feedparser_alone() -> None:
    fewer, slow, read = [], [], 0
    for file in sorted(path for path in Path(FOLDER).rglob("*") if path.suffix in {".xml", ".rss", ".atom", ".rdf"}):
        data = file.read_bytes()
        alone = len(feedparser.parse(io.BytesIO(data)).entries)
        began = time.monotonic()
        found = take(data, "http://h/", "", "any")
        read += 1
        if time.monotonic() - began > 10:
            slow.append(file.name)
        if len(found.items if isinstance(found, Feed) else ()) < alone:
            fewer.append((file.name, alone))
    assert (fewer, slow) == ([], [])
    assert read, "there is no feed file in the folder"


@pytest.mark.parametrize(
    "broken",
    [
        '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters"><psc:chapter title="no start"/></psc:chapters>',
        "<image><url>http://h/i.png</url></width></image>",
        "<image><height></height><width>wide</widht></image>",
    ],
)
def test_an_element_that_feedparser_stumbles_over_costs_no_item(broken: str) -> None:
    found = feed(rss(item(1), item(2, more=broken), item(3, "Words & more."), more=broken))
    assert [one.title for one in found.items] == ["Title 1", "Title 2", "Title 3"]
    assert found.items[2].text == "Words & more."


def test_an_encoding_whose_name_is_none_costs_nothing() -> None:
    data = b'<?xml version="1.0" encoding="ms\xb6greek"?>' + rss(item(1, "Words.")).encode()
    assert feed(data).items[0].text == "Words."
    assert isinstance(take(data[:44] + b"<channel/>", "http://h/", "", "feed"), Unreadable)
