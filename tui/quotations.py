"""What a person's decision does to a quotation: its kind, speaker, cue and parts. Pure, as `tui.edits` is.

Every function gives one change, or raises Refusal with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from store.marking import annotate, correct, move
from store.models import Annotation, Change, Cue, Mention, QuoteKind
from tui.edits import Refusal, Sheet, kept_of, short
from tui.marks import Mark
from tui.reading.tokens import Span, paragraph_at, trim
from tui.speakers import is_pronoun

Decide = Callable[[Sheet, Mark], Change]
"""What is done to a quotation of a sheet."""

KINDS: tuple[QuoteKind, ...] = ("direct", "mixed", "indirect")

_IN_MARKS = re.compile('“[^“”\n]*”|«[^«»\n]*»|„[^„“”\n]*[“”]|(?<!\\w)"[^"\n]*"(?!\\w)|(?<!\\w)‘[^‘’\n]*’(?!\\w)')
"""A stretch in quotation marks, within one line."""


def spoken_at(text: str, offset: int) -> Span | None:
    """The stretch in quotation marks around `offset`, marks included; None where there is none."""
    start, end = paragraph_at(text, offset)
    found = (match.span() for match in _IN_MARKS.finditer(text, start, end))
    return next((span for span in found if span[0] <= offset < span[1]), None)


def make(sheet: Sheet, span: Span) -> Change:
    """Make a quotation of a stretch; a suggestion that it overlaps is corrected to it, speaker and cue stay.

    What begins and ends in marks is direct, with a part for each stretch in marks; what holds some is mixed.
    """
    text = sheet.article.text
    start, end = trim(text, *span)
    if start >= end:
        raise Refusal("there is nothing here to quote")
    kind, parts = _read(text, start, end)
    over = [m for m in sheet.marks if m.kind == "quote" and m.start < end and start < m.end]
    if any((m.start, m.end) == (start, end) and m.standing == "kept" for m in over):
        raise Refusal("this is a quotation already")
    suggested = [mark for mark in over if mark.standing == "suggested"]
    if len(suggested) == 1:
        made = move(sheet.article, kept_of(sheet, suggested[0]), start, end)
        speaker = made.speaker if made.speaker and not _within(made.speaker, parts) else None
        cue = made.cue if made.cue and not _within(made.cue, parts) else None
        made = replace(made, speaker=speaker, cue=cue)
    else:
        made = replace(annotate(sheet.article, start, end, annotator=sheet.annotator), kind="quote")
    return Change(what=f"quotation '{short(made.exact)}'", put=(replace(made, label=kind, parts=parts),))


def retype(sheet: Sheet, mark: Mark, kind: QuoteKind | None = None) -> Change:
    """Say which kind a quotation is; without one, the kind after the one it is: direct, mixed, indirect."""
    kept = _quotation(sheet, mark)
    known = KINDS.index(kept.label) if kept.label in KINDS else -1
    chosen = kind or KINDS[(known + 1) % len(KINDS)]
    return Change(what=f"'{short(kept.exact)}' is {chosen}", put=(correct(replace(kept, label=chosen)),))


def set_speaker(sheet: Sheet, mark: Mark, speaker: Mention | None, *, pronoun: Mention | None = None) -> Change:
    """Say who said a quotation, or that nobody in the text did.

    Where a `pronoun` stands for the speaker, or stood for it before, it stays the mention and takes the person's name.
    """
    kept = _quotation(sheet, mark)
    stands = pronoun or (kept.speaker if kept.speaker is not None and is_pronoun(kept.speaker) else None)
    if speaker is not None and stands is not None and not is_pronoun(speaker):
        speaker = replace(stands, name=speaker.name or speaker.text)
    who = speaker.name or speaker.text if speaker else "nobody"
    put = correct(replace(kept, speaker=speaker))
    return Change(what=f"speaker of '{short(kept.exact)}': {short(who)}", put=(put,))


def set_cue(sheet: Sheet, mark: Mark, span: Span | None) -> Change:
    """Say with which words a quotation is reported, or that there are none."""
    kept = _quotation(sheet, mark)
    if span is None:
        if kept.cue is None:
            raise Refusal("it has no cue: select the words that report it first")
        return Change(what=f"no cue for '{short(kept.exact)}'", put=(correct(replace(kept, cue=None)),))
    cue = Cue(start=span[0], end=span[1], text=sheet.article.text[slice(*span)])
    put = correct(replace(kept, cue=cue))
    return Change(what=f"cue of '{short(kept.exact)}': {short(cue.text)}", put=(put,))


def cut(sheet: Sheet, mark: Mark, span: Span) -> Change:
    """Take a stretch out of what was said: in the middle it splits the quotation, at an end it shortens it."""
    kept = _quotation(sheet, mark)
    left: list[Span] = []
    for start, end in mark.parts:
        for piece in ((start, min(end, span[0])), (max(start, span[1]), end)):
            first, last = trim(sheet.article.text, *piece) if piece[0] < piece[1] else piece
            if first < last:
                left.append((first, last))
    if not left:
        raise Refusal("nothing of the quotation would be left: x rejects it")
    return Change(what=f"split '{short(kept.exact)}'", put=(_of_parts(sheet, kept, left),))


def extend(sheet: Sheet, mark: Mark, span: Span) -> Change:
    """Let a quotation go on, or begin, in another stretch: it is a part of its own, or joins the one it touches."""
    kept = _quotation(sheet, mark)
    joined: list[Span] = []
    for start, end in sorted((*mark.parts, span)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return Change(what=f"part of '{short(kept.exact)}'", put=(_of_parts(sheet, kept, joined),))


def join(sheet: Sheet, mark: Mark) -> Change:
    """Make one stretch of a split quotation."""
    kept = _quotation(sheet, mark)
    if len(mark.parts) < 2:
        raise Refusal("it is one part: select what was not said, or what it goes on with, first")
    whole = mark.parts[0][0], mark.parts[-1][1]
    return Change(what=f"join '{short(kept.exact)}'", put=(_of_parts(sheet, kept, [whole]),))


def parts_with(sheet: Sheet, mark: Mark, span: Span | None) -> Change:
    """What one key does to a quotation's parts: a stretch inside is cut out, one outside is added, none joins them."""
    if span is None:
        return join(sheet, mark)
    inside = any(start <= span[0] and span[1] <= end for start, end in mark.parts)
    return (cut if inside else extend)(sheet, mark, span)


def _quotation(sheet: Sheet, mark: Mark) -> Annotation:
    if mark.kind != "quote":
        raise Refusal("this is not a quotation")
    return kept_of(sheet, mark)


def _of_parts(sheet: Sheet, kept: Annotation, parts: Sequence[Span]) -> Annotation:
    """The quotation with these parts, and from the first to the last of them."""
    start, end = parts[0][0], parts[-1][1]
    moved = move(sheet.article, kept, start, end) if (start, end) != (kept.start, kept.end) else correct(kept)
    return replace(moved, parts=tuple(parts))


def _read(text: str, start: int, end: int) -> tuple[QuoteKind, tuple[Span, ...]]:
    """The kind and the parts that the marks in a stretch tell."""
    found = tuple(match.span() for match in _IN_MARKS.finditer(text, start, end))
    if found and (found[0][0], found[-1][1]) == (start, end):
        return "direct", found
    return ("mixed" if found else "indirect"), ((start, end),)


def _within(span: Mention | Cue, parts: Sequence[Span]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in parts)
