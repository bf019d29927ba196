"""Mails, books and PDF files are read; what is damaged, locked or can't be read here is said."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from feeds.filed import read_filed
from feeds.sources import Skipped, read_sources
from store.errors import SourceError
from store.models import Article

MAIL = """From: Ann Lee <ann@example.org>
Subject: =?utf-8?q?The_bridge_=E2=80=93_again?=
Date: Mon, 01 Jun 2026 12:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/html; charset=utf-8

<p>The <b>bridge</b> is open.</p>
--x
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="../../evil"

junk
--x--
"""
CONTAINER = '<container xmlns="c"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="p" xmlns:dc="d"><metadata><dc:title>The Book</dc:title><dc:creator>Ann Lee</dc:creator>
<dc:language>en</dc:language></metadata><manifest><item id="b" href="two%20x.xhtml"/><item id="a" href="one.xhtml"/>
<item id="z" href="../../etc/passwd"/></manifest><spine><itemref idref="a"/><itemref idref="b"/><itemref idref="z"/>
</spine></package>"""


def read(path: Path, data: bytes) -> Article | Skipped:
    path.write_bytes(data)
    (only,) = read_sources([str(path)])
    return only


def epub(**files: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("OPS/book.opf", PACKAGE)
        for name, text in files.items():
            book.writestr(f"OPS/{name.replace('_', ' ')}.xhtml", text)
    return data.getvalue()


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    found = read(tmp_path / "a.eml", MAIL.encode())
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("The bridge – again", "The bridge is open.")
    assert (found.byline, found.published) == ("Ann Lee <ann@example.org>", "2026-06-01T10:00:00Z")


def test_a_book_is_an_article_in_the_order_of_its_chapters(tmp_path: Path) -> None:
    one = "<?xml version='1.0'?><html><head><title>no</title></head><body><h1>One</h1><p>First.</p></body></html>"
    found = read(tmp_path / "a.epub", epub(one=one, two_x="<html><body><p>Second.</p></body></html>"))
    assert isinstance(found, Article)
    assert (found.title, found.byline, found.language) == ("The Book", "Ann Lee", "en")
    assert found.text == "One\n\nFirst.\n\nSecond."


def test_a_book_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path / "a.epub", epub(one="x" * 60_000_000))
    assert isinstance(found, Skipped)
    assert "more than 50 MB" in found.sentence


@pytest.mark.parametrize("name", ["a.eml", "a.epub", "a.pdf"])
@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"PK\x03\x04junk", b"%PDF-1.4 junk"])
def test_what_is_damaged_is_said(tmp_path: Path, name: str, data: bytes) -> None:
    found = read(tmp_path / name, data)
    assert isinstance(found, Skipped) or name == "a.eml"
    assert isinstance(found, Article) or name in found.sentence


def pdf(words: str) -> bytes:
    """The smallest PDF that says something."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode() if words else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def test_a_pdf_is_an_article_where_it_holds_text(tmp_path: Path) -> None:
    found = read(tmp_path / "a.pdf", pdf("The bridge is open."))
    assert isinstance(found, Article)
    assert found.text == "The bridge is open."
    empty = read(tmp_path / "b.pdf", pdf(""))
    assert isinstance(empty, Skipped)
    assert "no text in it" in empty.sentence


def test_without_its_reader_a_pdf_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(SourceError, match=r"pip install 'quotidian\[pdf\]'"):
        read_filed(pdf("The bridge is open."), "pdf", "a.pdf")
