"""One writer: a lock that the operating system takes back when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import weakref
from pathlib import Path

_FAR = 1 << 30
"""Where Windows locks: behind anything that is in the file, so that others can read who holds it."""

_PAUSE = 0.01
"""Seconds between two tries: short beside what a command does under the lock."""


class Lock:
    """The exclusive lock on `path`, held until `release`."""

    _held: weakref.WeakSet[Lock] = weakref.WeakSet()

    def __init__(self, path: Path, file: int) -> None:
        self._path = path
        self._file = file
        Lock._held.add(self)

    def release(self) -> None:
        """Let go. May be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def acquire(path: Path, wait: float = 0.0) -> Lock | None:
    """The lock, or None where another holder (a process, or this one) keeps it for `wait` seconds. Raises OSError."""
    last = time.monotonic() + wait
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        while not _try(file):
            if time.monotonic() >= last:
                os.close(file)
                return None
            time.sleep(_PAUSE)  # whoever waits is a process of its own: no queue is kept, each has its chance
    except BaseException:
        os.close(file)
        raise
    with contextlib.suppress(OSError):  # a full disk: the lock holds all the same
        os.ftruncate(file, 0)
        os.write(file, b"%d\n" % os.getpid())
    return Lock(path, file)


def holder(path: Path) -> str:
    """The number of the process that holds the lock, "" where it can't be told."""
    try:
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
    return text if text.isdecimal() else ""


def _try(file: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True
    import fcntl

    # flock, not lockf: it belongs to this opening of the file, so a second library in this process is refused too.
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _forget_in_child() -> None:
    """A forked child has the same opening of the file, and would hold the lock after its parent's death."""
    for lock in list(Lock._held):
        with contextlib.suppress(OSError):
            lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
