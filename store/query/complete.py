"""What a query that is being typed may be going to say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from store.errors import QueryError
from store.query.parse import parse
from store.query.syntax import CHOICES, FLAGS, KEYS, And, Node, Or, Words

BEGUN = 3
"""From so many letters on, a word that is being typed is taken for the beginning of one."""

_OFFERED: dict[str, Sequence[str]] = {
    **{str(key): values for key, values in CHOICES.items()},
    "newer": ("today", "yesterday", "2d", "1w", "1m"),
    "older": ("today", "yesterday", "1w", "1m", "1y"),
}
_LAST = re.compile(r'(?:^|[\s(])-*(?:([A-Za-z]+):|(#))?("?)([^\s"()#:]*)$')
_OPEN = re.compile(r'(?:^|[\s(])-*([A-Za-z]+):"([^"\\]*)$')


def complete(text: str, known: Mapping[str, Sequence[str]]) -> str | None:
    """`text` with the last thing in it completed; None where nothing fits.

    `known` are values by key: `tag`, `who`, `label`, `feed`. What was typed stays as it is.
    """
    if match := _OPEN.search(text):  # a value in quotation marks, blanks and all
        return _extend(text, match[2], (f'{value}"' for value in known.get(_values_of(match[1]), ())))
    if not (match := _LAST.search(text)):
        return None
    key, tag, quote, typed = match.groups()
    if quote:
        return None
    if tag:
        return _extend(text, typed, known.get("tag", ()))
    if key:
        key = _values_of(key)
        values = _OFFERED.get(key) or known.get(key, ())
        return _extend(text, typed, (word for value in values for word in value.split()))
    if len(typed) < 2:
        return None
    return _extend(text, typed, (*FLAGS, *(f"{key}:" for key in KEYS)))


def begun(text: str) -> str:
    """The query, where it ends in a word that is being typed: with that word as the beginning of one."""
    try:
        last = _last(parse(text))
    except QueryError:
        return text
    if last is None or last.prefix or last.at[1] != len(text) or not text[-1].isalnum():
        return text
    letters = len(text) - max(text.rfind(sign) for sign in (" ", ":", "(", "-", "\t")) - 1
    return f"{text}*" if letters >= BEGUN else text


def _values_of(key: str) -> str:
    key = key.lower()
    return "who" if key == "by" else key


def _extend(text: str, typed: str, candidates: Iterable[str]) -> str | None:
    """The text with what was typed of a candidate gone on with; the first candidate that is longer."""
    begin = typed.casefold()
    for candidate in candidates:
        if len(candidate) > len(typed) and candidate[: len(typed)].casefold() == begin:
            return text + candidate[len(typed) :]
    return None


def _last(node: Node) -> Words | None:
    """The last condition, if it is words that are wanted."""
    match node:
        case Words():
            return node
        case And(nodes) | Or(nodes) if nodes:
            return _last(nodes[-1])
    return None
