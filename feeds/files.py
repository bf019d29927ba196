"""Opening files that may be anything: read within a limit, never wait for a pipe, never touch a device.

Every failure is a SourceError with a sentence. Nothing here looks at what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from store.errors import SourceError
from store.text import clean

TEXT_LIMIT = 20_000_000
"""Bytes that a text or Markdown file may have."""
PAGE_LIMIT = 5_000_000
"""Bytes that an HTML file may have."""
FEED_LIMIT = 10_000_000
"""Bytes that a feed may have, unpacked."""
FOLDER_FILES = 10_000
"""Files that one folder gives, those of its subfolders included."""
FOLDER_DEPTH = 16

_LONGEST_NAME = 200
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_REASONS = {
    errno.ENOENT: "does not exist: check the name",
    errno.ENOTDIR: "does not exist: a part of its path is a file, not a folder",
    errno.EACCES: "may not be read by you: change its permissions, or ask its owner",
    errno.EPERM: "may not be read by you: change its permissions, or ask its owner",
    errno.ELOOP: "is a link that leads back to itself: name the file it should lead to",
    errno.ENAMETOOLONG: "has a name too long for this system: check the name",
}


def shown(path: Path | str) -> str:
    """A path as it can be shown on one line of a terminal: as it is, or cleaned where it holds what cannot be shown."""
    name = str(path)
    return name if name.isprintable() and clean(name) == name else " ".join(clean(name).split())


def quoted(path: Path | str) -> str:
    """A path for use in a sentence; of a very long one, its end."""
    name = shown(path)
    return f"‘{name}’" if len(name) <= _LONGEST_NAME else f"‘…{name[-_LONGEST_NAME:]}’"


def problem(path: Path, error: OSError | ValueError) -> SourceError:
    """What the system's refusal means, in a sentence."""
    if isinstance(error, ValueError):
        return SourceError(f"{quoted(path)} is no name that a file can have: check the name.")
    if error.errno == errno.ENOENT and path.is_symlink():
        return SourceError(f"{quoted(path)} is a link to a file that is not there: mend the link or remove it.")
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        reason = f"could not be read ({shown(error.strerror or type(error).__name__)}): try again, or check the disk"
    return SourceError(f"{quoted(path)} {reason}.")


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder that can be asked about; what is wrong with it otherwise, reading it will tell."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of the regular file at `path`, at most `limit` of them. Raises SourceError."""
    try:
        _require_regular(path, path.stat().st_mode)  # before opening: to open a device can be to act on it
        # A pipe that took the file's place in the meantime must not be waited for: O_NONBLOCK.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            _require_regular(path, os.fstat(file.fileno()).st_mode)
            return read_stream(file, limit, quoted(path))
    except (OSError, ValueError) as error:
        raise problem(path, error) from error


def read_stream(stream: BinaryIO, limit: int, name: str) -> bytes:
    """All of `stream`, at most `limit` bytes; `name` stands for it in the sentence. Raises SourceError, OSError."""
    pieces: list[bytes] = []
    left = limit + 1
    while left > 0:
        piece = stream.read(min(left, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise SourceError(f"{name} is larger than {limit // 1_000_000} MB: split it into articles.")
    return b"".join(pieces)


def files_in(folder: Path) -> Iterator[Path | SourceError]:
    """The files in `folder` and its subfolders, in the order of their names; a SourceError for each place that could
    not be looked into. Hidden files stay out, and no folder is entered twice.
    """
    for count, found in enumerate(_walk(folder, set(), 0)):
        if count == FOLDER_FILES:
            yield SourceError(
                f"{quoted(folder)} holds more than {FOLDER_FILES:,} files: the rest was left out. "
                "Name its subfolders one by one."
            )
            return
        yield found


def _walk(folder: Path, seen: set[tuple[int, int]], depth: int) -> Iterator[Path | SourceError]:
    try:
        here = folder.stat()
        if (here.st_dev, here.st_ino) in seen:
            return
        seen.add((here.st_dev, here.st_ino))
        paths = sorted(path for path in folder.iterdir() if not _passed_over(path.name))
    except (OSError, ValueError) as error:
        yield problem(folder, error)
        return
    pages = {path.stem for path in paths if path.suffix.lower() in {".html", ".htm"}}
    for path in paths:
        if not is_folder(path):
            yield path
        elif path.name.endswith("_files") and path.name.removesuffix("_files") in pages:
            continue  # the pictures and scripts that a browser saved beside a page
        elif depth == FOLDER_DEPTH:
            yield SourceError(f"{quoted(path)} lies too deep: name it on its own to read it.")
        else:
            yield from _walk(path, seen, depth + 1)


def _passed_over(name: str) -> bool:
    """Hidden files, editors' copies, and the README that says what a folder is."""
    return name.startswith(".") or name.endswith("~") or name.lower() in {"readme.md", "readme.txt", "__pycache__"}


def _require_regular(path: Path, mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((words for test, words in _KINDS if test(mode)), "no file")
    raise SourceError(f"{quoted(path)} is {kind}, not a file with an article: name a text, Markdown or HTML file.")
