"""The one door for text from outside: everything that was not typed into this program passes here first.

Pure functions over strings. What comes out can be shown in a terminal: it can hold no escape sequence, no control
character but `\\n` and `\\t`, and no character that reorders its neighbours. Clean before offsets are made.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from store.lazy import Lazy

_ST = r"(?:\x1b\\|\x9c|\x07)"
_SEQUENCES = re.compile(
    # Control strings first (OSC, DCS, APC, PM, SOS), then CSI, then two-character escapes. An unterminated string is
    # cut only to the end of its line, so that one bad byte cannot swallow an article. One that a C1 control begins is
    # cut only where it is terminated: U+009D alone is mostly what a curly quotation mark became by a wrong encoding.
    rf"\x1b[\]PX^_][^\x1b\x9c\x07\r\n]*{_ST}?"
    rf"|[\x90\x98\x9d-\x9f][^\x1b\x90\x98\x9c-\x9f\x07\r\n]*{_ST}"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
_SINGLES = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n|\Z)")
_MAY_BE_MARKS = re.compile("[^\u0000-\u02ff\u2000-\u20cf]{32}")
"""As many characters as could be combining marks: nearly no text in Latin letters has them."""
_MARKS = Lazy(r"\P{Canonical_Combining_Class=0}{32,}")
_SPACE = re.compile(r"\s+")
_LOGIN = re.compile(r"^([a-z][a-z0-9+.-]*:[\\/]*)[^\\/?#]*@", re.I)
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_NOT_LATIN = re.compile("[^\u0000-\u00b1\u00c0-\u02ff\u2010-\u203e\u20a0-\u20bf]")
"""What is neither a Latin letter nor its usual punctuation; among all others `re` and `regex` tell the same words."""
_ANY_WORD = Lazy(_WORD.pattern)
_GRAPHEME = Lazy(r"\X")


def strip_controls(raw: str) -> str:
    """`raw` without escape sequences, control and bidi characters; line ends become `\\n`, surrogates U+FFFD."""
    if _plain(raw):
        return raw
    text = _SEQUENCES.sub("", raw)
    text = _NEWLINES.sub("\n", text)
    text = _SINGLES.sub("", text)
    return _SURROGATES.sub("\ufffd", text)


def _plain(raw: str) -> bool:
    """Whether it has only what a typewriter has on one line, as most labels, names and times: nothing to clean."""
    return raw.isascii() and raw.isprintable()


def blank_sequences(raw: str) -> str:
    """`raw` with a NUL for every character of an escape sequence: cleaning gives the same, and offsets stay."""
    return _SEQUENCES.sub(lambda found: "\0" * len(found[0]), raw)


def clean(raw: str) -> str:
    """The text of an article: NFC, safe, no blanks at line ends or around the whole.

    Idempotent. Line breaks stay as they are: whoever knows the format turns them into paragraphs.
    """
    # Removing a character can bring an escape's halves, or a letter and its accent, together: normalise last and
    # clean until nothing changes (twice is the rule, more only for texts built to need it).
    if _plain(raw):
        return raw.strip(" ")
    text = raw
    while True:
        cleaned = unicodedata.normalize("NFC", _in_order(strip_controls(text)))
        if cleaned == text:
            break
        text = cleaned
    return _TRAILING.sub("", text).strip("\n\t ")


def _in_order(text: str) -> str:
    """`text` with long runs of combining marks in canonical order, which Python reaches in the square of their length.

    The order is what normalising brings about in any case; so nothing changes but the time.
    """
    if _MAY_BE_MARKS.search(text) is None:
        return text
    return _MARKS.compiled.sub(lambda run: "".join(sorted(run[0], key=unicodedata.combining)), text)


def clean_line(raw: str, limit: int = 1000) -> str:
    """A title, name or other text of one line: clean, white space collapsed, at most `limit` characters."""
    line = _SPACE.sub(" ", clean(raw)).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def text_hash(text: str) -> str:
    """Which revision of a text this is: 16 hex digits of SHA-256 over its UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def without_login(address: str) -> str:
    """An address of the web as it may be shown, written to a log or given away: without a user name and password."""
    return _LOGIN.sub(r"\1", address, count=1)


def article_id(source: str) -> str:
    """The id of the article at `source` (canonical URL, feed guid or absolute path): 12 hex digits of SHA-256."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def count_words(text: str) -> int:
    """How many words `text` has, as a reader would count them."""
    words = _WORD if _NOT_LATIN.search(text) is None else _ANY_WORD.compiled
    return sum(1 for _ in words.finditer(text))


def on_boundary(text: str, offset: int) -> bool:
    """Whether `offset` lies between two characters as a reader sees them (grapheme clusters), not inside one."""
    if offset <= 0 or offset >= len(text):
        return 0 <= offset <= len(text)
    # Between two characters below U+0300 (but `\r\n`), and after a line end, there is always a boundary: most offsets
    # are answered here, and for the others the nearest such place before is where to begin.
    first = offset
    while first and not _surely(text[first - 1], text[first]):
        first -= 1
    if first == offset:
        return True
    for match in _GRAPHEME.compiled.finditer(text, first):
        if match.end() >= offset:
            return match.end() == offset
    return True


def _surely(before: str, after: str) -> bool:
    return before == "\n" or (before < "\u0300" and after < "\u0300" and before != "\r")
