"""Quotations where every mark is one labelled span: parts, speaker and cue are spans too, tied to the first by links.

What such formats share, however they write a span and a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from msgspec import Struct

from store.formats import Losses
from store.formats._foreign import LINKS, ROLES, Foreign
from store.formats._spans import QUOTE, label, provenance
from store.models import Annotation, Cue, Mention, QuoteKind

CONTINUES, SPEAKER, CUE = "continues", "speaker", "cue"
"""What a link says: its source is a quotation, its target a part of it, or who said it, or the word that says so."""
_ROLES = (SPEAKER, CUE)
_KINDS = get_args(QuoteKind)


class Span(Struct, frozen=True, kw_only=True):
    """A labelled stretch of the text."""

    id: str
    start: int
    end: int
    label: str
    says: dict[str, Any] = {}
    """What is known of it beyond the format, with the label that it had then: as it is kept beside it."""


class Link(Struct, frozen=True):
    """That one span belongs to another, by their ids."""

    source: str
    target: str
    role: str


def spans_of(annotation: Annotation) -> Iterator[Span | Link]:
    """The annotation, and what it is made of, each span before its link."""
    identity, says = annotation.id, provenance(annotation) | {"label": label(annotation)}
    stretches = annotation.parts or ((annotation.start, annotation.end),)
    there, absent = _roles(annotation)
    start, end = stretches[0]
    yield Span(id=identity, start=start, end=end, label=label(annotation), says=says | absent)
    for number, (start, end) in enumerate(stretches[1:], start=1):
        yield Span(id=f"{identity}-{number}", start=start, end=end, label=label(annotation))
        yield Link(identity, f"{identity}-{number}", CONTINUES)
    for role, span in there.items():
        yield Span(id=f"{identity}-{role}", start=span.start, end=span.end, label=role.upper(), says=_named(role, span))
        yield Link(identity, f"{identity}-{role}", role)


def _roles(annotation: Annotation) -> tuple[dict[str, Mention | Cue], dict[str, str]]:
    """The speaker and the cue that stand in the text, and what is to be said of those that do not."""
    there: dict[str, Mention | Cue] = {}
    absent: dict[str, str] = {}
    for role, span in ((SPEAKER, annotation.speaker), (CUE, annotation.cue)):
        if span is not None and span.start < span.end:
            there[role] = span
        elif span is not None:
            absent |= {f"{role}_text": span.text}
            absent |= {"speaker_name": span.name} if isinstance(span, Mention) and span.name else {}
    return there, absent


def _named(role: str, span: Mention | Cue) -> dict[str, Any]:
    named = isinstance(span, Mention) and span.name
    return {"label": role.upper(), "speaker_name": named} if named else {}


def take(given: Foreign, spans: Sequence[Span], links: Sequence[Link], losses: Losses) -> None:
    """Make marks and quotations of spans; links of another kind are counted as lost. Raises FormatError."""
    _Ties(given, spans, links, losses).take()


class _Ties:
    """The spans of one text, and which of them are one quotation."""

    def __init__(self, given: Foreign, spans: Sequence[Span], links: Sequence[Link], losses: Losses) -> None:
        self._given = given
        self._losses = losses
        self._spans = {span.id: span for span in reversed(spans)}  # of two with one id a link means the first
        self._all = spans
        self._parts: dict[str, list[Span]] = {}
        self._roles: dict[str, dict[str, Span]] = {}
        self._kept: set[str] = set()
        """Spans that need no mark of their own."""
        for link in sorted(links, key=lambda link: link.role != CONTINUES):
            if not self._tie(link):
                losses.total += 1
                losses.add(LINKS)

    def take(self) -> None:
        """All of them, in their order."""
        for span in self._all:
            first = self._spans[span.id] is span
            if first and span.id in self._kept:
                continue
            if first and (span.id in self._parts or span.id in self._roles):
                self._quote(span)
            else:
                self._given.mark((span.start, span.end), span.label, _says(span))

    def _tie(self, link: Link) -> bool:
        """Keep what the link says; False where it is not of a quotation and what it is made of."""
        source, target = self._spans.get(link.source), self._spans.get(link.target)
        if source is None or target is None or source is target or not _is_quote(source) or source.id in self._kept:
            return False
        if link.role == CONTINUES:
            return self._continue(source, target)
        if link.role not in _ROLES or target.id in self._parts or target.id in self._roles:
            return False
        roles = self._roles.setdefault(source.id, {})
        if link.role in roles:
            self._losses.add(ROLES)
            return True
        roles[link.role] = target
        if target.label == link.role.upper():
            self._kept.add(target.id)
        return True

    def _continue(self, source: Span, target: Span) -> bool:
        if target.id in self._kept or target.id in self._parts:
            return False
        self._parts.setdefault(source.id, []).append(target)
        self._kept.add(target.id)
        return True

    def _quote(self, span: Span) -> None:
        roles = self._roles.get(span.id, {})
        says = _says(span)
        speaker, cue = roles.get(SPEAKER), roles.get(CUE)
        if speaker is not None:
            says = {key: value for key, value in says.items() if key not in ("speaker_name", "speaker_text")}
            says |= {"speaker_name": speaker.says["speaker_name"]} if "speaker_name" in speaker.says else {}
        self._given.quote(
            [_place(part) for part in (span, *self._parts.get(span.id, []))],
            says,
            speaker=_place(speaker) if speaker else None,
            cue=_place(cue) if cue else None,
        )


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_quote(span: Span) -> bool:
    return bool(_says(span).get("kind", "quote" if span.label == QUOTE else "") == "quote")


def _says(span: Span) -> dict[str, Any]:
    """What is known of it, without what was only true of the label that it had."""
    changed = span.says.get("label", span.label) != span.label
    left_out = {"kind", "quote_kind"} if changed else set()
    says = {key: value for key, value in span.says.items() if key not in left_out}
    if says.get("quote_kind", "direct") not in _KINDS:
        del says["quote_kind"]
    return says
