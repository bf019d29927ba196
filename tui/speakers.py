"""Whom a quotation may be given to: the people and others named near it, or anyone by name. Pure."""

from __future__ import annotations

import re

from msgspec.structs import replace

from store.models import Mention
from tui.edits import Sheet, known_name
from tui.marks import Mark
from tui.reading.tokens import Span

SPEAK = ("PERSON", "ORG", "NORP", "GPE")
"""The labels of those who say something in the news."""

PRONOUNS = frozenset(
    ("he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them", "us", "me", "his", "their", "our", "my")
)
"""Words that stand for a speaker and name nobody."""

FAR = 600
"""Characters from which on a quotation has nothing to do with what is selected."""


def is_pronoun(mention: Mention) -> bool:
    """Whether a mention only stands for somebody who is named elsewhere."""
    return mention.text.casefold() in PRONOUNS


def nearby(sheet: Sheet, quote: Mark) -> list[Mention]:
    """Mentions that may be the quotation's speaker: one for each name, its nearest; people first, then by distance."""
    people = [m for m in sheet.marks if m.kind == "entity" and m.label in SPEAK and not _inside(m.start, m.end, quote)]
    mentions = [
        (m.label != "PERSON", _distance(m.start, m.end, quote), _mention(sheet, m)) for m in people if m.end > m.start
    ]
    said = [s for m in sheet.marks if m.kind == "quote" and (s := speaker_of(m)) is not None]
    mentions += [(False, _distance(s.start, s.end, quote), s) for s in said if s.name or not is_pronoun(s)]
    by_name: dict[str, Mention] = {}
    for _, _, mention in sorted(mentions, key=lambda found: (found[0], found[1])):
        by_name.setdefault(mention.name or mention.text, mention)
    return list(by_name.values())


def named(sheet: Sheet, quote: Mark, name: str) -> Mention:
    """The mention nearest to the quotation that says `name`; where the text has none, an empty one at its start."""
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    found: list[Span] = [match.span() for match in wanted.finditer(sheet.article.text)]
    outside = [span for span in found if not _inside(*span, quote)]
    if not outside:
        return Mention(start=quote.start, end=quote.start, text=name, name=name)
    return at(sheet, min(outside, key=lambda span: _distance(span[0], span[1], quote)))


def at(sheet: Sheet, span: Span) -> Mention:
    """What stands at `span` as a mention; its name is that of the person in it, as far as the sheet tells."""
    words = sheet.article.text[slice(*span)]
    mention = Mention(start=span[0], end=span[1], text=words)
    if is_pronoun(mention):
        return mention
    inside = [m for m in sheet.marks if m.kind == "entity" and span[0] <= m.start and m.end <= span[1] and m.name]
    people = [m.name for m in inside if m.label == "PERSON"]
    return replace(mention, name=people[0] if people else known_name(sheet, words))


def quote_near(sheet: Sheet, span: Span) -> Mark | None:
    """The innermost quotation that `span` touches, else the nearest one; None where all are far."""
    quotes = [mark for mark in sheet.marks if mark.kind == "quote"]
    near = min(quotes, key=lambda mark: (_distance(*span, mark), mark.end - mark.start), default=None)
    return near if near is not None and _distance(*span, near) <= FAR else None


def speaker_of(mark: Mark) -> Mention | None:
    """Who a quotation's speaker is now."""
    source = mark.annotation or mark.quote
    return source.speaker if source else None


def _mention(sheet: Sheet, mark: Mark) -> Mention:
    return Mention(start=mark.start, end=mark.end, text=sheet.article.text[mark.start : mark.end], name=mark.name)


def _inside(start: int, end: int, quote: Mark) -> bool:
    return any(first <= start and end <= last for first, last in quote.parts)


def _distance(start: int, end: int, quote: Mark) -> int:
    return max(quote.start - end, start - quote.end, 0)
