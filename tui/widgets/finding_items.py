"""What the findings pane lists: marks made into items, grouped and in order. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from store.models import ENTITY_LABELS, Annotation, ArticleState, Cue
from tui.marks import Mark
from tui.widgets.line_list import Item
from tui.widgets.pieces import foreign

KEPT = "✓"
PARTLY = "·"
UNSURE = "?"
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
        """One character: unsure, kept everywhere, kept somewhere, or a suggestion."""
        if any(mark.annotation is not None and mark.annotation.unsure for mark in self.marks):
            return UNSURE
        if self.kept:
            return KEPT
        return PARTLY if any(mark.standing == "kept" for mark in self.marks) else " "


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


def own_findings(marks: Iterable[Mark], state: ArticleState, orphans: Sequence[Annotation]) -> list[Finding]:
    """What the person made: of the article, of passages with notes and tags, of others, and what lost its place."""
    written: list[Finding] = []
    bare: list[Finding] = []
    for mark in marks:
        if (kept := mark.annotation) is not None:
            (written if kept.note or kept.tags else bare).append(_own(kept, (mark,)))
    sections = {
        "THIS ARTICLE": _of_article(state),
        "NOTES AND TAGS": written,
        "KEPT": bare,
        "LOST THEIR PLACE": [_own(orphan, ()) for orphan in orphans],
    }
    return [item for title, items in sections.items() if items for item in (heading(title), *items)]


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
        found.append(Finding(key="article:star", title="starred"))
    if state.tags:
        found.append(Finding(key="article:tags", tags=tuple(foreign(tag, 100) for tag in state.tags)))
    if state.note:
        found.append(Finding(key="article:note", detail=foreign(state.note)))
    return found
