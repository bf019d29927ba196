"""Writing articles and annotations in a format, to a file, a folder or a stream: whole or not at all.

What is written is decided by the format; here is only where it goes, under which name, and how safely.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from msgspec import Struct

from store import disk, formats
from store.checking import is_plain
from store.deciding import suggestions
from store.errors import UsageError
from store.formats import Folder, Format, Item, Losses, Stream
from store.library import Library
from store.models import Annotation, Article, ArticleRow
from store.splitting import Shares, split
from store.text import article_id

Only = Literal["all", "accepted", "suggestions"]
"""Which annotations: all that were made or judged; without those that were rejected; or what the last pipeline found
and nobody judged yet.
"""

Tell = Callable[[int], None]
"""Is told how many articles were written so far."""

Target = Path | IO[Any]
"""A file, a folder, or a stream that is open for text or for bytes."""

_NO_SLUG = re.compile(r"[^\w]+|_+")
_SLUG_BYTES = 80


class Exported(Struct, frozen=True, kw_only=True):
    """What an export did."""

    count: int
    """Articles that were written."""
    files: tuple[Path, ...]
    """The files, in the order of the articles; none for a stream."""
    not_expressed: tuple[str, ...]
    """What the format can't say, a sentence each; to be shown."""


def export(
    library: Library,
    articles: Iterable[str],
    format: Format | str,
    target: Target,
    *,
    only: Only = "all",
    tell: Tell | None = None,
) -> Exported:
    """Write these articles, by id, with what was made of them, or what was found in them.

    A file is written aside and renamed; one that would not change is not touched. A format of one file an article
    takes a folder, made where there is none; any other a file, or a stream that is open for what it writes.
    Raises UnknownArticle, UsageError for a target that does not fit the format, StoreError when writing fails.
    """
    chosen = formats.find(format) if isinstance(format, str) else format
    losses = Losses()
    counted = _Counted(_items(library, articles, losses, only), tell)
    files = _write(chosen, counted, target, losses)
    lost = losses.sentences(f"can't be expressed in {chosen.name}")
    return Exported(count=counted.count, files=files, not_expressed=lost)


def export_split(
    library: Library,
    articles: Iterable[str],
    format: Format | str,
    folder: Path,
    shares: Shares,
    *,
    seed: int = 0,
    only: Only = "all",
    tell: Tell | None = None,
) -> dict[str, Exported]:
    """As `export`, into parts named train, dev and test in `folder`: files, or folders for a format that writes them.

    A part that gets no articles is written all the same. Losses are counted by part.
    """
    chosen = formats.find(format) if isinstance(format, str) else format
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"A split is written to a folder, and {folder} is none.")
    rows = _rows(library, articles)
    done, before = {}, 0
    for part, ids in split(((row.id, row.text_hash) for row in rows), shares, seed).items():
        try:
            target = folder / part if isinstance(chosen, Folder) else folder / f"{part}{chosen.suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk.failure("write the export", folder, error) from error
        shifted = None if tell is None else partial(_tell_more, tell, before)
        done[part] = export(library, ids, chosen, target, only=only, tell=shifted)
        before += len(ids)
    return done


def _tell_more(tell: Tell, before: int, count: int) -> None:
    tell(before + count)


def _write(chosen: Format, items: Iterable[Item], target: Target, losses: Losses) -> tuple[Path, ...]:
    if isinstance(chosen, Folder):
        return _write_folder(chosen, items, target, losses)
    if isinstance(chosen, Stream) and isinstance(target, Path):
        return (_write_file(chosen, items, target, losses),)
    if isinstance(chosen, Stream) and not isinstance(target, Path):
        _write_stream(chosen.write(items, losses), target)
    return ()


def file_name(article: Article, suffix: str) -> str:
    """A name for the article's file: its title as a slug, and the beginning of its id, which tells it from others."""
    return f"{slug(article.title)}-{_plain_id(article)[:8]}{suffix}"


def _plain_id(article: Article) -> str:
    """The article's id, or another of it where it came from elsewhere and could be a path."""
    return article.id if is_plain(article.id) else article_id(article.id)


def slug(title: str) -> str:
    """Letters and digits of the title in lower case, with single hyphens between; never empty, at most 80 bytes."""
    words = _NO_SLUG.sub("-", unicodedata.normalize("NFC", title.lower())).strip("-")
    short = words.encode()[:_SLUG_BYTES].decode(errors="ignore").strip("-")
    return short or "article"


class _Counted:
    """Items as they are asked for, and how many that were."""

    def __init__(self, items: Iterator[Item], tell: Tell | None) -> None:
        self._items = items
        self._tell = tell
        self.count = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self.count += 1
            if self._tell:
                self._tell(self.count)
            yield item


def _rows(library: Library, articles: Iterable[str]) -> list[ArticleRow]:
    """The rows of these articles. Raises UnknownArticle for the first that is unknown."""
    wanted = list(articles)
    rows = library.articles(wanted)
    if len(rows) < len(wanted):
        known = {row.id for row in rows}
        library.article(next(identity for identity in wanted if identity not in known))
    return rows


def _items(library: Library, articles: Iterable[str], losses: Losses, only: Only) -> Iterator[Item]:
    """The articles one by one; nothing is begun where one of them is unknown."""
    for identity in [row.id for row in _rows(library, articles)]:
        article = library.article(identity)
        annotations = _annotations(library, article, only)
        losses.total += len(annotations)
        yield Item(article=article, annotations=annotations, state=library.state(identity))


def _annotations(library: Library, article: Article, only: Only) -> tuple[Annotation, ...]:
    found = library.annotations(article.id)
    if only == "suggestions":
        analysis = library.recall_analysis(article.text_hash)
        return suggestions(article, analysis, found) if analysis else ()
    return tuple(a for a in found if only == "all" or a.verdict != "rejected")


def _write_stream(chunks: Iterator[str | bytes], target: IO[Any]) -> None:
    """Write to what is open for text or for bytes; bytes go past a text stream, as they are, where that can be."""
    for chunk in chunks:
        if not isinstance(target, io.TextIOBase):
            target.write(*_bytes([chunk]))
        elif isinstance(chunk, str):
            target.write(chunk)
        elif hasattr(target, "buffer"):
            target.flush()
            target.buffer.write(chunk)
        else:
            target.write(chunk.decode("utf-8"))
    target.flush()


def _bytes(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    return (chunk.encode("utf-8", "surrogateescape") if isinstance(chunk, str) else chunk for chunk in chunks)


def _write_file(chosen: Stream, items: Iterable[Item], target: Path, losses: Losses) -> Path:
    path = target / f"quotidian{chosen.suffix}" if target.is_dir() else target
    chunks = _bytes(chosen.write(items, losses))
    try:
        if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
            with path.open("wb") as open_file:
                open_file.writelines(chunks)
        else:
            disk.write_aside(path, chunks)
    except OSError as error:
        raise disk.failure("write the export", path, error) from error
    return path


def _write_folder(chosen: Folder, items: Iterable[Item], target: Target, losses: Losses) -> tuple[Path, ...]:
    if not isinstance(target, Path):
        raise UsageError(f"The format {chosen.name} writes files for each article: name a folder to write them to.")
    if target.exists() and not target.is_dir():
        raise UsageError(f"The format {chosen.name} writes files for each article, and {target} is no folder.")
    files: dict[Path, None] = {}
    for item in items:
        for suffix, content in chosen.write(item, losses):
            path = target / file_name(item.article, suffix)
            if path in files:
                path = target / f"{slug(item.article.title)}-{_plain_id(item.article)}{suffix}"
            _write_changed(path, b"".join(_bytes([content])))
            files[path] = None
    return tuple(files)


def _write_changed(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            disk.write_aside(path, [content])
    except OSError as error:
        raise disk.failure("write the export", path, error) from error
