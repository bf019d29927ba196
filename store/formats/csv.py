"""Comma-separated values: a row an annotation, with a header, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from store.formats import Item, Losses, Stream
from store.models import Annotation, Article

COLUMNS = (
    *("article", "title", "source", "url", "published", "id", "kind", "label", "start", "end", "text", "name"),
    *("parts", "speaker", "speaker_start", "speaker_end", "speaker_name", "cue", "cue_start", "cue_end"),
    *("tags", "note", "unsure", "verdict", "origin", "annotator", "created", "modified", "anchor"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guard(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def row(article: Article, annotation: Annotation) -> list[str | int]:
    """The cells of one annotation, in the order of `COLUMNS`."""
    speaker, cue = annotation.speaker, annotation.cue
    cells: dict[str, str | int] = {
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "text": annotation.exact,
        "parts": ";".join(f"{start}:{end}" for start, end in annotation.parts),
        "tags": " ".join(annotation.tags),
        "unsure": "yes" if annotation.unsure else "",
    }
    if speaker:
        cells |= {"speaker": speaker.text, "speaker_start": speaker.start, "speaker_end": speaker.end}
        cells["speaker_name"] = speaker.name or ""
    if cue:
        cells |= {"cue": cue.text, "cue_start": cue.start, "cue_end": cue.end}
    for column in COLUMNS:
        if column not in cells:
            cells[column] = getattr(annotation, column, "") if column not in _QUOTE_ONLY else ""
    return [guard(cell) if isinstance(cell, str) else cell for cell in (cells[column] for column in COLUMNS)]


_QUOTE_ONLY = {column for column in COLUMNS if column.startswith(("speaker", "cue"))}


class Table(Stream):
    """Rows of cells; what separates them is the format."""

    delimiter = ","

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[str]:  # noqa: ARG002
        """The header, then a row an annotation."""
        yield self._line(COLUMNS)
        for item in items:
            for annotation in item.annotations:
                yield self._line(row(item.article, annotation))

    def _line(self, cells: Iterable[str | int]) -> str:
        line = io.StringIO()
        csv.writer(line, delimiter=self.delimiter, lineterminator="\n").writerow(cells)
        return line.getvalue()


class Commas(Table):
    """See the module."""

    name = "csv"
    suffix = ".csv"
    about = "a row an annotation, for spreadsheets and data frames"


FORMAT = Commas()
