"""Lists of feeds: written and read again, and nothing in them that could be run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.contents import Outline
from feeds.opml import read_opml, write_opml
from store.text import clean_line


def outlines(*inner: str) -> bytes:
    return f'<opml version="1.0"><head><title>Mine</title></head><body>{"".join(inner)}</body></opml>'.encode()


def test_folders_and_categories_are_tags() -> None:
    found = read_opml(
        outlines(
            '<outline text="World News"><outline text="BBC" xmlUrl="http://h/bbc" category="/uk,Radio 4"/></outline>',
            '<outline title="Plain" XMLURL="feed://h/plain"/>',
        )
    )
    assert found is not None
    assert found.title == "Mine"
    assert found.feeds == (
        Outline(url="http://h/bbc", title="BBC", tags=("world-news", "uk", "radio-4")),
        Outline(url="https://h/plain", title="Plain"),
    )


def test_what_could_be_run_or_opened_is_refused() -> None:
    bad = [
        "exec:rm -rf ~",
        "|cat /etc/passwd",
        "filter:x:http://h/",
        "file:///etc/passwd",
        "javascript:x",
        "x.xml",
        "  ",
    ]
    found = read_opml(outlines(*(f'<outline text="x" xmlUrl="{url}"/>' for url in bad)))
    assert found is not None
    assert found.feeds == ()
    assert len(found.refused) == len(bad)
    assert "exec:rm" in found.refused[0]


def test_broken_lists_give_what_can_be_read() -> None:
    found = read_opml(b'<opml><body><outline text="A & B" xmlUrl="http://h/?a=1&b=2"/><outline text="<x')
    assert found is not None
    assert [(feed.url, feed.title) for feed in found.feeds] == [("http://h/?a=1&b=2", "A & B")]
    assert read_opml(b"<rss/>") is None
    assert read_opml(b"nonsense") is None


TITLES = st.text(max_size=20).map(clean_line)


@given(st.lists(st.tuples(st.integers(0, 99), TITLES, st.sampled_from([(), ("a",), ("a", "b-c")])), max_size=6))
def test_what_is_written_is_read_again(feeds: list[tuple[int, str, tuple[str, ...]]]) -> None:
    unique = {n: Outline(url=f"http://h/{n}?a=1&b=2", title=title or str(n), tags=tags) for n, title, tags in feeds}
    data = write_opml(unique.values())
    again = read_opml(data)
    assert again is not None
    assert again.feeds == tuple(unique.values())
    assert etree.fromstring(data).tag == "opml"


def test_a_prefix_that_was_never_declared_stops_no_list() -> None:
    data = b'<opml version="2.0"><x:head/><body><x:y/><outline xmlUrl="http://h/a"/></body></opml>'
    found = read_opml(data)
    assert found is not None
    assert [outline.url for outline in found.feeds] == ["http://h/a"]
