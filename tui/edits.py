"""What a person's decision does to the annotations of the open article. Pure: a sheet in, a change or a refusal out.

Nothing is read or written here and no widget is known; `tui.desk` carries the changes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from store.deciding import shows
from store.gazetteer import Hit
from store.marking import annotate, clean_tags, correct, judge, move, touch
from store.models import HAND, Analysis, Annotation, Article, ArticleState, Change
from tui.known import ALL, Wanted
from tui.marks import Mark, longest_of, merge, merge_again, order_kept, standing_at, suggest
from tui.parting import parted


class Sheet(Struct, frozen=True, kw_only=True):
    """The open article with everything that is known on it, at one moment. Made by `lay_out`."""

    article: Article
    annotations: tuple[Annotation, ...]
    state: ArticleState
    analysis: Analysis | None
    wanted: Wanted
    """What of the analysis is suggested."""
    annotator: str
    known: tuple[Hit, ...] = ()
    """Where the text says names that the library knows."""
    begin: int = 0
    """Where the person was in the text when they left it."""
    suggested: tuple[Mark, ...] = ()
    """All that is suggested, whatever was decided."""
    marks: tuple[Mark, ...]
    """What is highlighted: suggestions and annotations, merged."""
    hidden: tuple[Annotation, ...] = ()
    """The annotations that no mark shows: rejected, or without a place."""
    longest: int = 0
    """No mark and no annotation has more characters."""
    names: Mapping[str, str] = {}
    """What the analysis calls who is named so in the text, by the words there."""


def lay_out(
    article: Article,
    annotations: Iterable[Annotation],
    state: ArticleState,
    analysis: Analysis | None = None,
    known: tuple[Hit, ...] = (),
    *,
    wanted: Wanted = ALL,
    annotator: str = "",
    begin: int = 0,
    before: Sheet | None = None,
) -> Sheet:
    """The sheet of an article; what is the same as on the sheet `before` of the same text is taken over.

    `annotations` come in their order, `order_kept`.
    An analysis of another revision of the text is left out: its offsets would lie.
    """
    kept = tuple(annotations)
    fitting = analysis if analysis is not None and analysis.text_hash == article.text_hash else None
    if before is None or (before.analysis, before.known, before.wanted) != (fitting, known, wanted):
        suggested = suggest(fitting, known, wanted=wanted)
        return Sheet(
            article=article,
            annotations=kept,
            state=state,
            analysis=fitting,
            wanted=wanted,
            annotator=annotator,
            known=known,
            begin=begin,
            suggested=suggested,
            marks=merge(suggested, kept),
            hidden=tuple(a for a in kept if not shows(a)),
            longest=max(longest_of(suggested), longest_of(kept)),
            names={entity.text: entity.name for entity in reversed(fitting.entities) if entity.name} if fitting else {},
        )
    gone, come = parted(before.annotations, kept, order_kept)
    longest = max(before.longest, longest_of(come))
    marks = merge_again(before.marks, before.suggested, kept, gone, come, longest=longest)
    same_hidden = all(map(shows, (*gone, *come)))
    hidden = before.hidden if same_hidden else tuple(a for a in kept if not shows(a))
    return replace(
        before, article=article, annotations=kept, state=state, annotator=annotator, begin=begin, marks=marks,
        hidden=hidden, longest=longest,
    )  # fmt: skip


class Refusal(Exception):
    """The decision makes no sense here; the message says why, for the status line."""


def short(text: str, limit: int = 30) -> str:
    """`text` in one line and at most `limit` characters, for the words of a change."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def label(sheet: Sheet, start: int, end: int, name: str) -> Change:
    """Label `[start, end)`: relabel what is kept there, correct or accept what is suggested there, else mark it."""
    return Change(
        what=f"label '{short(sheet.article.text[start:end])}' {name}",
        put=(_labelled(sheet, start, end, name, known_name(sheet, sheet.article.text[start:end])),),
    )


def label_all(sheet: Sheet, spans: Sequence[tuple[int, int]], name: str) -> Change:
    """Label every span the same, as one change; all say the same words. Raises Refusal where there is none."""
    if not spans:
        raise Refusal("there is no other one")
    start, end = spans[0]
    known = known_name(sheet, sheet.article.text[start:end])
    return Change(
        what=f"label {len(spans)} more '{short(sheet.article.text[start:end])}' {name}",
        put=tuple(_labelled(sheet, start, end, name, known) for start, end in spans),
    )


def accept(sheet: Sheet, mark: Mark) -> Change:
    """Keep a suggestion as it is; confirm the place of a mark that was moved when the text changed."""
    if mark.annotation is not None:
        if mark.annotation.anchor != "moved":
            raise Refusal("already kept")
        placed = touch(replace(mark.annotation, anchor="placed"))
        return Change(what=f"confirm the place of {described(sheet, mark)}", put=(placed,))
    return Change(what=f"accept {described(sheet, mark)}", put=(kept_of(sheet, mark),))


def reject(sheet: Sheet, mark: Mark) -> Change:
    """Reject what a pipeline suggested, for good; what was made by hand is deleted."""
    if mark.annotation is not None and mark.annotation.origin == HAND:
        return delete(sheet, mark)
    return Change(what=f"reject {described(sheet, mark)}", put=(_rejected(sheet, mark),))


def reject_all(sheet: Sheet, marks: Sequence[Mark]) -> Change:
    """Reject every one of these suggestions, as one change. Raises Refusal where there is none."""
    if not marks:
        raise Refusal("there is no other one")
    return Change(
        what=f"reject {len(marks)} more {described(sheet, marks[0])}",
        put=tuple(_rejected(sheet, mark) for mark in marks),
    )


def delete(sheet: Sheet, mark: Mark) -> Change:
    """Take an annotation away (the suggestion it came from shows again); a bare suggestion is rejected."""
    if mark.annotation is None:
        return reject(sheet, mark)
    return Change(what=f"delete {described(sheet, mark)}", remove=(mark.annotation.id,))


def set_note(sheet: Sheet, target: Mark | tuple[int, int], note: str) -> Change:
    """Write a note on a mark (a suggestion is kept by it) or on a stretch of text (a highlight is made of it)."""
    kept = _at(sheet, target)
    return Change(
        what=f"note on '{short(kept.exact)}'" if note else f"remove note on '{short(kept.exact)}'",
        put=(touch(replace(kept, note=note)) if kept.note != note else kept,),
    )


def set_tags(sheet: Sheet, target: Mark | tuple[int, int], tags: Iterable[str]) -> Change:
    """Tag a mark or a stretch of text, as `set_note` does; the tags replace those it had."""
    kept, cleaned = _at(sheet, target), clean_tags(tags)
    return Change(
        what=f"tag '{short(kept.exact)}' {' '.join('#' + tag for tag in cleaned)}".rstrip(),
        put=(touch(replace(kept, tags=cleaned)) if kept.tags != cleaned else kept,),
    )


def toggle_unsure(sheet: Sheet, target: Mark | tuple[int, int]) -> Change:
    """Flag a mark, or a stretch of text, to be looked at again, or take the flag away; it is kept by it."""
    kept = _at(sheet, target)
    what = f"sure of '{short(kept.exact)}'" if kept.unsure else f"unsure of '{short(kept.exact)}'"
    return Change(what=what, put=(touch(replace(kept, unsure=not kept.unsure)),))


def set_edges(sheet: Sheet, mark: Mark, start: int, end: int) -> Change:
    """Move a mark's edges in place; its id stays. Raises OffsetError where the new span is none."""
    kept = move(sheet.article, kept_of(sheet, mark), start, end)
    if kept.kind == "quote":
        kept = replace(kept, parts=_stretched(mark.parts, start, end))
    return Change(what=f"move the edges of '{short(kept.exact)}'", put=(kept,))


def described(sheet: Sheet, mark: Mark) -> str:
    """A mark in a few words: its text and label."""
    return f"'{short(sheet.article.text[mark.start : mark.end])}' {mark.label}".rstrip()


def _labelled(sheet: Sheet, start: int, end: int, name: str, known: str) -> Annotation:
    if (there := standing_at(sheet.marks, (start, end))) is not None:
        kept = kept_of(sheet, there)
        if kept.label == name and kept.kind == "entity":
            return kept
        relabelled = replace(kept, kind="entity", label=name, name=kept.name or known)
        return correct(relabelled)
    made = annotate(sheet.article, start, end, label=name, annotator=sheet.annotator)
    return replace(made, name=known)


def kept_of(sheet: Sheet, mark: Mark) -> Annotation:
    """The annotation behind a mark; a suggestion becomes an accepted one. Raises Refusal where there is neither."""
    if mark.annotation is not None:
        return mark.annotation
    found = mark.entity or mark.quote
    if found is None or not mark.origin:
        raise Refusal("there is nothing here to keep")
    return judge(sheet.article, found, mark.origin, "accepted", sheet.annotator)


def _rejected(sheet: Sheet, mark: Mark) -> Annotation:
    return replace(touch(kept_of(sheet, mark)), verdict="rejected")


def _at(sheet: Sheet, target: Mark | tuple[int, int]) -> Annotation:
    """The annotation to write on: the mark's, or the highlight or entity at exactly this stretch, or a new one."""
    if isinstance(target, Mark):
        return kept_of(sheet, target)
    for mark in sheet.marks:
        if (mark.start, mark.end) == target and mark.annotation is not None:
            return mark.annotation
    return annotate(sheet.article, *target, annotator=sheet.annotator)


def known_name(sheet: Sheet, exact: str) -> str:
    """The name that this string stands for in this article, as far as anything on the sheet tells; else itself."""
    kept = (a.name for a in sheet.annotations if a.exact == exact and a.name and a.verdict != "rejected")
    return next(kept, None) or sheet.names.get(exact) or exact


def _stretched(parts: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A quotation's parts when its outer edges move: inner ones stay, those left outside are dropped."""
    inside = [(max(s, start), min(e, end)) for s, e in parts if s < end and e > start] or [(start, end)]
    inside[0] = (start, inside[0][1])
    inside[-1] = (inside[-1][0], end)
    return tuple(inside)
