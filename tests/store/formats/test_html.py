"""The page: it shows the text whole, links to what is there, and is only a page whatever the article says."""

from __future__ import annotations

import time
from html.parser import HTMLParser

from hypothesis import given
from msgspec.structs import replace

from store.formats import Item
from store.models import ArticleState, Mention
from tests.store.conftest import make
from tests.store.formats.test_tools import items, lost, wrote
from tests.store.helpers import mark, quote

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects tags, the words of the article without the labels, ids and links; tags must nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        fields = dict(attrs)
        assert not any(name.startswith("on") or name == "src" for name in fields)
        if "id" in fields:
            self.ids.append(fields["id"])
        if "href" in fields:
            self.links.append(fields["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "article" in self.open and "b" not in self.open:
            self.text += data


@given(items())
def test_the_text_is_whole_and_tags_nest(item: Item) -> None:
    files, losses = wrote("html", item)
    read = Reader(files[".html"])
    assert "".join(read.text.split()) == "".join(item.article.text.split())
    assert len(set(read.ids)) == len(read.ids)
    assert {link.removeprefix("#") for link in read.links if link.startswith("#")} <= set(read.ids)
    assert lost(losses) == sum(a.verdict == "rejected" or not a.exact.strip() for a in item.annotations)


def test_nothing_in_an_article_becomes_a_part_of_the_page() -> None:
    evil = "</title><script>alert(1)</script><img src=x onerror=y> \" ' &lt; $TITLE"
    article = make(text=f"Met {evil} there.", title=evil, url="javascript:alert(1)", byline=evil)
    marks = (mark(article, evil, evil, name=evil, note=evil, tags=(evil,)), mark(article, "Met", anchor="orphaned"))
    state = ArticleState(article=article.id, note=evil)
    page = wrote("html", Item(article=article, annotations=marks, state=state))[0][".html"]
    read = Reader(page)
    assert not read.seen & {"script", "img", "link", "iframe"}
    assert not any(link.startswith("javascript:") for link in read.links)
    assert read.text.strip() == article.text


def test_it_says_who_is_in_it_who_said_what_and_what_was_noted() -> None:
    article = make(url="https://example.org/a?b=1&c=2")
    marks = (
        mark(article, "Blinken", "PERSON", name="Antony Blinken", note="see\nlater", tags=("us",)),
        mark(article, "Antony Blinken", "PERSON", name="Antony Blinken"),
        quote(article),
        replace(mark(article, "The café"), note="closed"),
    )
    page = wrote("html", Item(article=article, annotations=marks))[0][".html"]
    assert f'<li><a href="#a-{marks[0].id}">Antony Blinken</a> <small>×2</small></li>' in page
    assert "1 person · 1 quotation · 1 speaker" in page
    assert page.count('<b class="label">Antony Blinken</b>') == 1  # where the split quotation ends
    assert "<h3>Antony Blinken</h3>" in page
    assert page.count('class="said"') == 2
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "see<br>\nlater" in page
    assert "<i>#us</i>" in page


def test_the_folders_of_the_sender_are_not_sent() -> None:
    for source in ("/home/ann/secret/one.txt", "C:\\Users\\Ann\\secret\\one.txt"):
        page = wrote("html", Item(article=make(source)))[0][".html"]
        assert "one.txt" in page
        assert "secret" not in page


def long_item(words: int) -> Item:
    """One paragraph of so many words, a mark on every fourth, each quotation with another speaker."""
    article = make(text=" ".join(["Ann", "met", "two", "men"] * (words // 4)))
    first = mark(article, "Ann", "PERSON")
    marks = [
        replace(first, id=f"{number:x}", start=start, end=start + 3, name=f"Ann {number}")
        for number, start in enumerate(range(0, len(article.text), len("Ann met two men ")))
    ]
    said = [replace(a, kind="quote", parts=((a.start, a.end),), speaker=None) for a in marks[::2]]
    spoken = [replace(a, speaker=Mention(start=0, end=0, text=f"S{n}", name=f"S{n}")) for n, a in enumerate(said)]
    return Item(article=article, annotations=(*marks[1::2], *spoken))


def test_the_time_grows_with_the_article_not_with_its_square() -> None:
    def took(item: Item) -> float:
        begun = time.perf_counter()
        wrote("html", item)
        return time.perf_counter() - begun

    short, long = long_item(4_000), long_item(32_000)
    assert min(took(long) for _ in range(3)) < 24 * min(took(short) for _ in range(3))  # the square would be 64
