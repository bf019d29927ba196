"""What is offered while a query is typed: it goes on with what stands there, and never changes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.query.complete import begun, complete

KNOWN = {"tag": ["later", "élan"], "who": ["Ann Lee", "Bo"], "label": ["ORG", "PERSON"], "feed": ["The Harbour Post"]}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ti", "title:"),
        ("a -ti", "a -title:"),
        ("(unr", "(unread"),
        ("t", None),
        ("#la", "#later"),
        ("-#É", "-#Élan"),
        ("#later", None),
        ("label:p", "label:pERSON"),
        ("who:le", "who:lee"),
        ('who:"an', 'who:"ann Lee"'),
        ('by:"Ann L', 'by:"Ann Lee"'),
        ('who:"Ann Lee"', None),
        ("feed:harb", "feed:harbour"),
        ("has:q", "has:quote"),
        ("newer:y", "newer:yesterday"),
        ("nokey:x", None),
        ('"ti', None),
        ("", None),
    ],
)
def test_what_is_offered(typed: str, offered: str | None) -> None:
    assert complete(typed, KNOWN) == offered


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("climat", "climat*"),
        ("unread title:clim", "unread title:clim*"),
        ("a OR clima", "a OR clima*"),
        ("cl", "cl"),
        ("climate ", "climate "),
        ('"climate"', '"climate"'),
        ("climate*", "climate*"),
        ("unread", "unread"),
        ("-climate", "-climate"),
        ("(climate", "(climate"),
        ("#climate", "#climate"),
        ("", ""),
    ],
)
def test_a_word_that_is_being_typed_is_a_beginning(typed: str, asked: str) -> None:
    assert begun(typed) == asked


@given(st.text() | st.text('ab"\\*-:#( who'))
def test_what_was_typed_stays(text: str) -> None:
    offered = complete(text, KNOWN)
    assert offered is None or (offered.startswith(text) and len(offered) > len(text))
    assert begun(text) in (text, f"{text}*")
