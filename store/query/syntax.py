"""What a query is made of, and how it is written. Pure data: reading it from text is `store.query.parse`.

Two queries are equal where they ask the same in the same words; where they stand in a text (`at`) makes no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from store.query.moments import Moment

Column = Literal["", "title", "by", "who", "said"]
"""Where words are looked for: "" in title, byline and text; `by` in the byline, `who` among the names of who is in an
article or speaks in it, `said` in its quotations."""

Key = Literal["feed", "source", "label", "lang", "has", "is", "id", "#"]
"""What is asked besides words and times; `#` is a tag."""

CHOICES: dict[Key, tuple[str, ...]] = {
    "has": ("marks", "note", "quote", "tag"),
    "is": ("read", "removed", "starred", "unread"),
}
"""The keys that take only some values."""

FLAGS = ("starred", "unread")
"""The values of `is` that may stand alone."""

KEYS: dict[str, str] = {
    "feed": "articles of a feed with these words in its name or address",
    "title": "words in the title",
    "by": "words in the byline",
    "source": "letters in the address or path it came from",
    "who": "a name that is in it, or of someone who speaks in it",
    "said": "words in its quotations",
    "newer": "younger than `2 days`, or since a day such as 2026-11-01",
    "older": "older than `2 days`, or before a day",
    "label": "a mark of yours with this label; what is only suggested does not count",
    "has": "one of " + ", ".join(CHOICES["has"]),
    "is": "one of " + ", ".join(CHOICES["is"]),
    "lang": "the language of the text, such as `en`",
    "tag": "a tag, as #tag",
    "id": "the beginning of an article's id",
}
"""All keys, and what each finds; in the order in which they are offered."""

COLUMNS: tuple[Column, ...] = get_args(Column)
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand together, the last one only begun where `prefix` is set."""

    words: str
    column: Column = ""
    prefix: bool = False
    at: At = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Is:
    """A property of the article."""

    key: Key
    value: str
    at: At = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Age:
    """From a moment on (`newer`), or before it."""

    newer: bool
    moment: Moment
    at: At = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """All but these."""

    node: Node
    at: At = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """What all of these find; of none: everything. None of them is an And."""

    nodes: tuple[Node, ...]
    at: At = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """What one of these finds. At least two, none of them an Or."""

    nodes: tuple[Node, ...]
    at: At = field(default=(0, 0), compare=False, repr=False)


Node: TypeAlias = Words | Is | Age | Not | And | Or

EVERYTHING = And(())
"""The empty query."""

_PLAIN = re.compile(r"[^\W_][\w.'’/+\-]*")
"""A value that can do without quotation marks."""


def show(node: Node) -> str:
    """The query as text: `parse(show(node)) == node`."""
    match node:
        case And(nodes):
            return " ".join(f"({show(part)})" if isinstance(part, Or) else show(part) for part in nodes)
        case Or(nodes):
            return " OR ".join(map(show, nodes))
        case Not(inner):
            return f"-({show(inner)})" if isinstance(inner, And | Or) else f"-{show(inner)}"
        case Words(words, column, prefix):
            key = f"{column}:" if column else ""
            reserved = not column and words in ("OR", "AND", *FLAGS)
            return f"{key}{quoted(words, reserved=reserved)}{'*' if prefix else ''}"
        case Is("is", value) if value in FLAGS:
            return value
        case Is("#", value):
            return f"#{quoted(value)}"
        case Is(key, value):
            return f"{key}:{quoted(value)}"
        case Age(newer, moment):
            return f"{'newer' if newer else 'older'}:{quoted(str(moment))}"


def quoted(value: str, *, reserved: bool = False) -> str:
    """A value as it is written in a query: in quotation marks where it must be, or where it is `reserved`."""
    if _PLAIN.fullmatch(value) and not reserved:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def asks_of_findings(node: Node) -> bool:
    """Whether an analysis can change what the query means: it asks who is in an article, or what is said there."""
    match node:
        case Words(column=column):
            return column in ("who", "said")
        case Is(key, value):
            return key == "has" and value == "quote"
        case Not(inner):
            return asks_of_findings(inner)
        case And(nodes) | Or(nodes):
            return any(map(asks_of_findings, nodes))
    return False


def asks_of_marks(node: Node) -> str:
    """A condition without which nothing matches, and that only what a person makes of an article fulfils: what has just
    arrived never does. As it is written; "" where there is none.
    """
    match node:
        case Is("label" | "#" as key, value):
            return f"{key}{'' if key == '#' else ':'}{value}"
        case Is("has", "marks" | "note" | "tag" as value):
            return f"has:{value}"
        case Is("is", "read" | "starred" | "removed" as value):
            return f"is:{value}"
        case And(nodes):
            return next(filter(None, map(asks_of_marks, nodes)), "")
        case Or(nodes):
            asked = list(map(asks_of_marks, nodes))
            return asked[0] if all(asked) else ""
    return ""
