"""Reading Web Annotations: what one of them marks, where, and what it says of it. Only what is in the file counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec

from store.errors import FormatError
from store.formats import Marks
from store.formats._foreign import derived_id
from store.formats._json import decode
from store.formats._lines import convert
from store.marking import next_id
from store.models import Annotation

_ANNOTATION, _ARTICLE = "urn:quotidian:annotation:", "urn:quotidian:article:"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of annotations, a collection whose first page is in it, or what may be an annotation."""

    items: tuple[msgspec.Raw, ...] | None = None
    first: msgspec.Raw = msgspec.Raw()
    target: msgspec.Raw = msgspec.Raw()


class Web(msgspec.Struct, frozen=True, kw_only=True, rename={"text_hash": "quotidian:text_hash"}):
    """What is read of an annotation; what may be one thing or a list of them is looked at one by one."""

    target: Any
    id: str = ""
    body: Any = ()
    bodyValue: str = ""
    created: str = ""
    modified: str = ""
    creator: Any = ()
    article: str = msgspec.field(default="", name="quotidian:article")
    text_hash: str = ""
    about: dict[str, Any] = msgspec.field(default={}, name="quotidian:about")
    parts: tuple[dict[str, Any], ...] = msgspec.field(default=(), name="quotidian:parts")
    speaker: dict[str, Any] | None = msgspec.field(default=None, name="quotidian:speaker")
    cue: dict[str, Any] | None = msgspec.field(default=None, name="quotidian:cue")


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is said of the passage."""

    value: str = ""
    purpose: str | tuple[str, ...] = ""


class Selector(msgspec.Struct, frozen=True, kw_only=True):
    """Where a passage is, one way or another."""

    type: str = ""
    start: int = 0
    end: int = 0
    exact: str = ""
    prefix: str = ""
    suffix: str = ""


def annotations_of(data: bytes) -> Sequence[msgspec.Raw | bytes]:
    """The annotations of a file, each still to be read. Raises FormatError for what holds none."""
    if data.lstrip()[:1] == b"[":
        return decode(data, tuple[msgspec.Raw, ...], "the file")
    page = decode(data, Page, "the file")
    if page.items is None and bytes(page.first)[:1] == b"{":
        page = decode(page.first, Page, "the first page")
    if page.items is not None:
        return page.items
    if not bytes(page.target):
        raise FormatError("it is no page, list or collection of Web Annotations, and none itself.")
    return [data]


def marks_of(raw: msgspec.Raw | bytes, where: str) -> Marks | None:
    """What an annotation marks; None where that is no passage of a text. Raises FormatError."""
    web = decode(raw, Web, where)
    targets = _each(web.target)
    target = targets[0] if len(targets) == 1 and isinstance(targets[0], dict) else {}
    selectors = [convert(one, Selector, where) for one in _each(target.get("selector")) if isinstance(one, dict)]
    place = next((one for one in selectors if one.type == "TextPositionSelector"), None)
    words = next((one for one in selectors if one.type == "TextQuoteSelector"), None)
    if place is None and words is None:
        return None
    fields = _said(web, where)
    address = _name(target.get("source"), "id")
    article = web.article or (address.removeprefix(_ARTICLE) if address.startswith(_ARTICLE) else "")
    start, end = (place.start, place.end) if place else (0, 0)
    if not 0 <= start <= end or (place and start == end):
        raise FormatError(f"{where}: its position is {start} to {end}.")
    fields |= {"article": article, "text_hash": web.text_hash, "start": start, "end": end}
    named = {"exact": words.exact, "prefix": words.prefix, "suffix": words.suffix} if words else {"exact": ""}
    fields |= {name: unicodedata.normalize("NFC", value) for name, value in named.items()}
    fields["id"] = _id(web, address, fields)
    return Marks(article=article, address=address, annotations=(convert(fields, Annotation, where),))


def _said(web: Web, where: str) -> dict[str, Any]:
    """What is said of the passage. A first tag is its label, unless our export says that it has none."""
    about = {name.removeprefix("quotidian:"): value for name, value in web.about.items()}
    bodies = [convert(one, Body, where) for one in _each(web.body) if isinstance(one, dict)]
    tags = [body.value for body in bodies if "tagging" in _each(body.purpose)]
    notes = [body.value for body in bodies if not {"tagging", "identifying", "classifying"} & {*_each(body.purpose)}]
    kind = about.get("kind") or ("entity" if tags else "highlight")
    fields: dict[str, Any] = {name: about[name] for name in ("unsure", "verdict", "origin", "anchor") if name in about}
    fields |= {"kind": kind, "label": tags.pop(0) if tags and kind != "highlight" else "", "tags": tags}
    fields["note"] = "\n".join(filter(None, (*notes, web.bodyValue)))
    fields["name"] = next((body.value for body in bodies if "identifying" in _each(body.purpose)), "")
    fields["annotator"] = next((name for one in _each(web.creator) if (name := _name(one, "name", "id"))), "")
    fields |= {"created": web.created, "modified": web.modified}
    fields["parts"] = [[_ours(part).get(edge) for edge in ("start", "end")] for part in web.parts]
    return fields | {role: {"text": ""} | _ours(span) for role in ("speaker", "cue") if (span := getattr(web, role))}


def _id(web: Web, address: str, fields: dict[str, Any]) -> str:
    """Ours, or one that is made of what the annotation has, the same each time."""
    if web.id.startswith(_ANNOTATION):
        return web.id.removeprefix(_ANNOTATION)
    if web.id:
        return next_id(web.id)
    whose = f"{fields['article']} {address} {fields['exact']}"
    return derived_id(whose, fields["start"], fields["end"], fields["kind"], fields["label"])


def _ours(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("quotidian:"): value for name, value in fields.items()}


def _each(value: Any) -> list[Any]:
    """One or several, as a list: JSON-LD lets both stand for each other."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value in (None, "") else [value]


def _name(value: Any, *keys: str) -> str:
    """A text, or the first of these that an object has."""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), str)), "")
    return value if isinstance(value, str) else ""
