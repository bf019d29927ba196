"""What reached a terminal, as text and as control sequences; and what of it a payload-free run would not have sent.

Sequences are compared by their *shape*: everything that tells a terminal what to do, without what changes from one
frame to the next (where the cursor goes, which shade a cell has).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TOKENS = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|\x1b(?P<string>[\]PX^_][^\x1b\x07\x9c]*)(?:\x1b\\|\x07|\x9c)"
    r"|\x1b(?P<short>[ -/]*[0-Z\\`-~])"
    r"|(?P<control>[\x00-\x08\x0b-\x1f\x7f-\x9f])"
    r"|(?P<foreign>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\udc80-\udcff])"
)
"""Control sequences, bare control characters (C1 as code points too), what turns text around, and broken UTF-8."""
_SHADE = re.compile(r"(?<![\d:])([34]8);2;\d+;\d+;\d+(?![\d:])")
_NUMBERS = re.compile(r"(\d+(;\d+)*)?")
_FARTHEST = 500
"""No terminal of a test has so many rows or columns."""


def decoded(sent: bytes) -> str:
    """The bytes as text; what is no UTF-8 stays to be seen."""
    return sent.decode("utf-8", "surrogateescape")


def shapes(sent: bytes) -> set[str]:
    """The shapes of all control sequences and control characters."""
    return {shape for token in _TOKENS.finditer(decoded(sent)) for shape in _shape(token)}


def text_of(sent: bytes) -> str:
    """What is left without the sequences: the words, in the order they were sent."""
    return _TOKENS.sub("", decoded(sent))


def leaks(sent: bytes, tame: bytes, payloads: Iterable[str] = ()) -> list[str]:
    """The shapes in `sent` that `tame` has not, and which payloads stand in it whole; tame is what has none."""
    whole, without = decoded(sent), decoded(tame)
    obeyed = [payload for payload in payloads if _TOKENS.search(payload) and payload not in without]
    return sorted(shapes(sent) - shapes(tame)) + [f"payload {payload!r}" for payload in obeyed if payload in whole]


def _shape(token: re.Match[str]) -> Iterator[str]:
    kind, content = token.lastgroup, token[token.lastgroup or 0]
    if kind != "csi":
        yield f"{kind} {_copied(content)!r}"
    elif content.endswith("m") and _NUMBERS.fullmatch(content[:-1]):
        # One by one: any two attributes may come together. A colour's three numbers are any.
        yield from (f"style {code}" for code in _SHADE.sub(r"\g<1>:2", content[:-1]).split(";"))
    elif content.endswith("H") and _NUMBERS.fullmatch(content[:-1]) and _near(content[:-1]):
        yield "cursor"
    else:
        yield f"csi {content!r}"


def _near(numbers: str) -> bool:
    return all(int(number) <= _FARTHEST for number in numbers.split(";") if number)


def _copied(content: str) -> str:
    """A string sequence as it is, but for what is copied: the reader asks for that, by a key."""
    return re.sub(r"^\]52;c;[A-Za-z0-9+/=]{40,}$", "]52;c;", content)
