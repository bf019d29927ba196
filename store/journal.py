"""The journal: an append-only file of checked lines. A line that was appended is on the disk, or it is not there.

It knows nothing of what the lines mean. The first line is a header; each line is eight hex digits of CRC-32, a blank,
the content (JSON, so no line end inside), and a line end.

The file is there only from the first change until it is folded: after a clean close there is none, and none is needed.
So after a crash nothing tells a journal that someone removed from one that was never begun, and opening is silent then.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

from msgspec import Struct

from store import disk

_CHECK = 9
"""Bytes before the content: the checksum and a blank."""


class Scan(Struct, frozen=True):
    """What a journal file holds: its whole lines, and where each of them ends."""

    lines: list[bytes]
    ends: list[int]
    """Offset in bytes after each line."""
    size: int
    """Of all that was read; more than the last of `ends` where the tail is torn or damaged."""


def frame(content: bytes) -> bytes:
    """The line that holds `content`."""
    return b"%08x %b\n" % (zlib.crc32(content), content)


def scan(data: bytes) -> Scan:
    """The good lines at the beginning of `data`: reading stops at the first that is torn or damaged."""
    lines: list[bytes] = []
    ends: list[int] = []
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        content = data[start + _CHECK : end]
        if data[start : start + _CHECK] != b"%08x " % zlib.crc32(content):
            break
        lines.append(content)
        ends.append(end + 1)
        start = end + 1
    return Scan(lines, ends, len(data))


class Journal:
    """One journal file, open for appending. Not safe for threads: its owner serialises."""

    def __init__(self, path: Path, size: int) -> None:
        """Go on after the first `size` bytes of the file at `path`; what lies behind them is cut off.

        Raises OSError.
        """
        self.path = path
        self.size = size
        self._before = size
        self._sound = True
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        if os.fstat(self._file).st_size != size:
            self._cut()

    @classmethod
    def create(cls, path: Path, header: bytes) -> Journal:
        """A new journal at `path` with its header on the disk. Raises OSError."""
        disk.write_aside(path, [frame(header)])
        return cls(path, len(frame(header)))

    def append(self, content: bytes) -> None:
        """Add a line and return once it is on the disk; where that fails (OSError), the file is as it was before."""
        if not self._sound:
            self._cut()
        line = frame(content)
        self._sound = False
        try:
            disk.write_all(self._file, line)
            disk.sync(self._file)
        except BaseException:
            with contextlib.suppress(OSError):  # stays unsound: the next append has to mend it first
                self._cut()
            raise
        self._before, self.size = self.size, self.size + len(line)
        self._sound = True

    def gone(self) -> bool:
        """Whether another program removed the file: what is written to it now would be lost."""
        return os.fstat(self._file).st_nlink == 0 and not self.path.exists()

    def withdraw(self) -> None:
        """Take the last appended line back, before anyone was told of it. Raises OSError."""
        self.size, self._sound = self._before, False
        self._cut()

    def reopen(self) -> None:
        """Go on after `close`; where the file can't be opened, the next append says so."""
        with contextlib.suppress(OSError):
            self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _cut(self) -> None:
        """Bring the file back to its good length, on the disk too."""
        os.ftruncate(self._file, self.size)
        disk.sync(self._file)
        self._sound = True


def read(path: Path) -> Scan:
    """The good lines of the journal at `path`; none where there is no file. Raises StoreError."""
    try:
        return scan(path.read_bytes())
    except FileNotFoundError:
        return Scan([], [], 0)
    except OSError as error:
        raise disk.failure("read the journal", path, error) from error
