"""The formats of other annotation tools, read back by those tools' own readers where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from msgspec.structs import replace
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces

from store.formats import Item, Losses, Readable, ReadableFolder, Stream
from store.formats._spans import tokens
from store.models import Annotation, Article
from tests.store.conftest import make
from tests.store.formats.generated import items, lost, wrote
from tests.store.helpers import mark, quote
from tui.exchange import formats

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
BLANK = spacy.blank("en")


@given(items())
def test_tokens_cut_no_mark_and_miss_no_sign(item: Item) -> None:
    text = item.article.text
    cuts = [offset for a in item.annotations for offset in (a.start, a.end)]
    found = tokens(text, cuts)
    assert "".join(token.text for token in found) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in found)
    assert not any(token.start < cut < token.end for token in found for cut in cuts)


@given(items())
def test_prodigy_spans_are_spans_of_its_tokens(item: Item) -> None:
    files, losses = wrote("prodigy", item)
    line = json.loads(files[".jsonl"])
    words, spaces = get_words_and_spaces([token["text"] for token in line["tokens"]], line["text"])
    doc = Doc(BLANK.vocab, words=words, spaces=spaces)
    assert doc.text == item.article.text
    for span in line["spans"]:
        read = doc.char_span(span["start"], span["end"], label=span["label"])
        assert read is not None
        assert read.text == span["text"]
        assert line["tokens"][span["token_start"]]["start"] == span["start"]
        assert line["tokens"][span["token_end"]]["end"] == span["end"]
    assert len(line["spans"]) + lost(losses) == len(item.annotations)


@pytest.mark.parametrize("name", ["prodigy", "conll", "brat", "doccano", "labelstudio", "w3c", "webanno", "cas"])
def test_nothing_and_orphans_are_no_failure(name: str) -> None:
    article = make()
    orphan = mark(article, "Beijing", "GPE", anchor="orphaned")
    files, losses = wrote(name, Item(article=article, annotations=(orphan,)))
    assert all(isinstance(content, str) for content in files.values())
    assert lost(losses) == 1
    chosen = formats.find(name)
    if isinstance(chosen, Stream) and chosen.suffix in (".json", ".jsonld"):
        json.loads(b"".join(c.encode() if isinstance(c, str) else c for c in chosen.write([], Losses())))


def losing(name: str, article: Article, cases: tuple[tuple[Annotation, ...], ...]) -> list[int]:
    """How many annotations each case loses; a format of one file writes all in one go, which may start a process."""
    chosen = formats.find(name)
    if not isinstance(chosen, Stream):
        return [lost(wrote(name, Item(article=article, annotations=case))[1]) for case in cases]
    losses, before = Losses(), []

    def given() -> Iterator[Item]:
        for case in cases:
            before.append(lost(losses))
            yield Item(article=article, annotations=case)

    assert all(chosen.write(given(), losses))
    return [after - count for count, after in pairwise([*before, lost(losses)])]


@pytest.mark.parametrize("name", formats.names())
def test_a_format_holds_what_the_readme_says(name: str) -> None:
    article = make()
    said = quote(article)
    overlapping = (mark(article, "Antony Blinken said", "PERSON"), mark(article, "Blinken said", "ORG"))
    alone = (mark(article, "Sunday"),), (replace(said, speaker=None, cue=None, parts=()),)
    rejected = (mark(article, "Qin Gang", "PERSON", verdict="rejected"),)
    cases = (overlapping, *alone, (said,), rejected)
    held = ["no" if left_out else "yes" for left_out in losing(name, article, cases)]
    (row,) = [line for line in README.splitlines() if line.startswith("| `") and f"`{name}`" in line and "yes" in line]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    told = [cells[2], cells[3], "no" if cells[4] == "no" else "yes", "no" if cells[5] == "no" else "yes", cells[6]]
    assert told == held
    chosen = formats.find(name)
    assert (cells[8] != "no") == isinstance(chosen, Readable | ReadableFolder)
