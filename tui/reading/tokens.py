"""The steps of reading and selecting: tokens, sentences, paragraphs. Pure.

A token is what a label may begin or end with: words keep their inner apostrophes, periods and small hyphens (O'Brien,
U.S., two-day); a possessive, the hyphen beside a capital (Beijing-based, US-led) and punctuation stand apart; scripts
without blanks between words go by character. No token holds a blank or cuts a grapheme cluster. Every function looks
only at the surroundings of an offset, so that none gets slower with the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.lazy import Lazy
from tui.reading.cells import cluster_at, next_edge, previous_edge

Span = tuple[int, int]
"""Offsets `[start, end)`."""

_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_EXTEND = r"\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}"
_W = rf"[[[\p{{L}}\p{{N}}_]--[\p{{GCB=Prepend}}{_SPACELESS}]]\p{{M}}{_EXTEND}]"

_TOKEN = Lazy(
    rf"""(?V1x)
    (?![{_EXTEND}]) (?:                                         # an accent on a blank belongs to the blank
      \p{{L}}\.(?:\p{{L}}\.)+(?![{_EXTEND}])                     # U.S.  a.m.
    | {_W}+
      (?:
        (?: ['’](?![sS](?!{_W}))                                # O'Brien  don't, but Blinken|'s
          | \.(?=[\p{{Ll}}\p{{Lo}}\p{{N}}])                     # Amazon.com  4.5
          | ,(?=\p{{N}})                                        # 12,000
          | &(?=\p{{Lu}})                                       # AT&T
          | (?<!\p{{Lu}}\w*)[-‐‑](?!\p{{Lu}})                   # two-day, but Beijing|-|based
          | (?<=\b\p{{Lu}})[-‐‑](?=\p{{N}})                     # F-16
        )
        {_W}+
      )*
    | ['’][sS](?!{_W})
    | (?P<same>[.!?…*_=~-])(?P=same)*(?![{_EXTEND}])             # ... -- ===
    | (?!\s)\X
    )
    """
)

_MEANING = Lazy(r"[\p{L}\p{N}\p{S}]")
_LOOKBACK = 1000
_SECTION = 4000
_SENTENCE_END = Lazy(
    r"""(?x)
      (?P<mark>[.!?…]+)["'”’»)\]]*(?=\s+["'“‘«(\[]*[\p{Lu}\p{Lt}\p{Lo}\p{N}])\s*
    | [。！？]+[”’」』）]*
    """
)
_ABBREVIATION = Lazy(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|vs|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept|Sep|Oct|Nov|Dec|etc|e\.g|i\.e)|\b\p{L}|\.\p{L})$"
)


def tokens(text: str, start: int, end: int) -> Iterator[Span]:
    """The tokens that begin in `text[start:end]`; `start` must not lie inside one."""
    for match in _TOKEN.compiled.finditer(text, start):
        if match.start() >= end:
            return
        yield match.span()


def token_at(text: str, offset: int) -> Span | None:
    """The token that holds the character at `offset`; None at a blank, a line end or the end of the text."""
    if offset >= len(text) or text[offset].isspace():
        return None
    for start, end in tokens(text, _chunk_start(text, offset), offset + 1):
        if start <= offset < end:
            return start, end
    return None


def next_token(text: str, offset: int) -> Span | None:
    """The first token that begins after `offset`."""
    here = token_at(text, offset)
    match = _TOKEN.compiled.search(text, max(here[1], offset + 1) if here else offset)
    return match.span() if match else None


def previous_token(text: str, offset: int) -> Span | None:
    """The last token that begins before `offset`."""
    for position in range(min(offset, len(text)) - 1, -1, -1):
        if (token := token_at(text, position)) is not None:
            return token
    return None


def unit_at(text: str, offset: int) -> Span:
    """The token at `offset`, else the single character there."""
    return token_at(text, offset) or cluster_at(text, offset)


def is_wordlike(text: str, span: Span) -> bool:
    """Whether there is anything in the stretch that a label could mean: a letter, a digit or a symbol."""
    return _MEANING.compiled.search(text, *span) is not None


def whole_tokens(text: str, start: int, end: int) -> Span:
    """`[start, end)` widened to whole tokens."""
    first, last = token_at(text, start), token_at(text, end - 1)
    return min(start, first[0]) if first else start, max(end, last[1]) if last else end


def trim(text: str, start: int, end: int) -> Span:
    """`[start, end)` without the blanks at its ends; empty where there is nothing else."""
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


def move_end(text: str, span: Span, delta: int, *, by_token: bool) -> Span:
    """The span with its end one step on (`delta > 0`) or back; it never empties."""
    start, end = span
    if delta > 0:
        found = next_token(text, end - 1) if by_token else (end, next_edge(text, end))
        return (start, max(end, found[1])) if found else span
    back = previous_token(text, end) if by_token else (previous_edge(text, end), end)
    if back is None or back[0] <= start:
        return span
    shorter = trim(text, start, back[0])[1] if by_token else back[0]
    return (start, shorter) if shorter > start else span


def move_start(text: str, span: Span, delta: int, *, by_token: bool) -> Span:
    """The span with its start one step on (`delta > 0`) or back; it never empties."""
    start, end = span
    if delta > 0:
        found = next_token(text, start) if by_token else (next_edge(text, start), end)
    else:
        found = previous_token(text, start) if by_token else (previous_edge(text, start), start)
    return (found[0], end) if found and found[0] < end else span


def paragraph_at(text: str, offset: int) -> Span:
    """The line of text around `offset`, without its line end."""
    offset = min(offset, len(text))
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text)


def section_at(text: str, offset: int) -> Span:
    """The paragraph around `offset`; of one beyond all measure, a piece, so that nothing need read all of it."""
    start, end = paragraph_at(text, offset)
    if end - start <= _SECTION:
        return start, end
    number = (min(offset, end) - start) // _SECTION
    if number and offset < _cut(text, start, end, number):
        number -= 1
    return _cut(text, start, end, number), _cut(text, start, end, number + 1)


def next_section(text: str, section: Span) -> Span | None:
    """The section behind `section`."""
    end = section[1]
    if end < len(text) and text[end] != "\n":
        return section_at(text, end)
    following = next_paragraph(text, end)
    return section_at(text, following[0]) if following else None


def previous_section(text: str, section: Span) -> Span | None:
    """The section ahead of `section`."""
    start = section[0]
    if start > 0 and text[start - 1] != "\n":
        return section_at(text, start - 1)
    preceding = previous_paragraph(text, start)
    return section_at(text, preceding[1] - 1) if preceding else None


def _cut(text: str, start: int, end: int, number: int) -> int:
    """Where the section with this number begins: behind the first blank there, if one is near."""
    place = start + number * _SECTION
    if number == 0 or place >= end:
        return min(place, end)
    blank = text.find(" ", place, min(place + 200, end))
    return blank + 1 if blank >= 0 else place


def next_paragraph(text: str, offset: int) -> Span | None:
    """The first paragraph with words in it that begins after `offset`."""
    position = text.find("\n", offset)
    while position >= 0:
        start, end = paragraph_at(text, position + 1)
        if not text[start:end].isspace() and end > start:
            return start, end
        position = text.find("\n", position + 1)
    return None


def previous_paragraph(text: str, offset: int) -> Span | None:
    """The last paragraph with words in it that begins before `offset`."""
    position = offset
    while position > 0:
        start, end = paragraph_at(text, position - 1)
        if start < offset and not text[start:end].isspace() and end > start:
            return start, end
        position = start
    return None


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of the paragraph `text[start:end]`, each with the blanks after it."""
    first = start
    for match in _SENTENCE_END.compiled.finditer(text, start, end):
        if match["mark"] == "." and _ABBREVIATION.compiled.search(text, max(first, match.start() - 8), match.start()):
            continue
        yield first, match.end()
        first = match.end()
    if first < end:
        yield first, end


def sentence_at(text: str, offset: int) -> Span:
    """The sentence around `offset`, without the blanks after it."""
    start, end = section_at(text, offset)
    for first, last in sentences(text, start, end):
        if offset < last:
            return trim(text, first, last)
    return start, end


def next_sentence(text: str, offset: int) -> int | None:
    """Where the first sentence after the one at `offset` begins."""
    section = section_at(text, offset)
    for first, _ in sentences(text, *section):
        if first > offset:
            return first
    following = next_section(text, section)
    return following[0] if following else None


def previous_sentence(text: str, offset: int) -> int | None:
    """Where the last sentence that begins before `offset` begins."""
    section = section_at(text, offset)
    before = [first for first, _ in sentences(text, *section) if first < offset]
    if before:
        return before[-1]
    preceding = previous_section(text, section)
    return [first for first, _ in sentences(text, *preceding)][-1] if preceding else None


def _chunk_start(text: str, offset: int) -> int:
    """A place at or before `offset` where a token may begin: after a blank, or as far back as is looked."""
    limit = max(0, offset - _LOOKBACK)
    start = max(text.rfind(" ", limit, offset), text.rfind("\n", limit, offset), text.rfind("\t", limit, offset)) + 1
    return start or limit
