"""Doccano's JSON lines for sequence labelling: an article a line with `[start, end, label]` for each mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from store.formats import Item, Losses, Stream
from store.formats._spans import about, affirmed, label


class Doccano(Stream):
    """See the module."""

    name = "doccano"
    suffix = ".jsonl"
    about = "text and labelled spans, an article a line: Doccano"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:
        """A line an article; what the article says of itself becomes Doccano's meta data."""
        for item in items:
            found = affirmed(item, losses)
            if count := sum(a.speaker is not None or a.cue is not None or len(a.parts) > 1 for a in found):
                losses.add("they are one span each there, without speaker, cue or parts", count)
            spans = [(annotation.start, annotation.end, label(annotation)) for annotation in found]
            yield msgspec.json.encode({"text": item.article.text, "label": spans} | about(item)) + b"\n"


FORMAT = Doccano()
