"""CoNLL-2003: a token a line with its IOB2 tag in the last of four columns, a blank line between sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.formats import Item, Losses, Stream
from store.formats._spans import Token, edges, entities, flat, tokens
from store.models import Annotation

_ENDS = frozenset(".!?…")
_AFTER_END = frozenset("”’\"')]»")


class Conll(Stream):
    """See the module."""

    name = "conll"
    suffix = ".conll"
    about = "a word a line with its IOB2 tag: spaCy convert, seqeval, most taggers"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[str]:
        """`-DOCSTART-`, then the sentences of an article; marks that lie inside others are left out."""
        for item in items:
            yield "-DOCSTART- -X- O O\n\n"
            found = flat(entities(item, losses), losses)
            yield from _lines(item.article.text, found, losses)


def _lines(text: str, found: list[Annotation], losses: Losses) -> Iterator[str]:
    words = tokens(text, edges(found))
    tags = ["O"] * len(words)
    inside: set[int] = set()
    """Tokens that go on with the mark of the token before: no sentence may begin there."""
    position = 0
    for annotation in found:
        while position < len(words) and words[position].start < annotation.start:
            position += 1
        first = position
        while position < len(words) and words[position].end <= annotation.end:
            tags[position] = f"{'B' if position == first else 'I'}-{_tag(annotation.label)}"
            position += 1
        if position == first:
            losses.add("they hold no word")
        inside.update(range(first + 1, position))
    for number, word in enumerate(words):
        if number and number not in inside and _between(text, words, number):
            yield "\n"
        yield f"{word.text} -X- _ {tags[number]}\n"
    yield "\n"


def _between(text: str, words: list[Token], number: int) -> bool:
    """Whether a sentence ends before this token."""
    gap = text[words[number - 1].end : words[number].start]
    if "\n" in gap:
        return True
    last = number - 1
    while last and words[last].text in _AFTER_END and words[last - 1].end == words[last].start:
        last -= 1
    return bool(gap) and words[last].text in _ENDS


def _tag(label: str) -> str:
    return "_".join(label.split())


FORMAT = Conll()
