"""What the command line prints: JSON lines and tables on stdout, sentences on stderr. Nothing a terminal would obey."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec

from store.text import clean_line

DONE, INCOMPLETE, MISUSED = 0, 1, 2
"""Exit codes: done; something could not be done, each named on stderr; the request makes no sense."""
INTERRUPTED = 130

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
    sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")


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
