"""Writing so that it is really on the disk: the few calls through which every change to a file goes.

It decides nothing about what is written. A failure leaves as OSError; `failure` turns it into a sentence.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from store.errors import StoreError

PRIVATE = 0o700
"""Of the folder of a new library: what is in it is its owner's alone, passwords of feeds too."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LITTLE = 65_536
"""Bytes without which SQLite can't open a database for writing: it keeps 32 KiB beside it."""
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_all(file: int, data: bytes) -> None:
    """Write all of `data` to a descriptor, however little of it each call takes."""
    rest = memoryview(data)
    while rest:
        written = os.write(file, rest)
        if written <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def sync(file: int) -> None:
    """Return once what was written to this descriptor is on the disk."""
    if sys.platform == "darwin":  # fsync there only reaches the drive's cache
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(file)
    else:
        os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Make renames and new files in `folder` durable, where the platform lets a folder be synced."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders, and needs none of this
        return
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(file)


def write_aside(path: Path, chunks: Iterable[bytes]) -> None:
    """Replace `path` by `chunks`, all at once: whoever opens it sees the old content or the new, even after a crash.

    A link stays a link: what it points to is replaced. Raises OSError.
    """
    path = Path(os.path.realpath(path))
    aside = path.with_name(path.name + ".new")
    file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            for chunk in chunks:
                write_all(file, chunk)
            sync(file)
        finally:
            os.close(file)
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def full(folder: Path) -> bool:
    """Whether there is no room in `folder` for even a small file."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            write_all(file.fileno(), bytes(_LITTLE))
    except OSError as error:
        return error.errno in _FULL
    return False


def forbidden(error: OSError) -> bool:
    """Whether this failed because the place may not be written."""
    return error.errno in _FORBIDDEN


def failure(deed: str, path: Path, error: OSError) -> StoreError:
    """The error to raise when `deed` ("keep the change") failed at `path`: what happened and what a person can do."""
    if error.errno in _FULL:
        return StoreError(f"Could not {deed}: the disk that holds {path} is full. Free some space and do it again.")
    if error.errno in _FORBIDDEN:
        return StoreError(f"Could not {deed}: {path} may not be written. Check who owns it and its permissions.")
    reason = error.strerror or str(error) or type(error).__name__
    return StoreError(f"Could not {deed}: {path}: {reason}.")
