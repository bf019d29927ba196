"""Prodigy's JSON lines: an article a line with its tokens and labelled spans; `token_end` is inclusive there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign, known
from store.formats._lines import lines
from store.formats._spans import about, edges, entities, provenance, tokens


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled span; `quotidian` is what our own export adds."""

    start: int
    end: int
    label: str
    text: str | None = None
    quotidian: dict[str, Any] = {}


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is read of a line."""

    text: str
    spans: tuple[Span, ...] | None = None
    meta: dict[str, Any] = {}
    answer: str | None = None


class Prodigy(Stream, Readable):
    """See the module."""

    name = "prodigy"
    suffix = ".jsonl"
    about = "tokens and entity spans, an article a line: Prodigy, and spaCy projects"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article. Marks that lie over each other are kept: as Prodigy's `spans` may.

        A line with suggestions that nobody judged has no answer: it is a task that is still to be done.
        """
        for item in items:
            found = entities(item, losses)
            words = tokens(item.article.text, edges(found))
            starts, ends = [word.start for word in words], [word.end for word in words]
            spans = []
            for annotation in found:
                first, last = bisect_left(starts, annotation.start), bisect_left(ends, annotation.end)
                if (
                    first > last
                    or last >= len(words)
                    or (starts[first], ends[last]) != (annotation.start, annotation.end)
                ):
                    losses.add("they begin or end with a space")
                    continue
                place = {"start": annotation.start, "end": annotation.end, "text": annotation.exact}
                named = {"token_start": first, "token_end": last, "label": annotation.label}
                spans.append(place | named | {"quotidian": provenance(annotation)})
            line: dict[str, Any] = {
                "text": item.article.text,
                "meta": about(item),
                "tokens": [
                    {"text": word.text, "start": word.start, "end": word.end, "id": number, "ws": word.space}
                    for number, word in enumerate(words)
                ],
                "spans": spans,
            }
            if all(annotation.verdict != "suggested" for annotation in found):
                line["answer"] = "accept"
            yield msgspec.json.encode(line) + b"\n"

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item a line. A task that was rejected or ignored there is refused: its spans are no one's word."""
        for where, task in lines(source, Task):
            if task.spans is None and task.answer is None:
                raise FormatError(f"{where}: it has neither spans nor an answer, as every task of Prodigy has.")
            if task.answer not in (None, "accept"):
                raise FormatError(f"{where}: its answer is {task.answer[:40]!r}: export the accepted ones only.")
            given = Foreign(task.text, known(task.meta), where, losses)
            for span in task.spans or ():
                given.mark((span.start, span.end), span.label, span.quotidian, words=span.text)
            yield where, given.item()


FORMAT = Prodigy()
