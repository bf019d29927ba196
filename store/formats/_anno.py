"""Reading Web Annotations, ours and other tools', as marks in texts that the library has.

The model allows most things to be one value, a list of them or an address: here they become lists.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from store.checking import is_plain
from store.errors import FormatError
from store.formats import Losses, Marks
from store.formats._foreign import as_time
from store.formats._lines import convert
from store.formats._whole import decode, entries
from store.marking import next_id
from store.models import Annotation, QuoteKind
from store.text import clean_line, strip_controls

WHOLE = "they are about a whole page, not about words in it"
ELSEWHERE = "they say where they are in a way that needs the page itself"
BODIES = "something of what they say is no text"

_OURS = "quotidian:"
"""What our keys begin with, and our addresses after `urn:`, which a processor of JSON-LD takes away."""
_ID = f"{_OURS}annotation:"
_TAGGING, _NAMING = frozenset({"tagging", "classifying"}), frozenset({"identifying"})


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of annotations, or a collection with its first page."""

    items: msgspec.Raw = msgspec.Raw(b"")
    graph: msgspec.Raw = msgspec.field(default=msgspec.Raw(b""), name="@graph")
    first: msgspec.Raw = msgspec.Raw(b"")


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words, and what stands around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Offsets: the W3C counts code points, tools in browsers mostly UTF-16 units."""

    start: int
    end: int


def listed(data: bytes) -> list[msgspec.Raw]:
    """What a list, a page or a collection holds, undecoded; an annotation alone is itself. Raises FormatError."""
    found = entries(data, "the page")
    for _ in ("collection", "page"):
        if len(found) != 1:
            break
        page = decode(found[0], Page, "the page")
        held = next(
            (raw for raw in map(bytes, (page.items, page.graph, page.first)) if raw not in (b"", b"null")), None
        )
        if held is None:
            break
        if held.startswith(b'"'):
            raise FormatError("the page: its annotations are at another address, and nothing is fetched.")
        found = entries(held, "the page")
    return found


def marks(raw: msgspec.Raw, where: str, losses: Losses) -> Iterator[Marks]:
    """A mark for each place that an annotation is about. Raises FormatError."""
    fields = decode(raw, dict[str, Any], where)
    if not any(str(kind).endswith("Annotation") for kind in _list(fields, "type", "@type")):
        raise FormatError(f"{where}: its type is not Annotation, as that of a Web Annotation is.")
    targets = _list(fields, "target")
    if not targets:
        raise FormatError(f"{where}: it has no target.")
    given = fields.get("id", fields.get("@id"))
    identity = _identity(given if isinstance(given, str) else str(bytes(raw), "utf-8", "replace"))
    for number, target in enumerate(targets):
        losses.total += 1
        place = _place(target if isinstance(target, dict) else {}, where, losses)
        if place is not None:
            made = {"id": next_id(f"{identity} {number}") if number else identity} | place
            yield _mark(fields, _source(target), made, where, losses)


def _list(fields: dict[str, Any], *keys: str) -> list[Any]:
    """The values under the first of these keys that is there."""
    value: Any = next((fields[key] for key in keys if fields.get(key) is not None), [])
    return value if isinstance(value, list) else [value]


def _identity(iri: str) -> str:
    ours = iri.removeprefix("urn:").removeprefix(_ID)
    return ours if iri.endswith(_ID + ours) and is_plain(ours) else next_id(iri)


def _source(target: Any) -> str:
    """The address of what is annotated; "" where it has none but our id."""
    source = target.get("source", target.get("id", "")) if isinstance(target, dict) else target
    if isinstance(source, dict):
        source = source.get("id", "")
    if not isinstance(source, str) or source.removeprefix("urn:").startswith(_OURS):
        return ""
    return source


def _place(target: dict[str, Any], where: str, losses: Losses) -> dict[str, Any] | None:
    """Where the target is, as fields of an annotation; a start below 0 is not known. None where it can't be said."""
    selectors = [one for one in _list(target, "selector") if isinstance(one, dict)]
    by_type = {str(kind).rpartition(":")[2]: one for one in selectors for kind in _list(one, "type", "@type")}
    quote, position = by_type.get("TextQuoteSelector"), by_type.get("TextPositionSelector")
    if quote is None and position is None:
        losses.add(ELSEWHERE if selectors else WHOLE)
        return None
    said = convert(quote, Quote, where) if quote else Quote(exact="")
    words = {name: _clean(getattr(said, name)) for name in ("exact", "prefix", "suffix")}
    if position is None:
        return words | {"start": -len(words["exact"]), "end": 0}
    at = convert(position, Position, where)
    if not 0 <= at.start < at.end:
        raise FormatError(f"{where}: {at.start} to {at.end} is no stretch of a text.")
    return words | {"start": at.start, "end": at.start + len(words["exact"]) if words["exact"] else at.end}


def _clean(words: str) -> str:
    return unicodedata.normalize("NFC", strip_controls(words))


def _mark(fields: dict[str, Any], source: str, made: dict[str, Any], where: str, losses: Losses) -> Marks:
    article = fields.get("quotidian:article", "")
    ours = isinstance(fields.get("quotidian:about"), dict)
    made |= {"article": article, "text_hash": fields.get("quotidian:text_hash", "") if ours else ""}
    made |= {name: fields.get(name, "") if ours else as_time(fields.get(name)) for name in ("created", "modified")}
    made |= {"annotator": next(filter(None, map(_name, _list(fields, "creator"))), "")}
    tags, names, notes = _bodies(fields, losses)
    made |= {"name": names[0] if names else "", "note": "\n".join(notes + names[1:])}
    made |= _ours(fields, tags) if ours else {"kind": "highlight", "tags": tags}
    mark = convert(made, Annotation, where)
    return Marks(article=mark.article, address=source, annotations=(mark,))


def _name(creator: Any) -> str:
    """Who made it: a person or an account; there may be only an address."""
    if isinstance(creator, dict):
        known = (creator.get(key) for key in ("name", "nickname", "email", "id"))
        creator = next(filter(None, known), "")
    return clean_line(creator, 200) if isinstance(creator, str) else ""


def _bodies(fields: dict[str, Any], losses: Losses) -> tuple[list[str], list[str], list[str]]:
    """Tags, names and notes. A body that has no purpose has that of the annotation."""
    tags: list[str] = []
    names: list[str] = []
    notes = [value for value in _list(fields, "bodyValue") if isinstance(value, str)]
    for body in _list(fields, "body"):
        about = body if isinstance(body, dict) else {"value": body}
        value = next((about[key] for key in ("value", "text", "source", "id") if isinstance(about.get(key), str)), None)
        if value is None:
            losses.add(BODIES)
            continue
        purposes = {
            str(purpose).rpartition(":")[2] for purpose in _list(about, "purpose") or _list(fields, "motivation")
        }
        (tags if purposes & _TAGGING else names if purposes & _NAMING else notes).append(value)
    return tags, names, notes


def _ours(fields: dict[str, Any], tags: list[str]) -> dict[str, Any]:
    """What only our own export says. Of the tags the first is the label, where there is one."""
    said = _plain(fields["quotidian:about"])
    kind, label = said.get("kind"), ""
    if tags and (kind == "entity" or said.get("quote_kind")):
        label, tags = tags[0], tags[1:]
    if kind == "quote" and label not in get_args(QuoteKind):
        label = said.get("quote_kind", "")
    made: dict[str, Any] = {name: said[name] for name in ("unsure", "verdict", "origin", "anchor") if name in said}
    made |= {"kind": "highlight" if kind == "entity" and not label else kind, "label": label, "tags": tags}
    made |= {role: {"text": ""} | _plain(span) for role in ("speaker", "cue") if (span := fields.get(_OURS + role))}
    made["parts"] = [(part.get("start"), part.get("end")) for part in map(_plain, _list(fields, "quotidian:parts"))]
    return {name: value for name, value in made.items() if (name, value) != ("anchor", "orphaned")}


def _plain(fields: Any) -> dict[str, Any]:
    """Our keys without their prefix."""
    return {key.removeprefix(_OURS): value for key, value in fields.items()} if isinstance(fields, dict) else {}
