"""WebAnno TSV 3.3: a word a line with what lies over it, in layers that INCEpTION has without any set-up.

The words of a mark that ends inside a word are lines of their own below it. INCEpTION puts a line break between two
sentences, whatever stood there: so the sentences of this file are lines of the text, and the text stays what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from store.formats import Folder, Item, Losses, ReadableFolder
from store.formats._dkpro import ARGUMENT, LABELS, LINK, NAMED_ENTITY, PREDICATE, Predicate, arguments, not_read, take
from store.formats._foreign import Foreign
from store.formats._lines import decoded
from store.formats._spans import Token, affirmed, label, tokens
from store.formats._utf16 import Units
from store.formats._webanno_lines import Span, parse
from store.models import Annotation

_ENTITIES = (f"#T_SP={NAMED_ENTITY}|identifier|value",)
_QUOTATIONS = (f"#T_SP={ARGUMENT}|", f"#T_SP={PREDICATE}|category|ROLE_{PREDICATE}:arguments_{LINK}|{ARGUMENT}")
_RESERVED = re.compile(r"->|[\\\[\]|_;*]")

Unit = tuple[int, int, int]
"""A token, by its number, and the offsets of the stretch of it that is meant."""


class WebAnno(Folder, ReadableFolder):
    """See the module."""

    name = "webanno"
    suffix = ".webanno.tsv"
    wants = (".tsv",)  # as INCEpTION calls its own
    about = "a word a line with its layers, a file an article: INCEpTION, WebAnno"

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """One file; layers for quotations are in it only where it has some."""
        sheet = _Sheet(item.article.text)
        for annotation in affirmed(item, losses):
            if reason := sheet.add(annotation):
                losses.add(reason)
        yield self.suffix, "".join(f"{line}\n" for line in sheet.lines())

    def read(self, files: Mapping[str, bytes], name: str, losses: Losses) -> Item:
        """The text with its entities and quotations; what other layers hold is counted as lost."""
        sheet = parse(decoded(files[".tsv"], name), name)
        given = Foreign(sheet.text, {"source": name}, name, losses)
        for span in sheet.spans:
            given.where = span.where
            _take(span, given, losses)
        for layer, count in sheet.others.items():
            losses.total += count
            losses.add(not_read(layer), count)
        return given.item()


def _take(span: Span, given: Foreign, losses: Losses) -> None:
    """One annotation of a file; arguments come with their predicates."""
    place = (span.start, span.end)
    if span.layer in LABELS and span.start < span.end:
        given.mark(place, span.values.get(LABELS[span.layer], ""))
        return
    said = tuple((role, (to.start, to.end)) for role, to in span.links)
    predicate = Predicate(place=place, category=span.values.get("category", ""), arguments=said)
    if span.layer == PREDICATE and predicate.says_who():
        take(predicate, {}, given, losses)
    elif span.layer != ARGUMENT:
        losses.total += 1
        losses.add(not_read(span.layer) if span.start < span.end else "they have no width")


class _Span(Struct, frozen=True, kw_only=True):
    """One annotation of a layer; `number` tells it from all others in the file."""

    number: int
    layer: str
    units: tuple[Unit, ...]
    value: str = ""
    links: tuple[tuple[str, _Span], ...] = ()


class _Sheet:
    """The words of one text, and what lies over them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _covering(text)
        self._starts = [token.start for token in self._tokens]
        self._ends = [token.end for token in self._tokens]
        self._over: dict[Unit, list[_Span]] = {}
        self._count = 0
        self._has_quotes = False

    def add(self, annotation: Annotation) -> str:
        """Lay an annotation over its words, or say why that can't be."""
        roles = list(arguments(annotation)) if annotation.kind == "quote" else []
        if not all(self._units(start, end) for _, start, end in [("", annotation.start, annotation.end), *roles]):
            return "they, or parts of them, begin or end with a space"
        if annotation.kind != "quote":
            self._lay(NAMED_ENTITY, annotation.start, annotation.end, label(annotation))
            return ""
        self._has_quotes = True
        links = tuple((role, self._lay(ARGUMENT, start, end)) for role, start, end in roles)
        self._lay(PREDICATE, annotation.start, annotation.end, annotation.label, links)
        return ""

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield "#FORMAT=WebAnno TSV 3.3"
        yield from _ENTITIES
        yield from _QUOTATIONS if self._has_quotes else ()
        yield ""
        lines = list(self._named())
        names = {unit: name for _, name, unit in lines}
        position = Units(self._text)
        nothing = ["_"] * (6 if self._has_quotes else 2)
        before = 0
        for sentence, name, unit in lines:
            number, start, end = unit
            if sentence != before:
                yield ""
                yield from self._heading(number)
                before = sentence
            columns = self._columns(self._over[unit], names) if unit in self._over else nothing
            words = _written(self._text[start:end])
            yield "\t".join((name, f"{position.of(start)}-{position.of(end)}", words, *columns, ""))

    def _lay(
        self, layer: str, start: int, end: int, value: str = "", links: tuple[tuple[str, _Span], ...] = ()
    ) -> _Span:
        self._count += 1
        span = _Span(number=self._count, layer=layer, units=self._units(start, end), value=value, links=links)
        for unit in span.units:
            self._over.setdefault(unit, []).append(span)
        return span

    def _units(self, start: int, end: int) -> tuple[Unit, ...]:
        """The words of this stretch, the first and last perhaps cut; none where it begins or ends between words."""
        first, after = bisect_right(self._ends, start), bisect_left(self._starts, end)
        found = self._tokens[first:after]
        if not found or start < found[0].start or end > found[-1].end:
            return ()
        return tuple(
            (number, max(start, token.start), min(end, token.end)) for number, token in enumerate(found, start=first)
        )

    def _named(self) -> Iterator[tuple[int, str, Unit]]:
        """All units in the order of their lines, with their sentence and name: sentence-word, sentence-word.part."""
        parts: dict[int, list[Unit]] = {}
        for unit in self._over:
            if unit[1:] != (self._starts[unit[0]], self._ends[unit[0]]):
                parts.setdefault(unit[0], []).append(unit)
        sentence = word = 0
        for number, token in enumerate(self._tokens):
            sentence, word = (sentence + 1, 1) if self._begins_line(number) else (sentence, word + 1)
            yield sentence, f"{sentence}-{word}", (number, token.start, token.end)
            smaller = sorted(parts[number], key=lambda unit: (unit[1], -unit[2])) if number in parts else ()
            for part, unit in enumerate(smaller, start=1):
                yield sentence, f"{sentence}-{word}.{part}", unit

    def _begins_line(self, number: int) -> bool:
        return not number or "\n" in self._text[self._ends[number - 1] : self._starts[number]]

    def _heading(self, first: int) -> Iterator[str]:
        """The text from this word to the next that begins a line; a reader puts one line break behind it itself."""
        following = range(first + 1, len(self._tokens))
        after = next((self._starts[number] for number in following if self._begins_line(number)), len(self._text))
        for line in self._text[self._starts[first] : after].removesuffix("\n").split("\n"):
            yield f"#Text={_written(line)}"

    def _columns(self, over: list[_Span], names: dict[Unit, str]) -> Iterator[str]:
        entities = [span for span in over if span.layer == NAMED_ENTITY]
        yield _stacked(f"*[{span.number}]" for span in entities)
        yield _stacked(f"{_escaped(span.value)}[{span.number}]" for span in entities)
        if self._has_quotes:
            quotes = [span for span in over if span.layer == PREDICATE]
            yield _stacked(f"*[{span.number}]" for span in over if span.layer == ARGUMENT)
            yield _stacked(f"{_escaped(span.value)}[{span.number}]" for span in quotes)
            yield _stacked(f"{';'.join(role for role, _ in s.links) or '_'}[{s.number}]" for s in quotes)
            yield _stacked(
                ";".join(f"{names[to.units[0]]}[{to.number}]" for _, to in span.links) or "*" for span in quotes
            )


def _covering(text: str) -> list[Token]:
    """The words; what stands before the first is one too, for a text begins where its first sentence does."""
    found = tokens(text)
    first = found[0].start if found else len(text)
    return [Token(0, first, text[:first], space=False), *found] if first else found


def _stacked(values: Iterable[str]) -> str:
    return "|".join(values) or "_"


def _escaped(value: str) -> str:
    """A value of a feature; `*` is one that there is not."""
    return _in_line(_RESERVED.sub(r"\\\g<0>", value)) or "*"


def _written(text: str) -> str:
    """Text of the article, of which the format escapes less than of a value."""
    return _in_line(text.replace("\\", "\\\\"))


def _in_line(text: str) -> str:
    return text if text.isalnum() else text.replace("\t", "\\t").replace("\n", "\\n")


FORMAT = WebAnno()
