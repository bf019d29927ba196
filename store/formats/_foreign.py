"""What other tools' files hold, as articles and annotations of ours: texts cleaned, and offsets carried over to them.

A reader makes a `Foreign` of each text and gives it the marks one by one; what can't be taken as it is gets counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from store.alignment import Cleaned
from store.errors import FormatError
from store.formats import Item, Losses
from store.formats._lines import convert
from store.formats._spans import HIGHLIGHT, QUOTE
from store.marking import context, id_of_all, next_id
from store.models import Annotation, Article, ArticleState, Cue, Mention
from store.text import article_id, clean, text_hash

Stretch = tuple[int, int]
"""`[start, end)` in the file's text."""

GONE = "nothing of their words is in the text once it is cleaned, or it can't be told what"
WIDER = "their edges lay inside a character, and were moved to its edges"
LINKS = "they are links between marks, and only who said what is kept"
ROLES = "they are quotations with more than their words, speaker and cue"
_QUOTATION_MARKS = frozenset("\"'“”„‟‘’‚«»‹›「」『』")
_KINDS = {QUOTE: "quote", HIGHLIGHT: "highlight", "": "highlight"}
_ABOUT = ("id", "title", "source", "url", "byline", "published", "text_hash")
_SAID = ("id", "name", "tags", "note", "unsure", "verdict", "origin", "annotator", "created", "modified", "anchor")


class Foreign:
    """One article of a file; `where` it stands begins each message."""

    def __init__(self, text: str, about: dict[str, Any], where: str, losses: Losses) -> None:
        """`about` may say more of it: our exports do. One that has no id gets it from its text. Raises FormatError."""
        self.where = where
        """What each message begins with: a reader says with it in which line it is."""
        self._losses = losses
        self._raw = text
        self._cleaned = Cleaned(text)
        self.article = _article(self._cleaned.text, about, where)
        self.state: ArticleState | None = None
        self._annotations: list[Annotation] = []
        self._named: dict[str, Annotation] = {}
        """Those that have no id in the file, by the one they get."""
        self._faults: set[str] = set()

    def item(self) -> Item:
        """The article with all that was marked in it."""
        return Item(article=self.article, annotations=tuple(self._annotations), state=self.state)

    def mark(
        self, stretch: Stretch, label: str, says: dict[str, Any] | None = None, *, words: str | None = None
    ) -> None:
        """A labelled stretch, with what the file says of its provenance (as `_spans.provenance` writes it).

        `words` are those that the file has for it. Where its kind is not said, QUOTE makes a quotation, no label or
        HIGHLIGHT a highlight. Raises FormatError where the stretch is not in the text, or has other words.
        """
        says = says or {}
        kind = says.get("kind") or _KINDS.get(label, "entity")
        if kind == "quote":
            self.quote([stretch], says, words=words)
            return
        with self._counted():
            if found := self._place(stretch, words):
                self._make(found, {"kind": kind, "label": label if kind == "entity" else ""}, says)

    def quote(
        self,
        parts: Sequence[Stretch],
        says: dict[str, Any] | None = None,
        *,
        speaker: Stretch | None = None,
        cue: Stretch | None = None,
        words: str | None = None,
    ) -> None:
        """A quotation of one part or more, with its speaker and cue. Raises FormatError as `mark` does.

        `says` may have its `quote_kind` (else the words tell it) and the `speaker_name`; where the text has no speaker
        or cue, also their `speaker_text` and `cue_text`.
        """
        says = says or {}
        with self._counted():
            found = [self._place(part, words if len(parts) == 1 else None) for part in sorted(parts)]
            kept = tuple(part for part in found if part)
            if not kept or len(kept) < len(parts):
                return
            whole = kept[0][0], max(end for _, end in kept)
            about: dict[str, Any] = {"kind": "quote", "parts": kept}
            about["label"] = says.get("quote_kind") or self._kind(whole)
            about["speaker"] = self._speaker(speaker, says, whole)
            if cue and (place := self._place(cue)):
                about["cue"] = Cue(start=place[0], end=place[1], text=self._words(place))
            elif gone := _said(says, "cue_text"):
                about["cue"] = Cue(start=whole[0], end=whole[0], text=gone)
            self._make(whole, about, says)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """One annotation of the file: each thing that is wrong with it counts once."""
        self._losses.total += 1
        self._faults.clear()
        yield
        for fault in self._faults:
            self._losses.add(fault)

    def _speaker(self, stretch: Stretch | None, says: dict[str, Any], whole: Stretch) -> Mention | None:
        """A mention in the text; where there is only a name, an empty one at the quotation, as typing a name makes."""
        name = _said(says, "speaker_name")
        if stretch and (place := self._place(stretch)):
            return Mention(start=place[0], end=place[1], text=self._words(place), name=name)
        text = _said(says, "speaker_text") or name
        return Mention(start=whole[0], end=whole[0], text=text, name=name) if text else None

    def _kind(self, place: Stretch) -> str:
        """Direct where a quotation mark begins or ends it: that is all that a file without a kind tells."""
        words = self._words(place)
        return "direct" if _QUOTATION_MARKS & {words[0], words[-1]} else "indirect"

    def _words(self, place: Stretch) -> str:
        return self.article.text[place[0] : place[1]]

    def _place(self, stretch: Stretch, words: str | None = None) -> Stretch | None:
        """Where the stretch stands in the clean text; None where nothing of it is left."""
        start, end = stretch
        if not 0 <= start < end <= len(self._raw):
            raise FormatError(
                f"{self.where}: the span {start} to {end} is not in the text, which has {len(self._raw)}."
            )
        if words is not None and self._raw[start:end] != words:
            raise FormatError(f"{self.where}: the text at {start} to {end} is not {clean(words)[:40]!r}.")
        found = self._cleaned.span(start, end)
        if found is None:
            self._faults.add(GONE)
        elif not self._cleaned.exact(start, end, found):
            self._faults.add(WIDER)
        return found

    def _make(self, place: Stretch, about: dict[str, Any], says: dict[str, Any]) -> None:
        start, end = place
        before, after = context(self.article.text, start, end)
        fields = {
            "article": self.article.id,
            "text_hash": self.article.text_hash,
            "start": start,
            "end": end,
            "exact": self.article.text[start:end],
            "prefix": before,
            "suffix": after,
        }
        made = {"id": derived_id(self.article.id, start, end, about["kind"], about["label"])}
        said = {name: says[name] for name in _SAID if name in says}
        annotation = convert(made | said | about | fields, Annotation, self.where)
        if "id" not in says:
            twin = self._named.get(annotation.id)
            if twin is not None and twin != annotation:
                annotation = replace(annotation, id=id_of_all(annotation))
                twin = self._named.get(annotation.id)
            if twin is not None:
                return  # said by several annotators in the same words, or twice in the file
            self._named[annotation.id] = annotation
        self._annotations.append(annotation)


def _said(says: dict[str, Any], key: str) -> str | None:
    value = says.get(key)
    return value if isinstance(value, str) and value else None


def known(fields: dict[str, Any]) -> dict[str, Any]:
    """What of the data of a text is said of an article as we say it; an id only beside the hash that we write.

    Others number their texts: by such an id two of them would be one article.
    """
    found = {name: value for name in _ABOUT if isinstance(value := fields.get(name), str) and value}
    return found if "text_hash" in found else {name: value for name, value in found.items() if name != "id"}


def as_time(value: Any) -> str:
    """A time of another tool as we keep it; "" for what is none."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return ""
    if moment.tzinfo is not None:
        with suppress(OverflowError):
            moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def derived_id(article: str, start: int, end: int, kind: str, label: str) -> str:
    """The id of an annotation that has none: the same each time the file is loaded."""
    return next_id(f"{article} {start} {end} {kind} {label}")


def _article(text: str, about: dict[str, Any], where: str) -> Article:
    fields = {name: about[name] for name in _ABOUT if about.get(name)}
    identity = text_hash(text)
    if fields.get("text_hash", identity) != identity:
        raise FormatError(f"{where}: the text is not the one that was exported, so offsets may have moved.")
    made = {"id": article_id(identity), "title": text[:60].partition("\n")[0], "source": "", "text_hash": identity}
    return convert(made | fields | {"text": text}, Article, where)
