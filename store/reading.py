"""What is to be loaded, opened: a file, a pipe or a folder, read as articles as often as wanted, nothing of it run.

Which files belong to which article and what they are called is decided here; what is in them, by the format.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from msgspec import Struct

from store import disk, formats
from store.errors import FormatError, UsageError
from store.formats import Item, Losses, Marks, Readable, ReadableFolder
from store.text import clean_line

LARGEST = 64 * 2**20
"""Bytes that a file may have where a format wants it whole for one article."""

_NOTHING = "there is nothing in it."
MOST = 100_000
"""Files that a folder may have: nobody means the whole disk."""

Found = Iterator[tuple[str, Item | Marks]]
Ways = dict[str, Callable[[Losses], Found]]
"""How to read it, by the name of the format."""


class Reading(Struct, frozen=True):
    """A file or folder that is open, and what it is read as."""

    format: str
    items: Callable[[Losses], Found]
    """What it holds, from its beginning each time, each with where it stands. Raises FormatError, OSError."""


def readable() -> list[str]:
    """The names of the formats that can be read."""
    return [name for name in formats.names() if isinstance(formats.find(name), Readable | ReadableFolder)]


def named(name: str) -> Readable | ReadableFolder:
    """The format of this name. Raises UsageError where there is none, or it can't be read."""
    chosen = formats.find(name)
    if not isinstance(chosen, Readable | ReadableFolder):
        raise UsageError(f"The format {name} can be written, but not read. Can be read: {', '.join(readable())}.")
    return chosen


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[Reading]:
    """The file or folder as a format, the one of this name or the only one that suits it.

    Raises UsageError where none or several do, or where it can't be that format; StoreError where it can't be read.
    """
    if name:
        named(name)
    try:
        if path.is_dir():
            yield _of_folder(path, name)
            return
        with _seekable(path) as source:
            yield _of_file(path, source, name)
    except OSError as error:
        raise disk.failure(f"read {clean_line(path.name, 80)}", path, error) from error


@contextmanager
def _seekable(path: Path) -> Iterator[BinaryIO]:
    """The file, so that it can be read more than once: what comes through a pipe is kept until then."""
    with path.open("rb") as source:
        if source.seekable():
            yield source
            return
        with TemporaryFile() as kept:
            shutil.copyfileobj(source, kept)
            yield kept


def _of_file(path: Path, source: BinaryIO, name: str) -> Reading:
    read: Ways = {known: partial(_read_file, known, path, source) for known in ([name] if name else readable())}
    return _only(path, read if name else _suited(read, [path]))


def _of_folder(folder: Path, name: str) -> Reading:
    paths = _inside(folder)
    wanted = [known for known in ([name] if name else readable()) if any(_is(path, known) for path in paths)]
    if not wanted:
        ends = ", ".join(sorted({_suffix(known) for known in ([name] if name else readable())}))
        raise UsageError(f"There is nothing to load in {folder}: no name of a file ends with {ends}.")
    read: Ways = {known: partial(_read_folder, known, folder, paths) for known in wanted}
    return _only(folder, read if name else _suited(read, paths))


def _only(path: Path, read: Ways) -> Reading:
    """The only one of these formats whose reader takes the first article. Raises UsageError for none or several."""
    if len(read) == 1:
        return Reading(*read.popitem())
    faults = {name: _fault(items) for name, items in read.items()}
    fit = [name for name, fault in faults.items() if not fault]
    empty = [name for name, fault in faults.items() if fault == _NOTHING]
    if not fit and len(empty) == 1:  # as of a table with a header alone
        fit = empty
    if len(fit) == 1:
        return Reading(fit[0], read[fit[0]])
    which = f"{', '.join(fit)} suit it" if fit else f"none that can be read ({', '.join(readable())}) suits it"
    close = {} if fit or len(faults) == len(readable()) else faults  # those that the name of the file tells
    why = "".join(f" As {name}: {fault}" for name, fault in close.items())
    raise UsageError(f"Could not tell the format of {path}: {which}. Name the format (--format).{why}")


def _suited(read: Ways, paths: Sequence[Path]) -> Ways:
    """Of these formats those whose files end like one of the paths, the longest ending first; all where none does."""
    ends = {
        name: max((len(end) for path in paths for end in _endings(name) if path.name.lower().endswith(end)), default=0)
        for name in read
    }
    longest = max(ends.values(), default=0)
    return {name: items for name, items in read.items() if ends[name] == longest}


def _endings(name: str) -> tuple[str, ...]:
    """What the name of a file may end with for it to be tried as this format."""
    chosen = formats.find(name)
    return (_suffix(name), *(chosen.also if isinstance(chosen, Readable) else ()))


def _fault(items: Callable[[Losses], Found]) -> str:
    """Why the reader does not take the first article, in a sentence; "" where it does."""
    try:
        return "" if next(items(Losses()), None) else _NOTHING
    except (FormatError, UsageError) as error:
        return error.sentence


def _suffix(name: str) -> str:
    """What the name of a file ends with that tells it to be of this format."""
    chosen = formats.find(name)
    return chosen.wants[0] if isinstance(chosen, ReadableFolder) else chosen.suffix


def _is(path: Path, name: str) -> bool:
    return path.name.lower().endswith(_suffix(name))


def _inside(folder: Path) -> list[Path]:
    """The files in a folder and those below, by their paths; links are not followed, they may lead anywhere."""
    every = (Path(top, file) for top, _, files in os.walk(folder) for file in files)
    found = list(islice(every, MOST + 1))
    if len(found) > MOST:
        raise UsageError(
            f"There are more than {MOST:,} files in {folder}: name the folder that has what is to be loaded."
        )
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _read_file(name: str, path: Path, source: BinaryIO, losses: Losses) -> Found:
    """A file by itself, or the files of the one article that it belongs to."""
    chosen = named(name)
    if isinstance(chosen, ReadableFolder):
        yield _article(chosen, name, path, path.name, losses)
        return
    source.seek(0)
    yield from chosen.read(source, losses)


def _read_folder(name: str, folder: Path, paths: Sequence[Path], losses: Losses) -> Found:
    """All files of the format, one after the other."""
    chosen = named(name)
    for path in (path for path in paths if _is(path, name)):
        where = clean_line(path.relative_to(folder).as_posix(), 80)
        if isinstance(chosen, ReadableFolder):
            yield _article(chosen, name, path, where, losses)
            continue
        with path.open("rb") as source:
            for inside, found in _naming(where, chosen.read(source, losses)):
                yield f"{where}, {inside}", found


def _naming(where: str, found: Found) -> Found:
    """The same, with the file named in what goes wrong."""
    try:
        yield from found
    except FormatError as error:
        raise FormatError(f"{where}, {error.sentence}") from None


def _article(chosen: ReadableFolder, name: str, path: Path, where: str, losses: Losses) -> tuple[str, Item]:
    """The item of the files that are called like this one. Raises FormatError for one that is missing or too large."""
    if not _is(path, name):
        raise FormatError(f"{where}: a file of {name} ends with {chosen.wants[0]}.")
    stem, files = path.name[: -len(chosen.wants[0])], {}
    for suffix in chosen.wants:
        part = path if suffix == chosen.wants[0] else path.with_name(stem + suffix)
        if not part.is_file() or part.is_symlink():
            raise FormatError(f"{where}: {clean_line(part.name, 80)} is missing beside it.")
        with part.open("rb") as source:
            files[suffix] = source.read(LARGEST + 1)
        if len(files[suffix]) > LARGEST:
            raise FormatError(f"{where}: it is larger than {LARGEST // 2**20} MB, which no article is.")
    return where, chosen.read(files, where, losses)
