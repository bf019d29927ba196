"""CoNLL-2003: a token a line with its IOB2 tag in the last of four columns, a blank line between sentences.

Read are two columns or more, and tags as IOB1, IOB2, BIOES or BILOU have them. Files have no text: it is made of the
words, each sentence a paragraph, with no blank where English has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from msgspec import Struct

from store.errors import FormatError
from store.formats import Item, Losses, Readable, Stream
from store.formats._foreign import Foreign
from store.formats._lines import LONGEST, decoded, raw_lines
from store.formats._spans import Token, edges, entities, flat, tokens
from store.models import Annotation
from store.text import clean_line

_ENDS = frozenset(".!?…")
_AFTER_END = frozenset("”’\"')]»")
_DOCUMENT = "-DOCSTART-"
_CELLS = re.compile("[ \t]+")
_TAG = re.compile("O|([BIESLUMW])(?:-(.+))?")
_FIRST = frozenset("BSUW")
_LAST = frozenset("ESLUW") | {""}
_CLOSING = re.compile(r"[.,;:!?)\]}%…”’»›]+|''|['’]\w\w?|n['’]t")
_OPENING = frozenset("([{“‘«‹$£€") | {"``"}


class Word(Struct, frozen=True):
    """One line."""

    where: str
    text: str
    sign: str
    """The tag's first letter, "" outside of any mark."""
    label: str


Sentence = list[Word]
_NOTHING = Word("", "", "", "")


class Conll(Stream, Readable):
    """See the module."""

    name = "conll"
    suffix = ".conll"
    about = "a word a line with its IOB2 tag: spaCy convert, seqeval, most taggers"

    def write(self, items: Iterable[Item], losses: Losses) -> Iterator[str]:
        """`-DOCSTART-`, then the sentences of an article; marks that lie inside others are left out."""
        for item in items:
            yield f"{_DOCUMENT} -X- O O\n\n"
            found = flat(entities(item, losses), losses)
            yield from _lines(item.article.text, found, losses)

    def read(self, source: BinaryIO, losses: Losses) -> Iterator[tuple[str, Item]]:
        """An item for what stands between two `-DOCSTART-`, or for the whole file."""
        for sentences in _articles(source):
            where = sentences[0][0].where
            text, places = _text(sentences)
            given = Foreign(text, {}, where, losses)
            for sentence, standing in zip(sentences, places, strict=True):
                for first, last in _marked(sentence):
                    given.where = sentence[first].where
                    given.mark((standing[first][0], standing[last][1]), sentence[first].label)
            yield where, given.item()


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


def _articles(source: BinaryIO) -> Iterator[list[Sentence]]:
    """The sentences that have words, article by article. Raises FormatError."""
    sentences: list[Sentence] = [[]]
    columns = size = 0
    for where, raw in raw_lines(source):
        line = decoded(raw, where).strip(" \t\r\n")
        size += len(raw)
        if size > LONGEST:
            raise FormatError(f"{where}: the article is longer than {LONGEST // 2**20} MB, which none is.")
        if not line:
            sentences.append([])
        elif line.startswith(_DOCUMENT):
            if found := [sentence for sentence in sentences if sentence]:
                yield found
            sentences, size = [[]], 0
        elif not _is_comment(cells := _cells(line), columns):
            columns = columns or len(cells)
            sentences[-1].append(_word(cells, columns, where))
    if found := [sentence for sentence in sentences if sentence]:
        yield found


def _cells(line: str) -> list[str]:
    """The columns: what is between tabs, or else between blanks."""
    return [cell.strip(" ") for cell in line.split("\t")] if "\t" in line else _CELLS.split(line)


def _is_comment(cells: list[str], columns: int) -> bool:
    """Whether the line is no word: `#` is one too, where it has a tag, and columns like the others."""
    return cells[0].startswith("#") and (len(cells) != (columns or len(cells)) or not _TAG.fullmatch(cells[-1]))


def _word(cells: list[str], columns: int, where: str) -> Word:
    if len(cells) < 2 or not cells[0]:
        raise FormatError(f"{where}: it has not a word and its tag: {clean_line(' '.join(cells), 40)!r}.")
    if len(cells) != columns:
        raise FormatError(f"{where}: it has {len(cells)} columns, and the lines before it have {columns}.")
    tag = _TAG.fullmatch(cells[-1])
    if not tag:
        raise FormatError(f"{where}: {clean_line(cells[-1], 40)!r} is no tag, as O and B-PER are.")
    return Word(where, cells[0], tag[1] or "", clean_line(tag[2] or ""))


def _marked(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The first and the last word of each mark."""
    first = 0
    for number, (before, word, after) in enumerate(
        zip([_NOTHING, *sentence], sentence, [*sentence[1:], _NOTHING], strict=False)
    ):
        if _begins(before, word):
            first = number
        if word.sign and (not after.sign or _begins(word, after)):
            yield first, number


def _begins(before: Word, word: Word) -> bool:
    """Whether a tag begins a mark; as conlleval has it, one that goes on with nothing, or with another label, does."""
    return word.sign in _FIRST or before.sign in _LAST or before.label != word.label


def _text(sentences: list[Sentence]) -> tuple[str, list[list[tuple[int, int]]]]:
    """The text that the words make, and where each of them stands in it."""
    pieces: list[str] = []
    places: list[list[tuple[int, int]]] = []
    position = 0
    for sentence in sentences:
        standing: list[tuple[int, int]] = []
        for blank, word in _spaced(sentence):
            gap = blank if standing else "\n\n" if places else ""
            position += len(gap)
            standing.append((position, position + len(word.text)))
            position += len(word.text)
            pieces += (gap, word.text)
        places.append(standing)
    return "".join(pieces), places


def _spaced(sentence: Sentence) -> Iterator[tuple[str, Word]]:
    """Each word with what stands before it. A straight quotation mark opens and closes in turn."""
    opened = False
    """Whether the word before belongs to the next."""
    quoted = False
    for word in sentence:
        closes = _CLOSING.fullmatch(word.text) or (word.text == '"' and quoted)
        yield "" if opened or closes else " ", word
        quoted ^= word.text == '"'
        opened = word.text in _OPENING or (word.text == '"' and quoted)


FORMAT = Conll()
