"""What the command line prints: JSON lines and tables on stdout, sentences on stderr. Nothing a terminal would obey."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

import msgspec

from store.text import clean_line

DONE, INCOMPLETE, MISUSED = 0, 1, 2
"""Exit codes: done; something could not be done, each named on stderr; the request makes no sense."""
INTERRUPTED = 130

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What a terminal may act on, and what turns a line around; line ends and tabs stay."""
_OBEYED_IN_JSON = re.compile(b"|".join(re.escape(chr(code).encode()) for code in range(0x7F, 0xA0)))
"""JSON has escapes for these and for those below U+0020; only the latter must be escaped, and are already."""

_WIDEST = 60
"""Cells that one column of a table may take; the last may take more."""


def say(sentence: str) -> None:
    """A message for the person, on stderr and on one line."""
    sys.stderr.write(f"quotidian: {clean_line(sentence)}\n")


def many(count: int, thing: str) -> str:
    """A count with its noun: `1 article`, `1,200 articles`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def print_json(record: object) -> None:
    """A record as one line of JSON. Its characters may be any but control characters: JSON escapes those."""
    line = _OBEYED_IN_JSON.sub(lambda found: b"\\u%04x" % ord(found[0].decode()), msgspec.json.encode(record))
    output().write(line + b"\n")


class Shown:
    """The terminal that the standard output is: it gets no control character, whatever a file holds."""

    def write(self, data: bytes) -> int:
        """Write, with U+FFFD for what a terminal would obey."""
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        return sys.stdout.buffer.write(_OBEYED.sub("\ufffd", text).encode())


def output() -> BinaryIO:
    """The standard output, to write bytes: a program gets them as they are, a terminal what it can show."""
    return cast("BinaryIO", Shown()) if sys.stdout.isatty() else sys.stdout.buffer


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns aligned under their heads; numbers to the right. The last column may be as wide as it wants."""
    from rich.cells import cell_len, set_cell_size

    last = len(head) - 1
    cells = [[clean_line(str(cell), 1000 if n == last else _WIDEST) for n, cell in enumerate(row)] for row in rows]
    rows_are_numbers = [bool(cells) and all(row[n].isdigit() for row in cells) for n in range(len(head))]
    widths = [min(_WIDEST, max(cell_len(row[n]) for row in ([*head], *cells))) for n in range(len(head))]

    def set_out(row: Sequence[str]) -> str:
        columns = []
        for n, cell in enumerate(row):
            if rows_are_numbers[n]:
                columns.append(" " * (widths[n] - cell_len(cell)) + cell)
            else:
                columns.append(cell if n == last else set_cell_size(cell, widths[n]))
        return "  ".join(columns).rstrip() + "\n"

    lines = [set_out(head), *map(set_out, cells)]
    sys.stdout.buffer.write("".join(lines).encode(sys.stdout.encoding or "utf-8", "replace"))
