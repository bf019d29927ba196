"""What formats that are JSON lines share when they are read back, ours and those of other tools."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO, TypeVar

import msgspec

from store.documents import UNREADABLE
from store.errors import FormatError
from store.formats._spans import HIGHLIGHT, QUOTE
from store.marking import context
from store.models import Annotation, Article
from store.text import article_id, text_hash

T = TypeVar("T")

LONGEST = 64 * 2**20
"""Bytes that a line may have: a file without line ends shall not fill the memory."""


def lines(source: BinaryIO, shape: type[T]) -> Iterator[tuple[str, T]]:
    """Each line as `shape`, with where it stands; empty ones are passed over. Raises FormatError."""
    decode = msgspec.json.Decoder(shape).decode
    for number, raw in enumerate(iter(lambda: source.readline(LONGEST + 1), b""), start=1):
        where = f"line {number}"
        if len(raw) > LONGEST:
            raise FormatError(f"{where}: it is longer than {LONGEST // 2**20} MB, which no article is.")
        if not raw.strip():
            continue
        try:
            yield where, decode(str(raw, "utf-8").removeprefix("\ufeff"))
        except (*UNREADABLE, RecursionError) as error:
            raise FormatError(f"{where}: {error}.") from error


def article(text: str, about: dict[str, Any], where: str) -> Article:
    """The article of a text; one that another tool made has its id from the text. Raises FormatError."""
    names = ("id", "title", "source", "url", "byline", "published", "text_hash")
    fields = {name: about[name] for name in names if about.get(name)}
    identity = text_hash(text)
    if fields.get("text_hash", identity) != identity:
        raise FormatError(f"{where}: the text is not the one that was exported, so offsets may have moved.")
    made = {"id": article_id(identity), "title": text[:60].partition("\n")[0], "source": "", "text_hash": identity}
    return convert(made | fields | {"text": text}, Article, where)


def mark(given: Article, start: int, end: int, label: str, says: dict[str, Any], where: str) -> Annotation:
    """The annotation of a span, with what the file says of its provenance. Raises FormatError."""
    if not 0 <= start < end <= len(given.text):
        raise FormatError(f"{where}: the span {start} to {end} is not in the text, which has {len(given.text)}.")
    said = {name: value for name, value in says.items() if name != "quote_kind"}
    kind = "highlight" if label == HIGHLIGHT else "entity"
    if label == QUOTE:
        raise FormatError(f"{where}: {QUOTE} is no label of an entity, and the format says too little of a quotation.")
    before, after = context(given.text, start, end)
    place = {
        "article": given.id,
        "text_hash": given.text_hash,
        "start": start,
        "end": end,
        "exact": given.text[start:end],
        "prefix": before,
        "suffix": after,
        "label": "" if kind == "highlight" else label,
    }
    made = {"id": sha256(f"{given.id} {start} {end} {label}".encode()).hexdigest()[:12], "kind": kind}
    return convert(made | said | place, Annotation, where)


def convert(fields: dict[str, Any], shape: type[T], where: str) -> T:
    """The fields as a record. Raises FormatError for a value of another type."""
    try:
        return msgspec.convert(fields, shape)
    except msgspec.MsgspecError as error:
        raise FormatError(f"{where}: {error}.") from error
