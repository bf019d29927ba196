"""Keys an entity: how many a person who makes no mistake presses to label every entity of gold articles.

    python -m benchmarks.keystrokes GOLD [--json] [--check]

GOLD holds an article a line (JSON, gzipped or not): `text`, and `spans`, a list of [start, end, label]. Its labels are
folded into seven that have digits. The person reads on from entity to entity and presses what takes them there with
the fewest keys: `Tab` and `S-Tab` to a candidate, `h` `l` by a word, `j` `k` by a line, `(` `)` by a paragraph. There
`]` `[` `}` `{` (`v` and `c`, where words do not do) move edges, and a digit labels. Every key press counts, also those
that pass by what is no entity. What happens at a key is done by the reader's own code, not by a second model of it: the
caret and the candidates by `tui.reading`, labels, verdicts and `*` by `tui.edits` and `tui.same`.

Three people: one labels with digits alone, one presses `*` too where that helps (and takes back what it marked in
vain), one sees the suggestions of the shipped pipeline and accepts them with `a` or `Enter` (which goes on to the next
candidate), mends or ignores them. This one has configured what they do in this work: no quotations, and which of the
pipeline's labels are suggested under which of theirs.
"""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.report import Report
from nlp.analysis import analyse
from nlp.pipelines import load
from store.models import ENTITY_LABELS, Analysis, Annotation, Article, ArticleState, Change
from store.text import clean, text_hash
from store.trimming import trimmed, without_blanks
from tui import edits
from tui.edits import Sheet, lay_out
from tui.known import ALL, Wanted
from tui.reading.layout import Layout
from tui.reading.reader import Reader
from tui.reading.tokens import Span, whole_tokens
from tui.same import Same, everywhere, places

WIDTH = 76
"""Cells of a row of the article."""
FOLDED = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "GPE",
    "Facility": "GPE",
    "LOC": "GPE",
    "FAC": "GPE",
    "NORP": "NORP",
    "Misc": "EVENT",
    "Product": "EVENT",
    "WORK_OF_ART": "EVENT",
    "PRODUCT": "EVENT",
    "LAW": "EVENT",
    "LANGUAGE": "EVENT",
    "Date": "DATE",
    "TIME": "DATE",
    "Money": "MONEY",
}
"""Finer labels, of gold files and of pipelines -> the label that this person uses for them."""
FAR = 40
"""Keys after which a person would rather search."""

Gold = dict[Span, str]


def folded(label: str) -> str:
    """The label with a digit that stands for `label`."""
    return FOLDED.get(label, label)


def read_gold(path: Path) -> Iterator[tuple[Article, Gold]]:
    """The articles, cleaned as all articles are, with their entities in the cleaned text."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()
    for number, line in enumerate(lines):
        given = json.loads(line)
        text = clean(given["text"])
        solid = [place for place, character in enumerate(given["text"]) if not character.isspace()]
        ours = [place for place, character in enumerate(text) if not character.isspace()]
        gold: Gold = {}
        for start, end, label in given["spans"]:
            first, last = bisect_left(solid, start), bisect_left(solid, end)
            if len(solid) == len(ours) and last > first:
                gold[ours[first], ours[last - 1] + 1] = folded(label)
        article = Article(id=f"gold-{number}", source=str(path), title="", text=text, text_hash=text_hash(text))
        yield article, gold


class Person:
    """Labels one article without a mistake, and counts the keys."""

    def __init__(
        self, article: Article, gold: Gold, *, star: bool, analysis: Analysis | None = None, wanted: Wanted = ALL
    ) -> None:
        self.keys = 0
        self._gold = gold
        self._star = star
        self._analysis = analysis
        self._wanted = wanted
        self._kept: dict[str, Annotation] = {}
        self._sheet = self._lay_out(article)
        self._reader = Reader(article.text, self._sheet.marks)
        self._ahead: Reader | None = None
        """Where this person would be had they accepted with `Enter`: for the same key, further on."""
        self._layout = Layout(article.text, WIDTH)

    def work(self) -> int:
        """Label everything; the keys that it took."""
        for span in sorted(self._gold):
            if not self._done(span):
                self._reach(span, partial(_shaping, span=span))
                self._shape(span)
                self._judge(span)
        for wrong in sorted(self._wrong()):
            self._reach(wrong, partial(_standing, span=wrong))
            mark = self._reader.mark
            assert mark is not None
            self._press(edits.delete(self._sheet, mark))
        assert {(a.start, a.end): a.label for a in self._kept.values()} == self._gold
        return self.keys

    # What a key does

    def _press(self, change: Change) -> None:
        """One key, and what it changes."""
        self.keys += 1
        for annotation in change.put:
            self._kept[annotation.id] = annotation
        for gone in change.remove:
            del self._kept[gone]
        self._sheet = self._lay_out(self._sheet.article)
        self._reader.clear_selection()
        for reader in (self._reader, self._ahead):
            if reader is not None:
                reader.set_marks(self._sheet.marks)

    def _lay_out(self, article: Article) -> Sheet:
        kept = sorted(self._kept.values(), key=lambda annotation: (annotation.start, annotation.end, annotation.id))
        return lay_out(article, kept, ArticleState(article=article.id), self._analysis, wanted=self._wanted)

    # What the person wants

    def _done(self, span: Span) -> bool:
        return any((a.start, a.end) == span and a.label == self._gold[span] for a in self._kept.values())

    def _wrong(self) -> list[Span]:
        return [(a.start, a.end) for a in self._kept.values() if self._gold.get((a.start, a.end)) != a.label]

    def _reach(self, span: Span, more: Callable[[Reader], int | None]) -> None:
        """Go by the fewest keys near `span` to where `more` says how many keys are left; None: not from there."""
        best, way, least = self._reader, 0, FAR
        here = [reader for reader in (self._reader, self._ahead) if reader is not None]
        queue, seen = deque((reader, 0) for reader in here), {_state(reader) for reader in here}
        self._ahead = None
        while queue:
            reader, pressed = queue.popleft()
            if pressed >= least:
                break
            if (left := more(reader)) is not None and pressed + left < least:
                best, way, least = reader, pressed, pressed + left
            for moved in self._steps(reader):
                if _state(moved) not in seen and _near(moved, span, self._reader):
                    seen.add(_state(moved))
                    queue.append((moved, pressed + 1))
        if least == FAR:
            raise LookupError(f"{self._reader.text[slice(*span)]!r} is out of reach")
        self.keys += way
        self._reader = best

    def _steps(self, reader: Reader) -> Iterator[Reader]:
        for move in ("candidate", "step", "lines", "paragraph"):
            for delta in (1, -1):
                moved = _copy(reader)
                arguments = (self._layout, delta) if move == "lines" else (delta,)
                if getattr(moved, move)(*arguments):
                    yield moved

    def _shape(self, span: Span) -> None:
        """Move the edges of what a label would mean until it is `span`."""
        for key in _edges(self._reader, span):
            self.keys += 1
            _shift(self._reader, key)
        target = self._reader.target
        assert target is not None
        assert without_blanks(self._reader.text, target) == span
        if trimmed(self._reader.text, target) != span:
            self.keys += 2  # `c`, and `c` again: chosen character by character, what is caught at its edges stays

    def _judge(self, span: Span) -> None:
        """Label, or accept where that is right; then all the same, where it is worth it."""
        label = self._gold[span]
        mark = self._reader.mark
        right = mark is not None and mark.entity is not None and (mark.start, mark.end) == span
        if mark is not None and right and mark.label == label:
            ahead = _copy(self._reader)
            self._ahead = ahead if ahead.candidate(1) else None
            self._press(edits.accept(self._sheet, mark))
        else:
            self._press(edits.label(self._sheet, *span, label))
        same = Same(self._sheet.article.id, *span, label)
        if self._star:
            found = places(self._sheet, same)
            saved = sum(self._gold.get(place) == label and not self._done(place) for place in found)
            wrong = sum(self._gold.get(place) != label for place in found)
            if 2 * saved - 4 * wrong > 1:
                self._press(everywhere(self._sheet, same))


def _standing(reader: Reader, span: Span) -> int | None:
    """No more keys where the caret is on the mark of exactly `span`."""
    mark = reader.mark
    return 0 if mark is not None and (mark.start, mark.end) == span else None


def _near(reader: Reader, span: Span, start: Reader) -> bool:
    """Whether a person would pass here: not far before where they are, not far behind where they go."""
    return min(start.caret, span[0]) - 600 <= reader.caret <= max(start.caret, span[1]) + 600


def _state(reader: Reader) -> tuple[int, Span | None]:
    return reader.caret, reader.target


def _copy(reader: Reader) -> Reader:
    copy = Reader.__new__(Reader)
    copy.__dict__.update(reader.__dict__)
    return copy


def _shift(reader: Reader, key: str) -> None:
    if key == "c":
        reader.by_token = not reader.by_token
    elif key == "v":
        reader.toggle_selecting()
    else:
        {"]": reader.move_end, "[": reader.move_end, "}": reader.move_start, "{": reader.move_start}[key](
            1 if key in "]}" else -1
        )


def _shaping(reader: Reader, span: Span) -> int | None:
    """How many keys shape `span` from here; None where nothing here is part of it."""
    start, end = reader.target or reader.unit(reader.caret)
    if start >= span[1] or end <= span[0]:
        return None
    return len(_edges(reader, span))


def _edges(reader: Reader, span: Span) -> list[str]:
    """The keys that make the target into `span`: by words, then, where words do not reach it, by characters."""
    trial, keys = _copy(reader), []
    if trial.target is None:
        keys.append("v")
        _shift(trial, "v")
    for by_token, goal in ((True, whole_tokens(trial.text, *span)), (False, span)):
        if trial.target == goal:
            continue
        if not by_token:
            keys.append("c")
            _shift(trial, "c")
        while (target := trial.target) is not None and target != goal and len(keys) < FAR:
            # An edge that has to pass the other one waits until that has moved.
            out = ("]" if target[1] < goal[1] else "") + ("{" if target[0] > goal[0] else "")
            keys.append((out + ("[" if target[1] > goal[1] else "}"))[0])
            _shift(trial, keys[-1])
    return keys if trial.by_token else [*keys, "c"]


def main() -> None:
    def arguments(ask: ArgumentParser) -> None:
        ask.add_argument("gold", type=Path, metavar="GOLD", help="articles with their entities")

    report = Report(__doc__ or "", runs=1, arguments=arguments)
    articles = list(read_gold(report.given.gold))
    entities = sum(len(gold) for _, gold in articles)
    whole = sum(whole_tokens(article.text, *span) == span for article, gold in articles for span in gold)
    wanted = _configured(articles)
    digits = sum(Person(article, gold, star=False).work() for article, gold in articles)
    stars = sum(Person(article, gold, star=True).work() for article, gold in articles)
    helped = sum(
        Person(article, gold, star=True, analysis=found, wanted=wanted).work()
        for article, gold, found in _analysed(articles)
    )
    report.figure("entities", entities, f"in {len(articles)} articles")
    report.figure("reached by whole words", 100 * whole / entities, "%", at_least=99)
    report.figure("keys an entity, hop and digit", digits / entities, "keys", at_most=2.8)
    report.figure("keys an entity, with *", stars / entities, "keys", at_most=2.1)
    report.figure("keys an entity, suggestions accepted or mended", helped / entities, "keys", at_most=1.8)
    report.end()


def _configured(articles: Sequence[tuple[Article, Gold]]) -> Wanted:
    """What this person has set to be suggested: the kinds that they label, as they call them."""
    used = {label for _, gold in articles for label in gold.values()}
    own = {label: folded(label) for label in ENTITY_LABELS}
    return Wanted(quotes=False, labels={theirs: ours if ours in used else "" for theirs, ours in own.items()})


def _analysed(articles: Sequence[tuple[Article, Gold]]) -> Iterator[tuple[Article, Gold, Analysis]]:
    """What the shipped pipeline finds."""
    nlp = load()
    for article, gold in articles:
        yield article, gold, analyse(nlp, article.text, article.id)


if __name__ == "__main__":
    main()
