"""Reading the bytes of files in a process of its own: a parser that hangs or wants all the memory takes nothing along.

For whoever can wait for the answer; the network's many answers have `feeds.readers`. Imports little before the first
file: the reader starts with it.
"""

from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self

from feeds.contents import Feed, Outlines, Unreadable
from feeds.documents import Document
from feeds.filed import Format
from store.errors import SourceError

if TYPE_CHECKING:
    import subprocess

    from feeds.protocol import Got

DEADLINE = float(os.environ.get("QUOTIDIAN_READING") or 20)
"""Seconds that reading one file, feed or page may take."""
_LONGER: dict[Format, int] = {"pdf": 4, "epub": 4}
"""So many times as long, because these may be whole books."""


class Apart:
    """One process that reads files, started for the first of them. A context manager; for one thread at a time."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = deadline

    def read(self, data: bytes, format_: Format, name: str) -> Document | Feed | Outlines:
        """What `data` holds; `name` stands for it in a sentence. Raises SourceError."""
        process = self._running()
        allowed = self._deadline * _LONGER.get(format_, 1)
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(allowed, end)
        timer.daemon = True
        timer.start()
        try:
            got = _ask(process, data, format_, name)
        finally:
            timer.cancel()
        if got is None:
            self._end()
            why = (
                f"takes longer than {allowed:.0f} seconds to be taken apart" if late.is_set() else "ends what reads it"
            )
            raise SourceError(f"{name} {why}: save its text as a .txt file and name that.")
        if isinstance(got.contents, Document | Feed | Outlines):
            return got.contents
        what = got.contents.what if isinstance(got.contents, Unreadable) else "could not be taken apart"
        raise SourceError(got.error or f"{name} {what}: save its text as a .txt file and name that.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            from feeds.child import start

            self._process = start("parser", "reads files")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            from feeds.child import end

            end(process)


def _ask(process: subprocess.Popen[bytes], data: bytes, format_: Format, name: str) -> Got | None:
    """The answer; None where the process ended before it gave one."""
    from feeds.child import next_answer
    from feeds.protocol import ReadFile, framed

    assert process.stdin is not None  # noqa: S101 - it was opened with pipes
    try:
        process.stdin.write(framed(ReadFile(data=data, format=format_, name=name)))
        process.stdin.flush()
        return next_answer(process)
    except (OSError, ValueError):
        return None
