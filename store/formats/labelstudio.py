"""Label Studio's JSON: a list of tasks, each an article with its regions, and relations from quotes to speakers.

Label Studio counts code points, as Quotidian does; before its version 1.4 it counted UTF-16 units, which the words of
the regions tell. Its project needs `<Labels name="label" toName="text">` over `<Text name="text" value="$text"/>`. What
nobody judged yet is a prediction there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign, as_time, known
from store.formats._spans import about, affirmed
from store.formats._tied import Link, Span, spans_of, take
from store.formats._utf16 import Units
from store.formats._whole import decode, entries, whole
from store.marking import next_id
from store.models import Annotation
from store.text import clean_line

CANCELLED = "they are of annotations that were cancelled there"
UNJUDGED = "they are predictions or drafts, which nobody submitted there"
OTHER = "they are no labelled words but other answers to a task"

_REMARKS = ("textarea", "choices")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|/data/)\S+", re.I)


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Where a region stands."""

    start: int
    end: int
    text: str | None = None
    labels: tuple[str, ...] = ()


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a region: `text` is its note there; `quotidian` is what our own export adds."""

    text: str | tuple[str, ...] = ()
    quotidian: dict[str, Any] | None = None


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What was written about a region, or chosen for it."""

    text: str | tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A region, a relation, or another answer."""

    type: str
    id: str | int | None = None
    value: msgspec.Raw = msgspec.Raw(b"{}")
    meta: Meta | None = None
    origin: str | None = None
    from_id: str | int = ""
    to_id: str | int = ""
    direction: str | None = None
    labels: tuple[str, ...] | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator made of a task."""

    result: tuple[Result, ...] = ()
    id: str | int | None = None
    was_cancelled: bool = False
    completed_by: Any = None
    created_at: Any = None
    updated_at: Any = None


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a task; `completions` is what the annotations were called before version 1.0."""

    data: dict[str, Any]
    annotations: tuple[Answer, ...] = ()
    completions: tuple[Answer, ...] = ()
    predictions: tuple[Any, ...] | None = None
    drafts: tuple[Any, ...] | None = None


class LabelStudio(Stream, Readable):
    """See the module."""

    name = "labelstudio"
    suffix = ".json"
    about = "tasks with regions and relations: Label Studio"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A list, a task a line."""
        before = b"[\n"
        for item in items:
            found = affirmed(item, losses)
            left = [annotation for annotation in found if annotation.verdict == "suggested"]
            judged = [annotation for annotation in found if annotation.verdict != "suggested"]
            task: dict[str, Any] = {"data": {"text": item.article.text} | about(item)}
            task["annotations"] = [_results(judged, item.article.text)]
            task |= {"predictions": [_results(left, item.article.text)]} if left else {}
            yield before + msgspec.json.encode(task)
            before = b",\n"
        yield b"[]\n" if before == b"[\n" else b"\n]\n"

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a task, of what was submitted; predictions, drafts and other answers are counted as lost."""
        for number, raw in enumerate(entries(whole(source), "the list of tasks"), start=1):
            where = f"task {number}"
            task = _task(raw, where)
            reading = _Reading(_text(task.data, where), task.data, where, losses)
            reading.leave_out(task)
            for place, answer in enumerate(task.annotations or task.completions, start=1):
                reading.add(answer, answer.id if answer.id is not None else place)
            yield where, reading.given.item()


def _results(found: Iterable[Annotation], text: str) -> dict[str, Any]:
    made = (part for annotation in found for part in spans_of(annotation))
    return {"result": [_relation(part) if isinstance(part, Link) else _region(part, text) for part in made]}


def _region(span: Span, text: str) -> dict[str, Any]:
    """A span; what Quotidian knows of it is in its meta data, the note where Label Studio shows it."""
    says = {key: value for key, value in span.says.items() if key != "note"}
    note = span.says.get("note")
    meta = ({"text": [note]} if note else {}) | ({"quotidian": says} if says else {})
    value = {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]}
    made = {"id": span.id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return made | ({"meta": meta} if meta else {})


def _relation(link: Link) -> dict[str, Any]:
    ends = {"from_id": link.source, "to_id": link.target}
    return {"type": "relation"} | ends | {"direction": "right", "labels": [link.role]}


def _task(raw: msgspec.Raw, where: str) -> Task:
    found = decode(raw, dict[str, msgspec.Raw], where)
    if "data" not in found or found.keys().isdisjoint(("annotations", "completions")):
        raise FormatError(
            f"{where}: it has no data with annotations: export it from Label Studio as JSON, not as JSON-MIN."
        )
    return decode(raw, Task, where)


def _text(data: dict[str, Any], where: str) -> str:
    """The text among the data of a task. Raises FormatError where it can't be told, or is elsewhere."""
    found = {name: value for name, value in data.items() if isinstance(value, str)}
    if "text" not in found and len(found) != 1:
        names = clean_line(", ".join(map(repr, found)), 80) or "none"
        raise FormatError(f"{where}: of its data one should be called text ({names} are texts).")
    text = found["text"] if "text" in found else next(iter(found.values()))
    if _ADDRESS.fullmatch(text):
        raise FormatError(f"{where}: it has no text but an address ({clean_line(text, 60)}), and nothing is fetched.")
    return text


class _Reading:
    """One task, as its answers are taken in."""

    def __init__(self, text: str, data: dict[str, Any], where: str, losses: Losses) -> None:
        self.given = Foreign(text, known(data), where, losses)
        self._text = text
        self._where = where
        self._losses = losses
        self._units = Units(text)
        self._ids: set[str] = set()

    def leave_out(self, task: Task) -> None:
        """Count what nobody submitted."""
        for found in (*(task.predictions or ()), *(task.drafts or ())):
            result = found.get("result") if isinstance(found, dict) else None
            self._lose(UNJUDGED, len(result) if isinstance(result, list) else 1)

    def add(self, answer: Answer, identity: str | int) -> None:
        """What one annotator made."""
        regions = [(result, self._value(result)) for result in answer.result if _is_region(result, self._where)]
        if answer.was_cancelled:
            self._lose(CANCELLED, len(regions))
            return
        names = {result.id for result, _ in regions if result.id is not None}
        remarks = [result for result in answer.result if result.type in _REMARKS and result.id in names]
        said: dict[str | int | None, list[Remark]] = {}
        for result in remarks:
            said.setdefault(result.id, []).append(decode(result.value, Remark, self._region(result)))
        spans = [
            span
            for number, (result, value) in enumerate(self._counted(regions))
            for span in self._spans(
                result, value, _says(answer, result, said.get(result.id, [])), f"{identity} {result.id or number}"
            )
        ]
        links = [_link(result) for result in answer.result if result.type == "relation"]
        self._lose(OTHER, len(answer.result) - len(regions) - len(links) - len(remarks))
        take(self.given, spans, links, self._losses)

    def _lose(self, reason: str, count: int) -> None:
        """As many things that are no marks of ours are not taken."""
        if count:
            self._losses.total += count
            self._losses.add(reason, count)

    def _value(self, result: Result) -> Value:
        return decode(result.value, Value, self._region(result))

    def _region(self, result: Result) -> str:
        return f"{self._where}, region {clean_line(str(result.id), 40)!r}"

    def _counted(self, regions: list[tuple[Result, Value]]) -> list[tuple[Result, Value]]:
        """The regions in code points; in whichever way they were counted, their words are there."""
        if all(self._has_words(value) for _, value in regions):
            return regions
        units = self._units
        again = [(r, replace(v, start=units.offset(v.start), end=units.offset(v.end))) for r, v in regions]
        if all(self._has_words(value) for _, value in again):
            return again
        result, value = next((result, value) for result, value in regions if not self._has_words(value))
        raise FormatError(
            f"{self._region(result)}: the text at {value.start} to {value.end} is not "
            f"{clean_line(value.text or '', 40)!r}."
        )

    def _has_words(self, value: Value) -> bool:
        """Whether the words are there; Label Studio writes `\\n` for a line end, and not all white space."""
        if value.text is None:
            return True
        return 0 <= value.start <= value.end and _seen(self._text[value.start : value.end]) == _seen(value.text)

    def _spans(self, result: Result, value: Value, says: dict[str, Any], identity: str) -> Iterator[Span]:
        """A span for each label of a region; only the first goes by the region's id."""
        for number, label in enumerate(value.labels or ("",)):
            made = {"id": self._new_id(says.get("id"), f"{identity} {label}")}
            name = f"{identity} {number}" if number or result.id is None else str(result.id)
            yield Span(id=name, start=value.start, end=value.end, label=label, says=says | made)

    def _new_id(self, identity: Any, place: str) -> Any:
        """The id that a mark of ours has, once; one by its place in the file for all others."""
        if not isinstance(identity, str):
            identity = next_id(f"{self.given.article.id} {place}")
        while identity in self._ids:
            identity = next_id(f"{identity} {place}")
        self._ids.add(identity)
        return identity


def _is_region(result: Result, where: str) -> bool:
    if result.type.endswith("labels") and result.type != "labels":
        raise FormatError(
            f"{where}: it has regions of {clean_line(result.type, 40)}; only marks in plain text are read."
        )
    return result.type == "labels"


def _link(result: Result) -> Link:
    source, target = str(result.from_id), str(result.to_id)
    if result.direction == "left":
        source, target = target, source
    return Link(source, target, next(iter(result.labels or ()), ""))


def _says(answer: Answer, result: Result, remarks: list[Remark]) -> dict[str, Any]:
    """What is known of a region: what our export said, or who made it when; and what was said of it there."""
    meta = result.meta or Meta()
    says = dict(meta.quotidian) if meta.quotidian is not None else _made(answer, result.origin)
    notes = [_note(meta.text), *(_note(remark.text) for remark in remarks)]
    tags = [tag for remark in remarks for tag in remark.choices]
    if note := "\n".join(filter(None, notes)):
        says["note"] = note
    if tags:
        before = says.get("tags", [])
        says["tags"] = [*(before if isinstance(before, list) else []), *tags]
    return says


def _note(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def _made(answer: Answer, origin: str | None) -> dict[str, Any]:
    """Who made a region that is not ours, and when; `origin` says whether a model had suggested it."""
    by = answer.completed_by
    if isinstance(by, dict):
        by = by.get("email") or by.get("username") or by.get("id")
    says: dict[str, Any] = {"annotator": str(by)} if isinstance(by, str | int) else {}
    says |= {"created": as_time(answer.created_at), "modified": as_time(answer.updated_at)}
    verdict = {"prediction": "accepted", "prediction-changed": "corrected"}.get(origin or "")
    return says | ({"origin": "labelstudio", "verdict": verdict} if verdict else {})


def _seen(words: str) -> str:
    return "".join(words.replace("\\r", " ").replace("\\n", " ").split())


FORMAT = LabelStudio()
