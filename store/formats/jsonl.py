"""JSON lines, the format that loses nothing: an article a line, with its text, annotations and state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._lines import lines
from store.models import Annotation, Article, ArticleState

VERSION = 1
"""Of the lines; a reader refuses a newer one."""


class Line(Article, frozen=True, kw_only=True, tag="article", tag_field="type"):
    """One line: the article's own fields, and beside them what was made of it."""

    version: int = VERSION
    annotations: tuple[Annotation, ...] = ()
    state: ArticleState | None = None


class JsonLines(Stream, Readable):
    """See the module."""

    name = "jsonl"
    suffix = ".jsonl"
    about = "everything, an article a line: what Quotidian itself reads back"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[bytes]:  # noqa: ARG002
        """A line an article; nothing is left out."""
        encode = msgspec.json.Encoder().encode
        for item in items:
            fields = msgspec.structs.asdict(item.article)
            yield encode(Line(**fields, annotations=item.annotations, state=item.state)) + b"\n"

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:  # noqa: ARG002
        """An item a line; empty lines are passed over."""
        for where, line in lines(source, Line):
            if line.version > VERSION:
                raise FormatError(f"{where}: a newer Quotidian wrote it (version {line.version}): update to read it.")
            article = Article(**{name: getattr(line, name) for name in Article.__struct_fields__})
            yield where, Item(article=article, annotations=line.annotations, state=line.state)


FORMAT = JsonLines()
