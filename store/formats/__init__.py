"""The formats that annotations are written in: one file of code a format, found by its name.

A format is pure: it turns items into text or bytes and reports what it cannot say. `store.export` does the writing. A
module in this package defines `FORMAT`, an instance of `Stream` or `Folder`, and its file is called like the format
(`-` in a name is `_` in the file's). A format that needs more than the store may have is made known by `register`.
"""

from __future__ import annotations

import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import BinaryIO, ClassVar

from msgspec import Struct

from store.errors import UsageError
from store.models import Annotation, Article, ArticleState


class Item(Struct, frozen=True, kw_only=True):
    """One article and what was made of it: the unit of every format."""

    article: Article
    annotations: tuple[Annotation, ...] = ()
    state: ArticleState | None = None


class Marks(Struct, frozen=True, kw_only=True):
    """What was made of an article whose text the file does not have: the library has to."""

    article: str
    """Its id; "" where the file has none."""
    address: str = ""
    """Where the article came from, to find it by where the id does not."""
    annotations: tuple[Annotation, ...]
    """`text_hash` is "" where the file does not say which revision the offsets belong to. Where it has no offsets, its
    start is below 0, and the words are looked for; where it has no words, those at the offsets are meant.
    """


class Losses:
    """What a format could not express, counted by reason while it writes; or what a file had that can't be taken as it
    is, while it is read.
    """

    def __init__(self) -> None:
        self.total = 0
        """Annotations that were to be written, or that were read."""
        self._counts: dict[str, int] = {}

    def add(self, reason: str, count: int = 1) -> None:
        """`count` annotations can't be expressed; `reason` completes "...: because"."""
        self._counts[reason] = self._counts.get(reason, 0) + count

    def sentences(self, what: str) -> tuple[str, ...]:
        """A sentence for each reason, for the person; `what` became of those: "can't be expressed in csv"."""
        return tuple(f"{count} of {self.total} annotations {what}: {reason}." for reason, count in self._counts.items())


class Format(ABC):
    """What all formats have."""

    name: ClassVar[str]
    suffix: ClassVar[str]
    """Of a file in this format, with its dot."""
    about: ClassVar[str]
    """One line for people: what it is for, or who reads it."""


class Stream(Format):
    """A format that writes all articles into one file."""

    @abstractmethod
    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[str | bytes]:
        """The file in chunks, all text or all bytes, one item at a time; counts in `losses` what it leaves out."""


class Folder(Format):
    """A format that writes files for each article into one folder."""

    @abstractmethod
    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str | bytes]]:
        """The article's files, as (suffix, content): the part before the suffix names the article."""


class Readable(ABC):
    """What a format has that can be read back as well: inherit it beside `Stream`."""

    also: ClassVar[tuple[str, ...]] = ()
    """What else the names of such files end with, as other tools call them."""

    @abstractmethod
    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item | Marks]]:
        """What a file holds, article by article, each with where it stands ("line 3"). Runs nothing that is in it.

        Counts in `losses` what is not taken as it is in the file. Raises FormatError, naming where and why; a file of
        another format has to be told by its first article. Whether an item fits together is looked at by the caller.
        """


class ReadableFolder(ABC):
    """What a format has that can be read back from files for each article: inherit it beside `Folder`."""

    wants: ClassVar[tuple[str, ...]]
    """The suffixes of an article's files, all of them needed; the part before the suffix is the same."""

    @abstractmethod
    def read(self, files: Mapping[str, bytes], name: str, losses: Losses) -> Item:
        """The item of one article's files, by suffix; `name` is what they are called without it. As `Readable.read`."""


def placed(item: Item, losses: Losses) -> list[Annotation]:
    """The annotations that stand in the text; the others are counted as lost. For formats that need offsets."""
    text = item.article.text
    found = [a for a in item.annotations if a.anchor != "orphaned" and text[a.start : a.end] == a.exact]
    if missing := len(item.annotations) - len(found):
        losses.add("their words are no longer in the text", missing)
    return found


_elsewhere: dict[str, str] = {}
"""The modules of formats that live outside this package, by the formats' names."""


def register(name: str, module: str) -> None:
    """Make a format known whose `FORMAT` is in a module elsewhere, which is imported when the format is asked for."""
    _elsewhere[name] = module


def names() -> list[str]:
    """All formats, in alphabetical order; none is loaded for it."""
    here = {module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"}
    return sorted(here | _elsewhere.keys())


def find(name: str) -> Format:
    """The format of this name. Raises UsageError, naming those there are."""
    if name not in names():
        raise UsageError(f"There is no format {name!r}. There are: {', '.join(names())}.")
    found: Format = import_module(_elsewhere.get(name) or f"{__name__}.{name.replace('-', '_')}").FORMAT
    return found
