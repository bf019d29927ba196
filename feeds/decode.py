"""From bytes to characters: which encoding a file is in, and whether it is text at all.

The order is the one that is right most often, and never a guess by statistics, which goes wrong on short texts:
a byte order mark, UTF-16 by its zero bytes, UTF-8 where it fits exactly, what the page declares, else UTF-8 with its
few broken bytes shown as U+FFFD, else Windows-1252.
"""

from __future__ import annotations

import codecs
import re

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RICH_TEXT = b"{\\rtf"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PK\x03\x04", "a ZIP archive (or a Word, EPUB or OpenDocument file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (_RICH_TEXT, "a rich text file (RTF)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}encoding=["']([\w.:-]+)|<meta[^>]{1,200}charset=["']?\s*([\w.:-]+)""", re.I
)
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})
_SAMPLE = 65_536
_DECLARATION_WITHIN = 4096


def not_text(data: bytes, *, named_text: bool = False) -> str:
    """What `data` is, in a few words, where it is not text; "" where it is.

    `named_text`: its name says that it is text, so marked-up text is taken at its word.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (named_text and magic == _RICH_TEXT):
            return kind
    if _marked(data) or _utf16_without_mark(data):
        return ""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A few stray control bytes are damage, and cleaning takes them out.
    return "a binary file" if controls * 50 > len(sample) else ""


def decode(data: bytes, *, page: bool = False) -> str:
    """The characters of `data`; `page` says that it is HTML, which may declare its encoding. Never raises."""
    encoding = _marked(data) or _utf16_without_mark(data)
    if encoding:
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data) if page else ""
    if declared:
        return data.decode(declared, "replace")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - broken
    if beyond_ascii >= broken:
        return text  # Windows-1252 hardly ever looks like UTF-8 by chance, so this is damaged UTF-8
    # Python leaves five bytes of Windows-1252 undefined; they become U+FFFD and not C1 controls.
    return data.decode("cp1252", "replace")


def _marked(data: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 of a mostly Latin text shows by every other byte being zero."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd * 2 > pairs and even * 20 < pairs:
        return "utf-16-le"
    if even * 2 > pairs and odd * 20 < pairs:
        return "utf-16-be"
    return ""


def _declared(data: bytes) -> str:
    """The encoding that an HTML page names near its beginning, if Python knows it; UTF-8 it is known not to be."""
    match = _DECLARED.search(data[:_DECLARATION_WITHIN])
    if not match:
        return ""
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii", "ignore")).name
    except LookupError:
        return ""
    if name.startswith(("utf", "ascii")) or name in {"iso8859-1", "latin_1"}:
        return ""  # browsers, too, take Latin-1 to mean Windows-1252
    try:
        b"a\xff".decode(name, "replace")
    except (LookupError, UnicodeError):
        return ""  # no encoding of text, such as base64, or of names, such as idna
    return name
