"""What is typed to see only some findings: words, and fields such as `label:ORG` or `is:unsure`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from store.models import Annotation
from tui.marks import Mark
from tui.widgets.pieces import foreign

FIELDS = ("kind", "label", "tag", "verdict", "is", "by")
"""What can stand before a colon."""

HELP = "words #tag kind: label: verdict: is:unsure"
"""The prompt's reminder."""

_TERM = re.compile(rf'(-?)(?:({"|".join(FIELDS)}):|(#))?("[^"]*"?|\S+)', re.IGNORECASE)


class Facts(Struct, frozen=True, kw_only=True):
    """What a finding can be found by, in small letters."""

    words: str
    """Everything that a bare word may occur in: the text, names, the note, tags, label, kind and verdict."""
    kind: str
    label: str
    verdict: str
    """`suggested` for what nobody judged yet."""
    tags: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """What `is:` asks: unsure, moved, lost, noted, tagged, kept, suggested, rejected."""
    by: str = ""
    """A quotation's speaker."""


Test = Callable[[Facts], bool]


def parse(query: str) -> Test:
    """Whether a finding has every term of `query`: `-` before a term asks that it has it not."""
    tests = [_test(*match.groups()) for match in _TERM.finditer(query.casefold())]
    return lambda facts: all(test(facts) for test in tests)


def facts_of(mark: Mark) -> Facts:
    """What a mark can be found by."""
    if mark.annotation is not None:
        return facts_of_annotation(mark.annotation)
    found = mark.entity or mark.quote
    text = found.text if found is not None else ""
    by = mark.name if mark.kind == "quote" else ""
    unsure = ("unsure",) if mark.quote is not None and mark.quote.confidence == "low" else ()
    return _facts(mark.kind, mark.label, "suggested", text, mark.name, by=by, flags=unsure)


def facts_of_annotation(kept: Annotation) -> Facts:
    """What an annotation can be found by."""
    flags = [flag for flag, on in (("unsure", kept.unsure), ("noted", kept.note), ("tagged", kept.tags)) if on]
    flags += {"moved": ["moved"], "orphaned": ["lost", "orphaned"]}.get(kept.anchor, [])
    flags += ["rejected"] if kept.verdict == "rejected" else ["kept"]
    by = (kept.speaker.name or kept.speaker.text) if kept.speaker else ""
    return _facts(
        kept.kind, kept.label, kept.verdict, kept.exact, kept.name, kept.note, by=by, tags=kept.tags, flags=flags
    )


def facts_of_words(kind: str, *words: str, tags: tuple[str, ...] = ()) -> Facts:
    """What something that is no mark can be found by: what was said of the article as a whole."""
    return _facts(kind, "", "", *words, tags=tags, flags=("kept",))


def _facts(
    kind: str,
    label: str,
    verdict: str,
    *words: str,
    by: str = "",
    tags: tuple[str, ...] = (),
    flags: tuple[str, ...] | list[str] = (),
) -> Facts:
    every = (*words, by, kind, label, verdict, *(f"#{tag}" for tag in tags), *flags)
    return Facts(
        words=" ".join(foreign(word) for word in every if word).casefold(),
        kind=kind,
        label=label.casefold(),
        verdict=verdict or "added",
        tags=tuple(tag.casefold() for tag in tags),
        flags=(*flags, *((verdict,) if verdict == "suggested" else ())),
        by=by.casefold(),
    )


def _test(minus: str, field: str | None, tag: str | None, value: str) -> Test:
    wanted = value.strip('"')
    if field is None and tag is None:
        return _unless(minus, lambda facts: wanted in facts.words)
    if tag or field == "tag":
        return _unless(minus, lambda facts: any(one.startswith(wanted.lstrip("#")) for one in facts.tags))
    if field == "is":
        return _unless(minus, lambda facts: any(flag.startswith(wanted) for flag in facts.flags))
    if field == "by":
        return _unless(minus, lambda facts: wanted in facts.by)
    return _unless(minus, lambda facts: str(getattr(facts, str(field))).startswith(wanted))


def _unless(minus: str, test: Test) -> Test:
    return (lambda facts: not test(facts)) if minus else test
