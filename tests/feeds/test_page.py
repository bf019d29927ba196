"""The article in a page: all of its words, none of the page's."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.documents import Document
from feeds.page import read_page
from store.text import clean

LONG = "The wall that kept the sea from Saltmere for a century fell on Friday night, and nobody was hurt, {} said."
BODY = "".join(f"<p>{LONG.format(f'officer {number}')}</p>" for number in range(5))
HEAD = """
<title>Harbour wall falls | The Daily</title>
<meta name="description" content="A town wakes to more sea than it had.">
<meta property="article:published_time" content="2024-03-02T07:15:00+01:00">
<meta name="author" content="Ann Oyelaran">
<meta property="og:site_name" content="The Daily">
<link rel="canonical" href="https://example.org/wall">
"""


def page(article: str, head: str = "", before: str = "", after: str = "") -> Document:
    return read_page(
        f'<!doctype html><html lang="en-GB"><head>{head}</head><body>'
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World news</a></li></ul></nav>{before}"
        f"<article><h1>Harbour wall falls</h1>{article}</article>{after}"
        "<footer><p>Copyright The Daily. All rights reserved.</p></footer></body></html>"
    )


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def test_what_a_page_says_of_itself_is_kept() -> None:
    document = page(BODY, head=HEAD)
    assert document.title == "Harbour wall falls"
    assert document.byline == "Ann Oyelaran · The Daily"
    assert document.published == "2024-03-02T06:15:00Z"
    assert document.url == "https://example.org/wall"
    assert document.language == "en-GB"


def test_the_time_may_stand_in_linked_data() -> None:
    head = '<script type="application/ld+json">{"datePublished": "2024-05-06T07:08:09+02:00"}</script>'
    assert page(BODY, head=head).published == "2024-05-06T05:08:09Z"


def test_menus_footers_and_scripts_are_left_out() -> None:
    document = page(BODY + "<script>let secret = 1</script><style>p { color: red }</style>")
    assert paragraphs(document) == [LONG.format(f"officer {number}") for number in range(5)]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">Hidden words.</p>',
        '<p style="color: red; visibility : hidden">Hidden words.</p>',
        "<p hidden>Hidden words.</p>",
        "<template><p>Hidden words.</p></template>",
        "<noscript>Hidden words.</noscript>",
        "<!-- Hidden words. -->",
        "<button>Hidden words.</button>",
    ],
)
def test_hidden_words_are_left_out_and_what_follows_them_is_not(hidden: str) -> None:
    document = page(BODY + hidden + "<p>“It was loud,” she said.</p>")
    assert "Hidden" not in document.text
    assert "“It was loud,” she said." in document.text


def test_repeated_paragraphs_are_kept_where_they_stood() -> None:
    one, two = LONG.format("Lund"), LONG.format("Moe")
    document = page("".join(f"<p>{text}</p>" for text in (one, "“No.”", two, "“No.”", one)))
    assert paragraphs(document) == [one, "“No.”", two, "“No.”", one]


def test_a_page_of_one_paragraph_three_times_has_it_three_times() -> None:
    assert paragraphs(page(f"<p>{LONG}</p>" * 3)) == [LONG] * 3


def test_captions_are_kept_where_they_stood() -> None:
    figure = "<figure><img src='x.jpg'><figcaption>The wall on Saturday. Photograph: J. Lund</figcaption></figure>"
    document = page(f"<p>{LONG.format('Lund')}</p>{figure}<p>{LONG.format('Moe')}</p>")
    assert paragraphs(document)[1] == "The wall on Saturday. Photograph: J. Lund"


@pytest.mark.parametrize(
    "standfirst",
    [
        '<p class="standfirst">A town wakes to more sea than it had.</p>',
        '<h2 class="article__subtitle">A town wakes to more sea than it had.</h2>',
        '<div class="dek"><p>A town wakes to more sea than it had.</p></div>',
        "<header><p>A town wakes to more sea than it had.</p></header>",
    ],
)
def test_standfirsts_are_kept(standfirst: str) -> None:
    document = page(standfirst + BODY, head=HEAD)
    assert paragraphs(document)[0] == "A town wakes to more sea than it had."
    assert document.text.count("more sea") == 1


def test_boxes_beside_the_article_are_not_put_back() -> None:
    box = '<aside class="related"><p>Read more about walls and what becomes of them.</p></aside>'
    promo = '<p class="newsletter-promo">Sign up for our letter about walls.</p>'
    link = '<p><a href="/x">More: another story about another wall altogether</a></p>'
    document = page(BODY + box + promo + link + f"<p>{LONG.format('Lund')}</p>")
    assert "letter about" not in document.text
    assert "Read more" not in document.text


def test_lists_tables_quotations_and_line_breaks_keep_their_shape() -> None:
    document = page(
        BODY + "<ul><li>First the boats</li><li>Then the road</li></ul>"
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>1923</td><td>£4,000</td></tr></table>"
        "<blockquote><p>It was only stones.</p></blockquote>"
        "<p>One line of a poem that is here<br>and another line of it<br><br>and a new verse of it</p>" + BODY
    )
    assert "\n\n• First the boats\n• Then the road\n\n" in document.text
    assert "\n\nYear | Cost\n1923 | £4,000\n\n" in document.text
    assert "\n\n  It was only stones.\n\n" in document.text
    assert "poem that is here\nand another line of it\n\nand a new verse of it" in document.text


@pytest.mark.parametrize(
    "reference", ["&#27;", "&#x1b;", "&#1;", "&#0;", "&#x00001B", "\x1b", "\x9b", "\x00", "&#155;"]
)
def test_a_control_character_does_not_empty_the_page(reference: str) -> None:
    document = page(BODY + f"<p>A red{reference}[31m word, he said in the harbour on Friday.</p>")
    assert "officer 4" in document.text
    assert "word, he said" in document.text
    assert clean(document.text) == document.text


def test_an_escape_that_needs_unescaping_twice_stays_as_it_is_written() -> None:
    assert "&#27;[2J" in page(BODY + "<p>It shows &amp;#27;[2J as words, and that is all it does here.</p>").text


def test_old_pages_that_write_windows_marks_as_references_are_understood() -> None:
    assert "“It’s gone,”" in page(BODY + "<p>&#147;It&#146;s gone,&#x94; said the keeper of the harbour.</p>").text


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "<html></html>",
        "<!-- nothing -->",
        "<html><body><script>let a = 1</script></body></html>",
        "<body><nav>" + "".join(f"<a href='/{n}'>Part number {n}</a> " for n in range(30)) + "</nav></body>",
        "<body><h1>Log in</h1><form>Name <input> Password <input type='password'></form><p>Forgot it?</p></body>",
        "<body>"
        + "".join(f"<h3><a href='/{n}'>The headline number {n} is long</a></h3>" for n in range(30))
        + "</body>",
    ],
    ids=["nothing", "blanks", "empty", "comment", "script", "menu", "login", "headlines"],
)
def test_a_page_without_an_article_has_no_text(raw: str) -> None:
    assert read_page(raw).text == ""


HUGE = {
    "unclosed paragraphs": "<p>Some words of a paragraph that goes on, she said. " * 20_000,
    "table cells": "<table>" + ("<tr>" + "<td>12 of them</td>" * 20 + "</tr>") * 1000 + "</table>",
    "a picture inside": f'<img src="data:image/png;base64,{base64.b64encode(bytes(3_700_000)).decode()}">',
    "a style inside": f'<p style="background: url(data:x;base64,{"A" * 4_000_000})">x</p>',
    "a script": f"<script>{'let a = 1;' * 300_000}</script>",
    "depth": "<div>" * 30_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x</p>",
    "breaks": "<p>" + "a<br>" * 20_000,
    "hidden words": "<p>" + "a<i hidden>b</i>" * 10_000,
    "references": "<p>" + "&#27;" * 300_000,
    "ampersands": "<p>" + "&" * 1_000_000,
    "a line": "<p>" + "word and word. " * 100_000,
}


@pytest.mark.parametrize("payload", HUGE.values(), ids=HUGE.keys())
def test_large_pages_are_read_and_their_article_found(payload: str) -> None:
    # By the square of their size these would take minutes: a slip shows as a test that does not end.
    assert "officer 4" in page(BODY, after=payload).text


@given(
    st.lists(st.sampled_from([*"ab “”&#;27x'\"=/\x1b\x9b\u202e\n", "<p>", "</p>", "<li>", "<br>", "<a href=x>"])).map(
        "".join
    )
)
def test_any_page_gives_clean_text(raw: str) -> None:
    document = read_page(f"<html><body><article>{BODY}<p>{raw}</p></article></body></html>")
    assert clean(document.text) == document.text
    assert "officer 4" in document.text
