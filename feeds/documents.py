"""What a reader of one format hands back, and the work that all formats share: clean text, paragraphs, a title.

Pure functions over strings; nothing here opens anything.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import Struct

from store.text import clean, clean_line

TITLE_LIMIT = 120
"""Characters that a title taken from the text may have."""

_SENTENCE_END = re.compile(r"(?<=\w{4})[.!?…][\"”’»)\]]*(?=\s)")
_BLANK_LINES = re.compile(r"\n{3,}")


class Document(Struct, frozen=True, kw_only=True, tag="document"):
    """One article as its format gave it: everything clean, nothing known yet of where it came from."""

    title: str
    text: str
    url: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""


def tidy(raw: str) -> str:
    """`raw` clean, with one blank line where there were several; every other line break stays as it is."""
    return _BLANK_LINES.sub("\n\n", clean(raw))


def title_from(text: str) -> str:
    """A title for a text that names none: a copy of its first line.

    A first line that is a whole paragraph gives its first sentence, or as many words as fit, with an ellipsis.
    """
    line = clean_line(text[:4096].lstrip().partition("\n")[0])
    if len(line) <= TITLE_LIMIT:
        return line
    end = _SENTENCE_END.search(line, 24, TITLE_LIMIT)
    if end:
        return line[: end.end()]
    head = line[: TITLE_LIMIT - 1]
    words = head.rpartition(" ")[0].rstrip(" ,;:–—-")
    return (words if len(words) > TITLE_LIMIT // 2 else head) + "…"


def utc_time(raw: str) -> str:
    """A date or time in ISO 8601 or mail's form as ISO 8601 in UTC; "" where it is neither.

    A time without a zone is taken as UTC, a date as its midnight.
    """
    text = clean_line(raw, limit=64)
    if not text:
        return ""
    from email.utils import parsedate_to_datetime  # takes a while, and the reader starts without

    try:
        moment = datetime.fromisoformat(text) if text[0].isdigit() else parsedate_to_datetime(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1000 else ""


def web_address(raw: str) -> str:
    """`raw` if it is an address on the web, else ""; an address holds no white space."""
    address = clean_line(raw, limit=4096)
    return address if re.fullmatch(r"https?://[^\s/]\S*", address, re.I) else ""
