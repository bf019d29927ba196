"""The command in a real pseudo-terminal, and what a person would see there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte


class Terminal:
    """Runs a command in a pseudo-terminal; `screen` is what it shows, `sent` every byte that it wrote."""

    def __init__(self, *arguments: str, columns: int = 120, lines: int = 40, env: dict[str, str] | None = None) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        settings = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.sent = b""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        command = [sys.executable, "-m", "tui", *arguments]
        self.child = pexpect.spawn(command[0], command[1:], env=settings, dimensions=(lines, columns), timeout=60)

    @property
    def screen(self) -> str:
        """The lines of the screen."""
        return "\n".join(self._screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what was written meanwhile."""
        try:
            chunk = self.child.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            return
        self.sent += chunk
        self._stream.feed(chunk)

    def until(self, condition: Callable[[str], object], what: str, deadline: float = 60) -> None:
        """Read until the screen is as it should be."""
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            self.read()
            if condition(self.screen):
                return
        raise AssertionError(f"never seen: {what}\n{self.screen}")

    def see(self, text: str) -> None:
        """Read until the screen shows `text`."""
        self.until(lambda screen: text in screen, text)

    def type(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def end(self) -> int | None:
        """Wait until the command ends; its exit code."""
        deadline = time.monotonic() + 60
        while self.child.isalive():
            assert time.monotonic() < deadline, f"it does not end\n{self.screen}"
            self.read()
        self.child.close()
        return self.child.exitstatus

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)


def made(library: Path, table: str) -> list[dict[str, object]]:
    """A table of the annotation file as plain TinyDB reads it."""
    from tinydb import TinyDB

    with TinyDB(library / "annotations.json") as db:
        return [dict(document) for document in db.table(table).all()]
