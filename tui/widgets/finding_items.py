"""What the findings pane lists: marks made into items, grouped and in order. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, get_args

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


class Arranged:
    """What the lists of an article show: its marks in order, or what a filter wants of them.

    A list is made when it is asked for: two of three are not seen. `hidden` are the annotations that no mark shows:
    what was rejected, and what lost its place.
    """

    def __init__(
        self,
        marks: Sequence[Mark],
        state: ArticleState,
        hidden: Sequence[Annotation] = (),
        wanted: Test | None = None,
    ) -> None:
        self._all, self._state, self._hidden, self._wanted = marks, state, hidden, wanted
        self._marks = marks if wanted is None else [mark for mark in marks if wanted(facts_of(mark))]

    @cached_property
    def entities(self) -> list[Finding]:
        """The names."""
        return entity_findings(self._marks)

    @cached_property
    def quotes(self) -> list[Finding]:
        """The quotations."""
        return quote_findings(self._marks)

    @cached_property
    def own(self) -> list[Finding]:
        """What the person made."""
        own = own_findings(self._all, self._state, self._hidden)
        return own if self._wanted is None else matching(own, self._wanted)

    def of(self, tab: Tab) -> list[Finding]:
        """What a tab lists."""
        return self.entities if tab == "entities" else self.quotes if tab == "quotes" else self.own

    @property
    def total(self) -> int:
        """How many things there are."""
        return len(self._all) + len(_of_article(self._state)) + len(self._hidden)

    @property
    def shown(self) -> int:
        """How many things a filter leaves."""
        if self._wanted is None:
            return self.total
        return len(self._marks) + sum(1 for item in self.own if item.key and not item.marks)

    @cached_property
    def counts(self) -> dict[Tab, int]:
        """What the tabs say."""
        kinds = Counter(mark.kind for mark in self._marks)
        return {"entities": kinds["entity"], "quotes": kinds["quote"], "mine": self._count_own()}

    def _count_own(self) -> int:
        if self._wanted is not None:
            return sum(1 for item in self.own if item.key and not rejected(item))
        kept = sum(1 for mark in self._marks if mark.annotation is not None)
        return kept + len(_of_article(self._state)) + sum(1 for a in self._hidden if a.verdict != "rejected")


def heading(title: str, label: str = "") -> Finding:
    """A heading."""
    return Finding(key="", title=title, label=label)


def name_of(mark: Mark) -> str:
    """What a marked name is listed as."""
    return foreign(mark.name) or text_of(mark)


def text_of(mark: Mark) -> str:
    """The marked words, in one line."""
    source = mark.entity or mark.quote
    if source is not None:
        return foreign(source.text)
    return foreign(mark.annotation.exact) if mark.annotation is not None else ""


def entity_key(mark: Mark) -> str:
    """The key of the item that lists a name's place."""
    return f"{mark.label}\0{name_of(mark)}"


def quote_key(mark: Mark) -> str:
    """The key of the item that lists a quotation."""
    return f"{mark.start}:{mark.end}"


def own_key(mark: Mark) -> str:
    """The key of the item that lists what the person made; "" for a suggestion."""
    return mark.annotation.id if mark.annotation is not None else ""


def entity_findings(marks: Iterable[Mark]) -> list[Finding]:
    """Names by label, those with most mentions first, under a heading for each label."""
    named: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if mark.kind == "entity":
            named[mark.label][name_of(mark)].append(mark)
    found: list[Finding] = []
    for label in sorted(named, key=lambda label: (_ORDER.get(label, len(_ORDER)), label)):
        found.append(heading(foreign(label), label))
        names = sorted(named[label].items(), key=lambda item: (-len(item[1]), item[1][0].start))
        found.extend(
            Finding(key=entity_key(places[0]), title=name, label=label, marks=tuple(places)) for name, places in names
        )
    return found


def quote_findings(marks: Iterable[Mark]) -> list[Finding]:
    """Quotations in the order of the text; the key is the place, so that accepting one keeps it."""
    return [
        Finding(
            key=quote_key(mark),
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
