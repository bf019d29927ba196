"""From what a person types to a query, or to a sentence that says where it goes wrong. Pure.

climate "sea level" ferr*          words that must all be there, words that stand together, a beginning
title:flood by:lopez who:"Ann Lee" said:climate
feed:bbc unread starred #later label:ORG has:note newer:"2 days" lang:en
flood OR fire   -opinion   (flood OR fire) unread
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from store.errors import QueryError
from store.query.moments import read_moment
from store.query.syntax import CHOICES, COLUMNS, EVERYTHING, FLAGS, KEYS, Age, And, Is, Node, Not, Or, Words
from store.text import clean_line

DEEPEST = 20
"""How deep parentheses and signs may nest."""
MOST = 200
"""How many words and conditions a query may have."""

_ENDLESS = 1 << 40
_SPACE = re.compile(r"\s*")
_BARE = re.compile(r'[^\s()"]+')
_KEY = re.compile(r"([A-Za-z]+):")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parse(text: str) -> Node:
    """The query that `text` says; EVERYTHING for a blank one. Raises QueryError, and nothing else."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._count = 0

    def whole(self) -> Node:
        self._skip()
        if self._ended:
            return EVERYTHING
        node = self._any()
        if not self._ended:  # only a parenthesis stops reading
            raise QueryError("There is no ‘(’ for this ‘)’.", self._at)
        return node

    # The grammar, from the loosest to the tightest

    def _any(self) -> Node:
        begin = self._at
        found = [self._all()]
        while self._takes_word("OR"):
            found.append(self._all())
        nodes = [part for node in found for part in (node.nodes if isinstance(node, Or) else (node,))]
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes), (begin, self._at))

    def _all(self) -> Node:
        begin, punctuation = self._at, False
        found: list[Node] = []
        while not self._ended and self._text[self._at] != ")" and not self._sees_word("OR"):
            if found and self._takes_word("AND"):
                if self._ended or self._text[self._at] == ")" or self._sees_word("OR"):
                    raise QueryError("Nothing follows this AND.", self._before("AND"))
                continue
            node = self._one()
            if node is None:
                punctuation = True
            else:
                found.append(node)
        if not found:
            raise QueryError(*self._nothing(begin, punctuation))
        nodes = [part for node in found for part in (node.nodes if isinstance(node, And) else (node,))]
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes), (begin, self._at))

    def _one(self) -> Node | None:
        """One condition; None for a sign that says nothing, as `&` between two words."""
        begin = self._at
        sign = self._text[begin]
        if sign == "-" and not self._alone():
            self._at += 1
            inner = None if self._ended or self._text[self._at] == ")" else self._nested(begin, self._one)
            if inner is None:
                raise QueryError("There is no word behind this ‘-’.", begin)
            return Not(inner, (begin, self._end()))
        if sign == "(":
            self._at += 1
            self._skip()
            node = self._nested(begin, self._any)
            if self._ended or node is None:
                raise QueryError("This ‘(’ is not closed.", begin)
            self._at += 1
            self._skip()
            return replace(node, at=(begin, self._end()))
        self._count += 1
        if self._count > MOST:
            raise QueryError(f"A query may have {MOST} words and conditions; this is one too many.", begin)
        return self._condition(begin)

    def _nested(self, begin: int, read: Callable[[], Node | None]) -> Node | None:
        if self._depth == DEEPEST:
            raise QueryError(f"This goes deeper than {DEEPEST} levels.", begin)
        self._depth += 1
        node = read()
        self._depth -= 1
        return node

    # One condition

    def _condition(self, begin: int) -> Node | None:
        if self._text[begin] == "#":
            self._at += 1
            value, _ = self._value("#", begin)
            return self._closed(Is("#", value.lstrip("#") or self._refuse_tag(begin)), begin)
        key = _KEY.match(self._text, begin)
        if key is not None and not self._text.startswith("//", key.end()):
            return self._keyed(key[1].lower(), begin, key.end())
        if self._text[begin] != '"' and (word := _BARE.match(self._text, begin)):
            if word[0] in FLAGS and not self._text.startswith('"', word.end()):
                self._at = word.end()
                return self._closed(Is("is", word[0]), begin)
            if not _has_word(word[0]):
                self._at = word.end()
                self._skip()
                return None
        words, prefix = self._value("", begin, prefix=True)
        return self._closed(Words(self._wordy(words, begin), "", prefix), begin)

    def _keyed(self, key: str, begin: int, value_at: int) -> Node:
        if key not in KEYS:
            raise QueryError(f"There is no key ‘{clean_line(key, 20)}’. {_keys_like(key)}", begin)
        self._at = value_at
        if key in COLUMNS:
            words, prefix = self._value(key, begin, prefix=True)
            return self._closed(Words(self._wordy(words, value_at), key, prefix), begin)
        value, _ = self._value(key, begin)
        if key in ("newer", "older"):
            moment = read_moment(value)
            if moment is None:
                raise QueryError(
                    f'‘{clean_line(value, 30)}’ is no time: write {key}:2d, {key}:"3 weeks" or {key}:2026-11-30.',
                    value_at,
                )
            return self._closed(Age(key == "newer", moment), begin)
        if key == "tag":
            return self._closed(Is("#", value.lstrip("#") or self._refuse_tag(begin)), begin)
        if key in CHOICES:
            value = value.lower()
            value = "tag" if (key, value) == ("has", "tags") else value
            if value not in CHOICES[key]:
                choices = ", ".join(CHOICES[key])
                raise QueryError(f"There is no {key}:{clean_line(value, 30)}. There are: {choices}.", value_at)
        return self._closed(Is(key, value), begin)  # type: ignore[arg-type]

    def _value(self, key: str, begin: int, *, prefix: bool = False) -> tuple[str, bool]:
        """What stands here, bare or in quotation marks, and whether a `*` follows it."""
        at, text = self._at, self._text
        if text.startswith('"', at):
            match = _QUOTED.match(text, at)
            if match is None:
                raise QueryError("This quotation mark is not closed.", at)
            self._at = match.end()
            value = _ESCAPED.sub(r"\1", match[1])
            starred = prefix and text.startswith("*", self._at)
            self._at += starred
        else:
            match = _BARE.match(text, at)
            bare = match[0] if match else ""
            self._at += len(bare)
            value = bare.rstrip("*") if prefix else bare
            starred = value != bare
        value = clean_line(value, _ENDLESS)
        if not value:
            name = f"{key}:" if key not in ("", "#") else key
            sentence = f"A value has to follow ‘{name}’." if name else "There is nothing in these quotation marks."
            raise QueryError(sentence, begin)
        return value, starred

    # Helpers

    @property
    def _ended(self) -> bool:
        return self._at >= len(self._text)

    def _skip(self) -> None:
        self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]

    def _end(self) -> int:
        """Where the last thing read ended, the blanks behind it left out."""
        return len(self._text[: self._at].rstrip())

    def _closed(self, node: Node, begin: int) -> Node:
        node = replace(node, at=(begin, self._at))
        self._skip()
        return node

    def _sees_word(self, word: str) -> bool:
        match = _BARE.match(self._text, self._at)
        return match is not None and match[0] == word and not self._text.startswith('"', match.end())

    def _takes_word(self, word: str) -> bool:
        if self._ended or not self._sees_word(word):
            return False
        self._at += len(word)
        self._skip()
        return True

    def _alone(self) -> bool:
        """Whether the sign here stands alone, as a dash between words does."""
        after = self._text[self._at + 1 : self._at + 2]
        return bool(after) and after.isspace()

    def _before(self, word: str) -> int:
        return self._text.rfind(word, 0, self._at)

    def _nothing(self, begin: int, punctuation: bool) -> tuple[str, int]:
        if punctuation:
            return "There is no word here, only signs.", begin
        before = self._text[:begin].rstrip()
        if before.endswith("OR"):
            return "Nothing follows this OR.", len(before) - 2
        if self._sees_word("OR"):
            return "Nothing stands before this OR.", begin
        if before.endswith("("):
            return "There is nothing between these parentheses.", len(before) - 1
        return "There is no ‘(’ for this ‘)’.", begin

    def _wordy(self, words: str, at: int) -> str:
        if not _has_word(words):
            raise QueryError("There is no word here, only signs.", at)
        return words

    def _refuse_tag(self, at: int) -> str:
        raise QueryError("The name of a tag has to follow ‘#’.", at)


def _has_word(text: str) -> bool:
    """Whether the full-text index would find a word in it."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _keys_like(key: str) -> str:
    from difflib import get_close_matches  # only where something is wrong

    if near := get_close_matches(key, KEYS, 1):
        return f"Did you mean ‘{near[0]}:’?"
    return f"Keys are {', '.join(KEYS)}; to look for the words, put them in quotation marks."
