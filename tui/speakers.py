"""Whom a quotation may be given to: the people and others named near it. Pure."""

from __future__ import annotations

from store.models import Mention
from tui.edits import Sheet
from tui.marks import Mark

SPEAK = ("PERSON", "ORG", "NORP", "GPE")
"""The labels of those who say something in the news."""


def nearby(sheet: Sheet, quote: Mark) -> list[Mention]:
    """Mentions that may be the quotation's speaker: one for each name, its nearest; people first, then by distance."""
    people = [m for m in sheet.marks if m.kind == "entity" and m.label in SPEAK and not _inside(m, quote)]
    mentions = [
        (m.label != "PERSON", _distance(m.start, m.end, quote), _mention(sheet, m)) for m in people if m.end > m.start
    ]
    said = [s for m in sheet.marks if m.kind == "quote" and (s := _speaker(m)) is not None]
    mentions += [(False, _distance(s.start, s.end, quote), s) for s in said]
    by_name: dict[str, Mention] = {}
    for _, _, mention in sorted(mentions, key=lambda found: (found[0], found[1])):
        by_name.setdefault(mention.name or mention.text, mention)
    return list(by_name.values())


def _mention(sheet: Sheet, mark: Mark) -> Mention:
    return Mention(start=mark.start, end=mark.end, text=sheet.article.text[mark.start : mark.end], name=mark.name)


def _speaker(mark: Mark) -> Mention | None:
    source = mark.annotation or mark.quote
    return source.speaker if source else None


def _inside(mark: Mark, quote: Mark) -> bool:
    return any(start <= mark.start and mark.end <= end for start, end in quote.parts)


def _distance(start: int, end: int, quote: Mark) -> int:
    return max(quote.start - end, start - quote.end, 0)
