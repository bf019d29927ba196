"""Words for the full-text index, as FTS5 expressions that hold nothing but words; the same comparison here. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from store.query.syntax import And, Node, Not, Or, Words

SEPARATOR = "\ue000"
"""Stands before each name and each quotation in the index of findings: a word of its own that no clean text has."""

_COLUMNS = {"": "", "title": "title : ", "by": "byline : ", "who": "who : ", "said": "said : "}
_TEXT = ("", "title", "by")
_RUNS = re.compile(r"[^\W_]+")


def term(words: Words) -> str:
    """The FTS5 expression for words in one column: they stand together, case and accents make no difference."""
    quoted = words.words.replace('"', '""').replace("\0", " ")
    return f'{_COLUMNS[words.column]}"{quoted}"{"*" if words.prefix else ""}'


def expression(node: Node) -> str:
    """The FTS5 expression over title, byline and text that finds what `node` does; "" where there is none."""
    match node:
        case Words(column=column) if column in _TEXT:
            return term(node)
        case Or(nodes):
            parts = [expression(part) for part in nodes]
            return " OR ".join(f"({part})" for part in parts) if all(parts) else ""
        case And(nodes):
            rest, found = split(nodes)
            return "" if rest else found
    return ""


def split(nodes: tuple[Node, ...]) -> tuple[list[Node], str]:
    """Of conditions that must all hold: those that one FTS5 expression can't say, and the expression for the others."""
    rest: list[Node] = []
    wanted: list[str] = []
    unwanted: list[str] = []
    refused: list[Node] = []
    for node in nodes:
        inner = node.node if isinstance(node, Not) else node
        if not (found := expression(inner)):
            rest.append(node)
        elif isinstance(node, Not):
            unwanted.append(found)
            refused.append(node)
        else:
            wanted.append(found)
    if not wanted:
        return rest + refused, ""
    together = " AND ".join(f"({part})" for part in wanted)
    return rest, f"({together})" + "".join(f" NOT ({part})" for part in unwanted)


def fold(text: str) -> str:
    """The words of `text` as they are compared, one blank around each: no case, no accents."""
    plain = unicodedata.normalize("NFD", text)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return f" {' '.join(_RUNS.findall(plain.lower()))} "


def holds(words: Words) -> Callable[[str], bool]:
    """What tells whether a folded text has these words, one after the other."""
    wanted = fold(words.words)
    wanted = wanted.rstrip() if words.prefix else wanted
    return lambda folded: wanted in folded
