"""Markdown becomes the text that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markdown import read_markdown
from store.text import clean

FRONT = """---
title: "Rail: orders double"
author:
  - Hanneke Vreeswijk
  - 'Cem Aydoğan'
date: 2024-07-25T12:40:00+02:00
url: https://example.org/q2
lang: en
---
# Another heading

Text.
"""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("# One *two*\n\nThree", "One two\n\nThree"),
        ("One\n===\nTwo", "One\n\nTwo"),
        ("a **b** [c](http://x.org) ![d](e.png) `f*g*`", "a b c d f*g*"),
        ("<http://x.org/a>", "http://x.org/a"),
        ("soft\nbreak", "soft break"),
        ("hard  \nbreak", "hard\nbreak"),
        ("> “A.”\n>\n> “B.”", "“A.”\n\n  “B.”"),
        ("x\n\n- a\n- b\n  - c\n- d", "x\n\n• a\n• b\n  • c\n• d"),
        ("3. a\n\n   more\n4. b", "3. a\n\n  more\n\n4. b"),
        ("|A|B|\n|-|-|\n|1|2|\n\n- c", "A | B\n1 | 2\n\n• c"),
        ("a\n\n```py\nx = 1\n  y\n```\n\n    z", "a\n\nx = 1\n  y\n\nz"),
        ("a <b>b</b><br>c <script>alert(1)</script>d", "a b\nc d"),
        ("<div>\n<p>One &amp; two</p><style>p {}</style>\n</div>\n\nThree", "One & two\n\nThree"),
        ("<!-- hidden -->\n\nText", "Text"),
        ("AT&T, 1 < 2, [IMPORTANT] &amp;#27;", "AT&T, 1 < 2, [IMPORTANT] &#27;"),
        ("~~gone~~ \\*kept\\*", "gone *kept*"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("", ""),
    ],
)
def test_what_becomes_of(raw: str, text: str) -> None:
    assert read_markdown(raw).text == text


def test_front_matter_is_used_and_not_shown() -> None:
    document = read_markdown(FRONT)
    assert document.title == "Rail: orders double"
    assert document.byline == "Hanneke Vreeswijk, Cem Aydoğan"
    assert document.published == "2024-07-25T10:40:00Z"
    assert document.url == "https://example.org/q2"
    assert document.language == "en"
    assert document.text == "Another heading\n\nText."


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    document = read_markdown("---\nOnce upon a time there was\n\n---\n\nThe end.")
    assert "Once upon a time" in document.text


def test_an_address_that_is_none_of_the_web_is_left_out() -> None:
    assert read_markdown("---\nurl: javascript:alert(1)\n---\nText").url == ""


@pytest.mark.parametrize(
    ("raw", "title"),
    [("Text first\n\n## *A* heading", "A heading"), ("Only text.", "Only text."), ("#\n\n# Second", "Second")],
)
def test_the_title_is_the_first_heading_or_the_first_line(raw: str, title: str) -> None:
    assert read_markdown(raw).title == title


@given(st.text(st.sampled_from("a b\n\t>-*#`[]()!|<>&;:1.\x1b\x9b\u202e“_~=\\")))
def test_any_markdown_gives_clean_text(raw: str) -> None:
    document = read_markdown(raw)
    assert clean(document.text) == document.text
    assert "\n\n\n" not in document.text


@pytest.mark.parametrize("raw", [">" * 5000 + "a", "- " * 5000 + "a", "[" * 5000, "*a " * 5000, "<" * 5000])
def test_deep_nesting_is_survived(raw: str) -> None:
    assert isinstance(read_markdown(raw).text, str)
