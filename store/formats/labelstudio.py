"""Label Studio's JSON: a list of tasks, each an article with its regions, and relations from quotes to speakers.

Label Studio counts code points, as Quotidian does (before 2022 it counted UTF-16 units). Its project needs
`<Labels name="label" toName="text">` over `<Text name="text" value="$text"/>`. What nobody judged yet is a prediction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign
from store.formats._json import records
from store.formats._lines import convert
from store.formats._linked import Link, Region, put_together, taken_apart
from store.formats._spans import about, affirmed
from store.formats._utf16 import Units
from store.models import Annotation

NO_MARK = "they are no labelled passages of a text"
CANCELLED = "they were skipped there"


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Where a region stands; `text` is missing where a project does not save it."""

    start: int
    end: int
    labels: tuple[str, ...]
    text: str | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was made in a task: a region, something said of one, or a relation."""

    type: str
    id: str = ""
    value: dict[str, Any] = {}
    meta: dict[str, Any] = {}
    from_id: str = ""
    to_id: str = ""
    labels: tuple[str, ...] | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator, or one model, made of a task."""

    result: tuple[Result, ...]
    completed_by: int | str | dict[str, Any] | None = None
    was_cancelled: bool = False
    created_at: str = ""
    updated_at: str = ""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a task."""

    data: dict[str, Any]
    annotations: tuple[Made, ...] | None = None
    predictions: tuple[Made, ...] = ()


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
            judged = [annotation for annotation in found if annotation.verdict != "suggested"]
            task: dict[str, Any] = {"data": {"text": item.article.text} | about(item)}
            task["annotations"] = [{"result": _results(judged, item.article.text)}]
            if len(judged) < len(found):
                left = [annotation for annotation in found if annotation.verdict == "suggested"]
                task["predictions"] = [{"result": _results(left, item.article.text)}]
            yield before + msgspec.json.encode(task)
            before = b",\n"
        yield b"[]\n" if before == b"[\n" else b"\n]\n"

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a task, with what all its annotators made of it. Raises FormatError."""
        for where, task in records(source, "task", Task):
            if task.annotations is None:
                raise FormatError(f"{where}: it has no annotations: export as JSON, not as JSON-MIN.")
            text = _text(task, where)
            given = Foreign(text, {name: value for name, value in task.data.items() if value != text}, where, losses)
            for made in task.annotations:
                if made.was_cancelled:
                    _lose(losses, CANCELLED, len(made.result))
                else:
                    _take(given, text, made, _by(made), losses)
            for made in task.predictions:
                _take(given, text, made, {"verdict": "suggested"}, losses)
            yield where, given.item()


def _results(found: list[Annotation], text: str) -> list[dict[str, Any]]:
    """Regions and relations. Label Studio shows `text` of a region's meta as its note."""
    made: list[dict[str, Any]] = []
    for annotation in found:
        regions, links = taken_apart(annotation)
        for region in regions:
            value = {"start": region.start, "end": region.end, "text": text[region.start : region.end]}
            result: dict[str, Any] = {"id": region.id, "from_name": "label", "to_name": "text", "type": "labels"}
            result["value"] = value | {"labels": [region.label]}
            if region.says:
                note = region.says.get("note")
                result["meta"] = region.says | ({"text": [note]} if note else {})
            made.append(result)
        made += [
            {"type": "relation", "from_id": a.source, "to_id": a.target, "direction": "right", "labels": [a.name]}
            for a in links
        ]
    return made


def _by(made: Made) -> dict[str, Any]:
    """Who made it and when, for what does not say so itself."""
    who = made.completed_by
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    fields = {"annotator": str(who or ""), "created": made.created_at, "modified": made.updated_at}
    return {name: value for name, value in fields.items() if value}


def _text(task: Task, where: str) -> str:
    """The text that was labelled: a project may call it anything. Raises FormatError."""
    texts = [value for value in task.data.values() if isinstance(value, str)]
    named = task.data.get("text")
    order = [named] if isinstance(named, str) else sorted(texts, key=len, reverse=True)
    regions = [r for made in task.annotations or () for r in made.result if r.type == "labels"]
    values = [convert(region.value, Value, where) for region in regions]
    for text in order:
        if all(_place(text, value) for value in values):
            return text
    if not order:
        raise FormatError(f"{where}: it has no text.")
    wrong = next(value for value in values if not _place(order[0], value))
    words = f"{(wrong.text or '')[:40]!r}"
    raise FormatError(f"{where}: its text at {wrong.start} to {wrong.end} is not {words}.")


def _place(text: str, value: Value) -> tuple[int, int] | None:
    """Where a region stands: in code points, or in UTF-16 units where only so its words are there."""
    if value.text is None or _alike(text, value.start, value.end, value.text):
        return value.start, value.end
    units = Units(text)
    start, end = units.offset(value.start), units.offset(value.end)
    return (start, end) if _alike(text, start, end, value.text) else None


def _alike(text: str, start: int, end: int, words: str) -> bool:
    """White space apart: browsers change it."""
    return 0 <= start < end <= len(text) and text[start:end].split() == words.split()


def _take(given: Foreign, text: str, made: Made, by: dict[str, Any], losses: Losses) -> None:
    """What one of them made of the task. Raises FormatError."""
    more = _remarks(made.result)
    regions: list[Region] = []
    for result in made.result:
        if result.type == "labels":
            regions += _regions(text, result, by | more.pop(result.id, {}), given.where)
        elif result.type != "relation" and result.id not in {r.id for r in made.result if r.type == "labels"}:
            _lose(losses, NO_MARK)
    links = [
        Link(source=result.from_id, target=result.to_id, name=name)
        for result in made.result
        if result.type == "relation"
        for name in result.labels or ("",)
    ]
    put_together(given, regions, links, losses)


def _remarks(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """What was written or chosen for a region, by its id: a note, tags."""
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        for kind, name in (("textarea", "text"), ("choices", "choices")):
            said = result.value.get(name)
            if result.type == kind and isinstance(said, list) and all(isinstance(one, str) for one in said):
                says = {"note": "\n".join(said)} if kind == "textarea" else {"tags": said}
                found[result.id] = found.get(result.id, {}) | says
    return found


def _regions(text: str, result: Result, says: dict[str, Any], where: str) -> Iterator[Region]:
    """A region for each of its labels; the first says what its meta says, and where that is not ours, its note."""
    value = convert(result.value, Value, where)
    start, end = _place(text, value) or (-1, -1)
    said = dict(result.meta)
    note = said.pop("text", None)
    if isinstance(note, list) and all(isinstance(line, str) for line in note) and note != [said.get("note")]:
        said["note"] = "\n".join(note)
    for number, name in enumerate(value.labels):
        identity = f"{result.id}/{number}" if number else result.id
        yield Region(id=identity, start=start, end=end, label=name, says=says | ({} if number else said))


def _lose(losses: Losses, reason: str, count: int = 1) -> None:
    losses.total += count
    losses.add(reason, count)


FORMAT = LabelStudio()
