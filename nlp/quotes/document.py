"""A text laid out for the rules: tokens, paragraphs, quoted stretches, sentences and cues.

Holds and looks up; decides nothing. `read` in `layout` builds one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nlp.quotes.marks import Span
from nlp.quotes.tokens import Token

Kind = Literal["direct", "mixed"]


class Phrase(NamedTuple):
    """A noun phrase: tokens `[first, stop)`, and the token that heads it."""

    first: int
    stop: int
    head: int


class Attribution(NamedTuple):
    """Who said it, by which cue (tokens `[first, stop)`), which rule decided, and how sure it is: 3, 2 or 1."""

    speaker: Phrase | None
    cue: tuple[int, int] | None
    rule: str
    sureness: int


class Stretch:
    """A quoted stretch: characters `[start, end)` with its marks, tokens `[first, stop)`."""

    __slots__ = (
        "attribution",
        "content_end",
        "content_start",
        "end",
        "final",
        "first",
        "group",
        "index",
        "kind",
        "paragraph",
        "start",
        "stop",
        "words",
    )

    def __init__(self, span: Span, first: int, stop: int) -> None:
        self.start, self.end = span
        self.first, self.stop = first, stop
        self.index = -1
        self.paragraph = -1
        self.words = 0
        """How many of its tokens are words or numbers."""
        self.final = ""
        """Its last punctuation, inside the closing mark or right after it; else its last character."""
        self.attribution: Attribution | None = None
        self.kind: Kind = "direct"
        self.content_start, self.content_end = span
        """What was said: the stretch, or more of the sentence where it is mixed."""
        self.group: int | None = None
        """The index of the first stretch of the quotation that this one continues."""

    @property
    def speaker(self) -> Phrase | None:
        return self.attribution.speaker if self.attribution else None


class Document:
    """Everything the rules look at. Token indices are into `tokens`; offsets are code points of `text`."""

    def __init__(self, text: str, paragraphs: list[Span], tokens: list[Token]) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.stretches: list[Stretch] = []
        self.sentences: list[int] = [0]
        """The first token of each sentence."""
        self.cues: list[int] = []
        """Tokens outside quotations that may report speech, in order."""

    def token_at(self, offset: int) -> int:
        """The first token that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def sentence_number(self, index: int) -> int:
        return bisect_right(self.sentences, index) - 1

    def sentence(self, index: int) -> tuple[int, int]:
        """The tokens `[first, stop)` of the sentence that holds token `index`."""
        number = self.sentence_number(index)
        later = number + 1
        return self.sentences[number], self.sentences[later] if later < len(self.sentences) else len(self.tokens)

    def cues_in(self, first: int, stop: int) -> list[int]:
        """The cues among tokens `[first, stop)`."""
        return self.cues[bisect_left(self.cues, first) : bisect_left(self.cues, stop)]

    def quoted(self, index: int) -> bool:
        return self.tokens[index].stretch >= 0

    def same_paragraph(self, one: int, other: int) -> bool:
        return self.tokens[one].paragraph == self.tokens[other].paragraph

    def between(self, first: int, stop: int) -> Iterator[Token]:
        """The tokens `[first, stop)`."""
        for index in range(first, stop):
            yield self.tokens[index]

    def slice(self, phrase: Phrase) -> tuple[int, int]:
        """The characters `[start, end)` of a phrase."""
        return self.tokens[phrase.first].start, self.tokens[phrase.stop - 1].end
