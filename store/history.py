"""Every change that was ever made, each with the change that takes it back: undo, redo and the log.

A change's line travels in the journal first, with the change itself; `keep` adds lines to `history.jsonl` before the
journal is folded away. The lines form two stacks: each carries the tops of both after it, and what lay below.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Literal

import msgspec

from store import disk
from store.documents import UNREADABLE
from store.models import ArticleState, Change, Record

Act = Literal["do", "undo", "redo"]


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the history."""

    number: int
    """1 for the first, then one more each."""
    time: str
    who: str = ""
    act: Act = "do"
    articles: tuple[str, ...] = ()
    """Whose marks are different after it."""
    inverse: Change
    """What takes it back; its `what` says what was done."""
    states: tuple[ArticleState, ...] = ()
    """The article states as it left them: what is different in `inverse` is what it changed."""
    kept: tuple[Record, ...] = ()
    """The records as it left them, likewise."""
    undo: int = 0
    """The event that undo takes back next; 0: none."""
    redo: int = 0
    """The event that redo takes back next; 0: none."""
    below: int = 0
    """The event under this one on its own stack."""


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change, for people: who did what, when."""

    number: int
    time: str
    who: str
    act: Act
    what: str
    articles: tuple[str, ...]


_decoder = msgspec.json.Decoder(Event)
_encode = msgspec.json.Encoder().encode


def encode(event: Event) -> bytes:
    """The event as a line, without its line end."""
    return _encode(event)


class History:
    """The history of one library: the file's lines, then those that are still in the journal."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._recent: dict[int, bytes] = {}
        self._offsets: list[int] | None = None
        self._first = 1
        self._last = self._newest_in_file()

    def begin(self, lines: list[bytes]) -> None:
        """Take the lines that opening found in the journals."""
        with self._lock:
            self._last, self._offsets, self._recent = self._newest_in_file(), None, {}
            for line in lines:
                if event := _decode(line):
                    self.add(event, line)

    def add(self, event: Event, line: bytes) -> None:
        """An event that is durable in the journal."""
        with self._lock:
            if self._last is None or event.number > self._last.number:
                self._recent[event.number] = line
                self._last = event

    def lines(self) -> list[bytes]:
        """All lines there are, each with its line end."""
        with self._lock:
            try:
                kept = self._path.read_bytes()
            except FileNotFoundError:
                kept = b""
            whole = kept[: kept.rfind(b"\n") + 1]
            return [whole, *(line + b"\n" for line in self._recent.values())]

    @property
    def damaged(self) -> bool:
        """Whether the file holds something, but its last line is no event."""
        return self._last is None and self._path.is_file() and self._path.stat().st_size > 0

    @property
    def last(self) -> Event | None:
        """The newest event."""
        return self._last

    def event(self, number: int) -> Event | None:
        """The event of this number; None where its line is lost."""
        with self._lock:
            line = self._recent.get(number) or self._line(number)
        return _decode(line)

    def log(self, limit: int) -> list[LogEntry]:
        """The newest `limit` changes, newest first."""
        newest = self._last.number if self._last else 0
        events = (self.event(number) for number in range(newest, max(0, newest - limit), -1))
        return [
            LogEntry(
                number=event.number,
                time=event.time,
                who=event.who,
                act=event.act,
                what=event.inverse.what,
                articles=event.articles,
            )
            for event in events
            if event
        ]

    def keep(self, lines: list[bytes]) -> None:
        """Add to the file, and sync, what it does not hold yet. Raises StoreError."""
        with self._lock:
            newest = self._newest_in_file()
            done = newest.number if newest else 0
            events = [(event.number, line) for line in lines if (event := _decode(line))]
            new = [(number, line) for number, line in events if number > done]
            if not new:
                return
            try:
                self._append(b"".join(line + b"\n" for _, line in new))
            except OSError as error:
                raise disk.failure("keep the history", self._path, error) from error
            self._offsets = None
            for number, _ in new:
                self._recent.pop(number, None)

    def _append(self, data: bytes) -> None:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            size = self._whole_lines(file)
            os.ftruncate(file, size)
            try:
                disk.write_all(file, data)
                disk.sync(file)
            except OSError:
                os.ftruncate(file, size)
                raise
        finally:
            os.close(file)

    @staticmethod
    def _whole_lines(file: int) -> int:
        """Bytes up to the last line end: a torn line is still in the journal, and is written again."""
        size = end = os.fstat(file).st_size
        while end > 0:
            start = max(0, end - 65_536)
            os.lseek(file, start, os.SEEK_SET)
            found = os.read(file, end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
        return min(size, 0)

    def _newest_in_file(self) -> Event | None:
        try:
            with self._path.open("rb") as file:
                end = self._whole_lines(file.fileno())
                window = 4096
                while end:
                    start = max(0, end - window)
                    file.seek(start)
                    lines = file.read(end - start).splitlines()
                    if len(lines) > 1 or start == 0:
                        return _decode(lines[-1])
                    window *= 8
        except OSError:
            pass
        return None

    def _line(self, number: int) -> bytes | None:
        """The line of this number in the file."""
        try:
            with self._path.open("rb") as file:
                if self._offsets is None:
                    self._offsets, offset = [], 0
                    for line in file:
                        self._offsets.append(offset)
                        offset += len(line)
                    file.seek(0)
                    first = _decode(file.readline())
                    self._first = first.number if first else 1
                if not 0 <= number - self._first < len(self._offsets):
                    return None
                file.seek(self._offsets[number - self._first])
                return file.readline().rstrip(b"\n")
        except OSError:
            return None


def _decode(line: bytes | None) -> Event | None:
    if not line:
        return None
    try:
        return _decoder.decode(line)
    except UNREADABLE:
        return None
