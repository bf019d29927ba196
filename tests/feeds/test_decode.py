"""From bytes to characters: the encodings that files come in, and what is not text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.decode import decode, not_text

WORDS = "“Ça suffit,” said Zoë — naïve café, Łódź, Đặng."
WESTERN = "“Ça suffit,” said Zoë — naïve café."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WORDS.encode(), WORDS),
        (codecs.BOM_UTF8 + WORDS.encode(), WORDS),
        (WORDS.encode("utf-16"), WORDS),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS),
        (WORDS.encode("utf-16-le"), WORDS),
        (WORDS.encode("utf-16-be"), WORDS),
        (WORDS.encode("utf-32"), WORDS),
        (WESTERN.encode("cp1252"), WESTERN),
        ("Zoë, naïve".encode("latin-1"), "Zoë, naïve"),
        (b"one \xff byte", "one ÿ byte"),
        (b"undefined \x9d byte", "undefined \ufffd byte"),
    ],
    ids=["utf8", "utf8-bom", "utf16", "utf16be-bom", "utf16le", "utf16be", "utf32", "cp1252", "latin1", "ff", "9d"],
)
def test_the_encodings_that_files_come_in(data: bytes, text: str) -> None:
    assert not_text(data) == ""
    assert decode(data) == text


def test_one_broken_byte_does_not_spoil_the_rest_of_a_utf8_file() -> None:
    assert decode(WORDS.encode() + b"\xe2\x80 end") == WORDS + "\ufffd end"


@pytest.mark.parametrize("declaration", [b'<meta charset="windows-1251">', b"<?xml version='1.0' encoding='cp1251'?>"])
def test_a_page_may_declare_its_encoding(declaration: bytes) -> None:
    page = declaration + "<p>Тихий океан</p>".encode("cp1251")
    assert "Тихий океан" in decode(page, page=True)
    assert "Тихий океан" not in decode(page)


@pytest.mark.parametrize("name", ["no-such-thing", "base64", "utf-16", "rot13", "idna"])
def test_a_declaration_that_cannot_be_true_is_ignored(name: str) -> None:
    page = f'<meta charset="{name}">'.encode() + b"<p>caf\xe9</p>"
    assert "café" in decode(page, page=True)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\nplain words", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0JFIF", "a picture (JPEG)"),
        (b"PK\x03\x04word/document.xml", "a ZIP archive (or a Word, EPUB or OpenDocument file)"),
        (b"{\\rtf1 words", "a rich text file (RTF)"),
        (bytes(range(256)), "a binary file"),
        (b"\0" * 100, "a binary file"),
    ],
    ids=["pdf", "png", "jpeg", "zip", "rtf", "bytes", "zeros"],
)
def test_what_is_not_text_is_named(data: bytes, kind: str) -> None:
    assert not_text(data) == kind


def test_a_few_stray_controls_do_not_make_a_text_binary() -> None:
    assert not_text(b"A text of some length with one NUL \0 in the middle of it, which cleaning takes out again.") == ""


@given(st.binary(), st.booleans())
def test_any_bytes_decode(data: bytes, page: bool) -> None:
    assert isinstance(decode(data, page=page), str)
    assert isinstance(not_text(data), str)


def test_marked_up_text_in_a_file_that_is_named_text_is_text() -> None:
    assert not_text(b"{\\rtf1 words", named_text=True) == ""
    assert not_text(b"%PDF-1.7", named_text=True) != ""
