"""Prodigy's JSON lines: an article a line with its tokens and labelled spans; `token_end` is inclusive there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from store.formats import Item, Losses, Stream
from store.formats._spans import about, edges, entities, provenance, tokens


class Prodigy(Stream):
    """See the module."""

    name = "prodigy"
    suffix = ".jsonl"
    about = "tokens and entity spans, an article a line: Prodigy, and spaCy projects"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article. Marks that lie over each other are kept: as Prodigy's `spans` may."""
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
            line = {
                "text": item.article.text,
                "meta": about(item),
                "tokens": [
                    {"text": word.text, "start": word.start, "end": word.end, "id": number, "ws": word.space}
                    for number, word in enumerate(words)
                ],
                "spans": spans,
                "answer": "accept",
            }
            yield msgspec.json.encode(line) + b"\n"


FORMAT = Prodigy()
