"""What the findings pane lists: marks made into items, grouped and in order. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from msgspec import Struct

from store.models import ENTITY_LABELS, Annotation, ArticleState, Cue
from tui.marks import Mark
from tui.widgets.finding_filter import Facts, Test, facts_of, facts_of_annotation, facts_of_words
from tui.widgets.line_list import Item
from tui.widgets.pieces import foreign

Tab = Literal["entities", "quotes", "mine"]
TABS: tuple[Tab, ...] = get_args(Tab)

KEPT = "✓"
PARTLY = "·"
UNSURE = "?"
MOVED = "~"

ARTICLE_STAR, ARTICLE_TAGS, ARTICLE_NOTE = "article:star", "article:tags", "article:note"
OF_ARTICLE = (ARTICLE_STAR, ARTICLE_TAGS, ARTICLE_NOTE)
"""The keys of what was said of the article as a whole."""

_ORDER = {label: number for number, label in enumerate(ENTITY_LABELS)}


class Finding(Item, frozen=True, kw_only=True):
    """Something in the article that a list shows, at one or more places. Headings have no key and no marks."""

    title: str = ""
    """The heading's words, or what the item is called."""
    label: str = ""
    marks: tuple[Mark, ...] = ()
    """Its places, in the order of the text."""
    annotation: Annotation | None = None
    """The annotation behind it, where there is just one: also of orphans, which have no marks."""
    detail: str = ""
    """A second line: a note."""
    tags: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether every place is kept; else something is a suggestion still."""
        return all(mark.standing == "kept" for mark in self.marks)

    @property
    def sign(self) -> str:
        """One character: unsure, moved, kept everywhere, kept somewhere, or a suggestion."""
        if any(mark.annotation is not None and mark.annotation.unsure for mark in self.marks):
            return UNSURE
        if any(mark.annotation is not None and mark.annotation.anchor == "moved" for mark in self.marks):
            return MOVED
        if self.kept:
            return KEPT
        return PARTLY if any(mark.standing == "kept" for mark in self.marks) else " "


class Arranged(Struct, frozen=True):
    """What the lists of an article show."""

    entities: list[Finding]
    quotes: list[Finding]
    own: list[Finding]
    shown: int
    """How many things a filter leaves."""
    total: int

    @property
    def counts(self) -> dict[Tab, int]:
        """What the tabs say."""
        return {
            "entities": sum(len(item.marks) for item in self.entities),
            "quotes": len(self.quotes),
            "mine": sum(1 for item in self.own if item.key and not rejected(item)),
        }


def heading(title: str, label: str = "") -> Finding:
    """A heading."""
    return Finding(key="", title=title, label=label)


def text_of(mark: Mark) -> str:
    """The marked words, in one line."""
    source = mark.entity or mark.quote
    if source is not None:
        return foreign(source.text)
    return foreign(mark.annotation.exact) if mark.annotation is not None else ""


def entity_findings(marks: Iterable[Mark]) -> list[Finding]:
    """Names by label, those with most mentions first, under a heading for each label."""
    named: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if mark.kind == "entity":
            named[mark.label][foreign(mark.name) or text_of(mark)].append(mark)
    found: list[Finding] = []
    for label in sorted(named, key=lambda label: (_ORDER.get(label, len(_ORDER)), label)):
        found.append(heading(foreign(label), label))
        names = sorted(named[label].items(), key=lambda item: (-len(item[1]), item[1][0].start))
        found.extend(
            Finding(key=f"{label}\0{name}", title=name, label=label, marks=tuple(places)) for name, places in names
        )
    return found


def quote_findings(marks: Iterable[Mark]) -> list[Finding]:
    """Quotations in the order of the text; the key is the place, so that accepting one keeps it."""
    return [
        Finding(
            key=f"{mark.start}:{mark.end}",
            title=foreign(mark.name),
            label=mark.label,
            marks=(mark,),
            annotation=mark.annotation,
            detail=words_of(mark),
        )
        for mark in marks
        if mark.kind == "quote"
    ]


def words_of(mark: Mark) -> str:
    """What was said, in one line; where the reporting clause splits it, an ellipsis stands for that."""
    source = mark.quote.text if mark.quote else mark.annotation.exact if mark.annotation else ""
    spoken = (source[start - mark.start : end - mark.start] for start, end in mark.parts)
    return foreign(" … ".join(part.strip() for part in spoken))


def cue_of(mark: Mark) -> str:
    """The cue's words, "" for none."""
    source = mark.quote or mark.annotation
    cue: Cue | None = source.cue if source else None
    return foreign(cue.text, 40) if cue else ""


def own_findings(marks: Iterable[Mark], state: ArticleState, hidden: Sequence[Annotation]) -> list[Finding]:
    """What the person made: of the article, what wants a look, passages with notes and tags, others.

    `hidden` are the annotations that no mark shows: what was rejected, and what lost its place.
    """
    doubtful: list[Finding] = []
    written: list[Finding] = []
    bare: list[Finding] = []
    for mark in marks:
        if (kept := mark.annotation) is not None:
            wants_a_look = kept.unsure or kept.anchor == "moved"
            section = doubtful if wants_a_look else written if kept.note or kept.tags else bare
            section.append(_own(kept, (mark,)))
    sections = {
        "THIS ARTICLE": _of_article(state),
        "TO LOOK AT AGAIN": doubtful,
        "NOTES AND TAGS": written,
        "KEPT": bare,
        "LOST THEIR PLACE": [_own(a, ()) for a in hidden if a.verdict != "rejected"],
        "REJECTED": [_own(a, ()) for a in hidden if a.verdict == "rejected"],
    }
    return [item for title, items in sections.items() if items for item in (heading(title), *items)]


def arranged(marks: Sequence[Mark], state: ArticleState, hidden: Sequence[Annotation], wanted: Test | None) -> Arranged:
    """Everything that there is to list of an article, or what a filter wants of it."""
    own = own_findings(marks, state, hidden)
    total = _counted(marks, own)
    if wanted is not None:
        marks, own = [mark for mark in marks if wanted(facts_of(mark))], matching(own, wanted)
    return Arranged(entity_findings(marks), quote_findings(marks), own, _counted(marks, own), total)


def _counted(marks: Sequence[Mark], own: Sequence[Finding]) -> int:
    return len(marks) + sum(1 for item in own if item.key and not item.marks)


def matching(findings: Sequence[Finding], wanted: Test) -> list[Finding]:
    """Of what the person made, the findings that are wanted, under their headings."""
    shown: list[Finding] = []
    for item in findings:
        if not item.key:
            if shown and not shown[-1].key:
                shown.pop()  # a heading over nothing
            shown.append(item)
        elif wanted(_facts(item)):
            shown.append(item)
    return shown[:-1] if shown and not shown[-1].key else shown


def rejected(item: Finding) -> bool:
    """Whether it is a suggestion that was rejected."""
    return item.annotation is not None and item.annotation.verdict == "rejected"


def _facts(item: Finding) -> Facts:
    if item.annotation is not None:
        return facts_of_annotation(item.annotation)
    return facts_of_words("article", item.title, item.detail, tags=item.tags)


def _own(kept: Annotation, marks: tuple[Mark, ...]) -> Finding:
    return Finding(
        key=kept.id,
        title=foreign(kept.exact),
        label=kept.label,
        marks=marks,
        annotation=kept,
        detail=foreign(kept.note),
        tags=tuple(foreign(tag, 100) for tag in kept.tags),
    )


def _of_article(state: ArticleState) -> list[Finding]:
    found = []
    if state.starred:
        found.append(Finding(key=ARTICLE_STAR, title="starred"))
    if state.tags:
        found.append(Finding(key=ARTICLE_TAGS, tags=tuple(foreign(tag, 100) for tag in state.tags)))
    if state.note:
        found.append(Finding(key=ARTICLE_NOTE, detail=foreign(state.note)))
    return found
