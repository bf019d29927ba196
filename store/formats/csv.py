"""Comma-separated values: a row an annotation, with a header, for spreadsheets and data frames.

What was changed in a spreadsheet can be read back: the rows have no texts, so the articles must be in the library.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from store.errors import FormatError
from store.formats import Item, Losses, Marks, Readable, Stream
from store.formats._foreign import derived_id
from store.formats._lines import LONGEST, convert
from store.models import Annotation, Article

COLUMNS = (
    *("article", "title", "source", "url", "published", "id", "kind", "label", "start", "end", "text", "name"),
    *("parts", "speaker", "speaker_start", "speaker_end", "speaker_name", "cue", "cue_start", "cue_end"),
    *("tags", "note", "unsure", "verdict", "origin", "annotator", "created", "modified", "anchor", "text_hash"),
)

NEEDED = ("article", "kind", "label", "start", "end", "text")
"""The columns that a file must have to be read back; others may be missing, in any order, and some may be more."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guard(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula, and before such a guarded one."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """What was guarded; a cell that a spreadsheet took the apostrophe from stays as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


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


class Table(Stream, Readable):
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

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Marks]]:
        """The mark of each row. Spreadsheets write other separators, in some languages: the header tells which."""
        text = io.TextIOWrapper(source, "utf-8-sig", newline="")
        csv.field_size_limit(LONGEST)
        try:
            header = text.readline(LONGEST)
            delimiter = next((sign for sign in (self.delimiter, ",", ";", "\t") if _has_columns(header, sign)), "")
            if not delimiter:
                raise FormatError(f"line 1: it is no header with the columns {', '.join(NEEDED)}.")
            rows = csv.DictReader(chain([header], text), delimiter=delimiter, restkey="", strict=True)
            for number, cells in enumerate(rows, start=2):
                losses.total += 1
                yield f"row {number}", _marks(cells, f"row {number}")
        except UnicodeDecodeError as error:
            raise FormatError(f"it is no UTF-8 ({error.reason}): save it as CSV with UTF-8.") from error
        except csv.Error as error:
            raise FormatError(f"the table can't be read: {error}.") from error
        finally:
            text.detach()


def _has_columns(header: str, delimiter: str) -> bool:
    return set(NEEDED) <= set(next(csv.reader([header], delimiter=delimiter), []))


def _marks(cells: Mapping[str, Any], where: str) -> Marks:
    """The mark of a row. Raises FormatError."""
    if cells.get("") or None in cells.values():
        raise FormatError(f"{where}: it has not as many cells as the header.")
    said = {name: unguard(cell) for name, cell in cells.items() if cell}
    start, end = _number(said, "start", where), _number(said, "end", where)
    kind, label, article = said.get("kind", ""), said.get("label", ""), said.get("article", "")
    names = ("text_hash", "name", "note", "verdict", "origin", "annotator", "created", "modified", "anchor")
    fields: dict[str, Any] = {name: said[name] for name in names if name in said}
    fields |= {"article": article, "kind": kind, "label": label, "start": start, "end": end}
    fields |= {"id": said.get("id") or derived_id(article, start, end, kind, label), "exact": said.get("text", "")}
    fields |= {"text_hash": said.get("text_hash", ""), "tags": said.get("tags", "").split()}
    fields |= {"unsure": "unsure" in said, "parts": _parts(said, where)}
    fields |= {role: _span(said, role, where) for role in ("speaker", "cue") if f"{role}_start" in said}
    made = convert(fields, Annotation, where)
    return Marks(article=article, address=said.get("url") or said.get("source", ""), annotations=(made,))


def _span(said: Mapping[str, str], role: str, where: str) -> dict[str, Any]:
    """The speaker or the cue of a row."""
    place = {edge: _number(said, f"{role}_{edge}", where) for edge in ("start", "end")}
    named = {"name": said[f"{role}_name"]} if f"{role}_name" in said else {}
    return place | named | {"text": said.get(role, "")}


def _parts(said: Mapping[str, str], where: str) -> list[tuple[int, int]]:
    found = [re.fullmatch(r"(\d{1,12}):(\d{1,12})", part) for part in said.get("parts", "").split(";") if part]
    if None in found:
        raise FormatError(f"{where}: its parts are not written as start:end;start:end.")
    return [(int(part[1]), int(part[2])) for part in found if part]


def _number(said: Mapping[str, str], column: str, where: str) -> int:
    cell = said.get(column, "")
    found = re.fullmatch(r"([0-9]{1,12})(?:\.0)?", cell)  # data frames make 7.0 of a 7 where other rows have none
    if found is None:
        raise FormatError(f"{where}: its {column} is {cell[:40]!r}, and should be a number.")
    return int(found[1])


class Commas(Table):
    """See the module."""

    name = "csv"
    suffix = ".csv"
    about = "a row an annotation, for spreadsheets and data frames"


FORMAT = Commas()
