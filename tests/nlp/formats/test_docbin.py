"""spaCy's file of documents: read back by spaCy, made by another process, good to train on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span

from nlp.formats import docbin
from nlp.formats.docs import Blanks, document
from nlp.formats.sheets import Mark, Sheet, encode
from nlp.process import Child
from store.errors import PipelineError
from store.export import export
from store.formats import Item, Losses
from store.formats._spans import HIGHLIGHT, flat
from store.library import open_library
from store.marking import annotate
from store.models import Annotation, Change
from tests.store.conftest import make
from tests.store.formats.generated import lost, quoted
from tests.store.helpers import mark, quote
from tui.cli.main import main

BLANKS = Blanks()
PEOPLE = ("Ann Lee", "Qin Gang", "Maria Lopez", "Jake Sullivan")
PLACES = ("Beijing", "Oslo", "New Delhi", "U.S.")


def kept(item: Item) -> list[Annotation]:
    return [a for a in item.annotations if a.verdict != "rejected" and a.exact == a.exact.strip()]


def check(doc: Doc, item: Item) -> None:
    """Everything is in the document that spaCy can have, in its place."""
    assert doc.text == item.article.text
    found = kept(item)
    entities = flat([a for a in found if a.kind == "entity"], Losses())
    assert [place(span) for span in doc.ents] == [(a.start, a.end, a.label, a.id) for a in entities]
    assert {token.ent_iob_ for token in doc} <= {"B", "I", "O"}
    for name, is_quote in (("sc", False), ("quotes", True)):
        wanted = [(a.start, a.end, a.label or HIGHLIGHT, a.id) for a in found if (a.kind == "quote") is is_quote]
        assert Counter(map(place, doc.spans[name])) == Counter(wanted)
    said = doc.user_data["quotidian"]
    assert (said["article"]["id"], said["article"]["text_hash"]) == (item.article.id, item.article.text_hash)
    assert {name: (m["kind"], m["verdict"]) for name, m in said["marks"].items()} == {
        a.id: (a.kind, a.verdict) for a in found
    }
    for a in found:
        if a.kind == "quote":
            mine = said["marks"][a.id]
            assert tuple(map(tuple, mine["parts"])) == a.parts
            assert "speaker" not in mine or a.speaker
            assert mine.get("cue", {}).get("text", "") == (a.cue.text if a.cue else "")


def place(span: Span) -> tuple[int, int, str, str]:
    return span.start_char, span.end_char, span.label_, span.id_


@given(quoted())
def test_a_document_has_the_text_and_every_mark_in_its_place(item: Item) -> None:
    losses = Losses()
    check(document(docbin.sheet(item, losses), BLANKS), item)
    assert len(kept(item)) + lost(losses) == len(item.annotations)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.lists(quoted(), min_size=10, max_size=30))
def test_the_file_is_read_by_spacy(tmp_path_factory: pytest.TempPathFactory, items: list[Item]) -> None:
    file = tmp_path_factory.mktemp("docs") / "train.spacy"
    file.write_bytes(b"".join(docbin.FORMAT.write(iter(items), Losses())))
    read = list(DocBin().from_disk(file).get_docs(spacy.blank("en").vocab))
    assert len(read) == len(items)
    for doc, item in zip(read, items, strict=True):
        check(doc, item)


def test_nothing_and_an_empty_article_are_files_too() -> None:
    for items, count in (([], 0), ([Item(article=make(text=""))], 1)):
        data = b"".join(docbin.FORMAT.write(items, Losses()))
        assert len(list(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))) == count


@pytest.mark.parametrize("language", ["", "en", "de", "en-US", "zh", "no such"])
def test_words_are_those_of_the_language_where_spacy_knows_it(language: str) -> None:
    article = make(text="Isn't 北京 near?", language=language)
    item = Item(article=article, annotations=(mark(article, "京", "GPE"),))
    doc = document(docbin.sheet(item, Losses()), BLANKS)
    assert doc.text == article.text
    assert [entity.text for entity in doc.ents] == ["京"]
    assert (doc[1].text == "n't") == (language in ("", "en", "en-US"))


def test_a_mark_between_words_is_refused() -> None:
    sheet = Sheet(text="Ann  Lee", language="", entities=(Mark(3, 8, "X", "m1"),), groups={}, about={})
    with pytest.raises(PipelineError, match="m1 at 3 to 8"):
        document(sheet, BLANKS)


def test_an_input_that_ends_early_makes_nothing() -> None:
    process = Child("nlp.formats.docs")
    process.input.write(encode(docbin.sheet(Item(article=make()), Losses())) + b"\n")
    process.input.close()
    assert process.output.read() == b""
    assert "ended early" in process.end()


@pytest.mark.parametrize("what", ["nothing_is_called_so", "docs"])
def test_a_process_that_ends_is_said_in_a_sentence_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    started: list[Child] = []

    def start(_module: str) -> Child:
        started.append(Child(f"nlp.formats.{what}"))
        return started[-1]

    def tell(_count: int) -> None:
        if what == "docs":
            started[-1].kill()

    monkeypatch.setattr(docbin, "_start", start)
    target = tmp_path / "train.spacy"
    target.write_text("old")
    with open_library(tmp_path / "library") as library:
        library.add_articles([make(f"/{number}") for number in range(300)])
        ids = [row.id for row in library.articles()]
        with pytest.raises(PipelineError, match=r"could not be made.*(nothing_is_called_so|killed)"):
            export(library, ids, docbin.FORMAT, target, tell=tell)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["train.spacy"]


def test_a_writer_that_is_given_up_ends_its_process() -> None:
    writing = docbin.FORMAT.write(iter([Item(article=make(), annotations=(quote(make()),))]), Losses())
    assert next(writing)
    writing.close()
    broken = docbin.FORMAT.write((1 / 0 for _ in "x"), Losses())
    with pytest.raises(ZeroDivisionError):
        next(broken)


def news(folder: Path, count: int) -> None:
    """A library of short articles, each with its own words, in which all names are marked."""
    with open_library(folder) as library:
        for number in range(count):
            person, place = PEOPLE[number % 4], PLACES[number // 4 % 4]
            text = f"Report {number}: {person} came to {place} on day {number * 7}.\n\n{person} said it was fine."
            article = make(f"/{number}", text=text)
            library.add_articles([article])
            again = annotate(article, text.rindex(person), text.rindex(person) + len(person), label="PERSON")
            marks = (mark(article, person, "PERSON"), mark(article, place, "GPE"), again)
            library.commit(Change(what="mark", put=marks))


@pytest.mark.slow
def test_spacy_finds_no_fault_and_trains_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news(tmp_path / "library", 200)
    line = ["--library", str(tmp_path / "library"), "export", "--format", "spacy", "--split", "80/10/10"]
    assert main([*line, "-o", str(tmp_path / "corpus")]) == 0
    assert "can't be expressed" not in capsys.readouterr().err
    config = tmp_path / "config.cfg"
    parts = {part: str(tmp_path / "corpus" / f"{part}.spacy") for part in ("train", "dev")}
    paths = [f"--paths.{part}={file}" for part, file in parts.items()]

    def run(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "spacy", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("init", "config", str(config), "--lang", "en", "--pipeline", "ner", "--optimize", "efficiency")
    found = re.sub(r"\x1b\[[\d;]*m", "", run("debug", "data", str(config), *paths))
    faults = [line for line in found.splitlines() if line.startswith(("✘", "⚠"))]
    (few, summary) = faults
    assert few.startswith("⚠ Low number of examples to train a new pipeline (160)")
    assert summary == "⚠ 1 warning"
    small = ["--components.tok2vec.model.encode.width=32", "--components.tok2vec.model.encode.depth=1"]
    small += ["--components.tok2vec.model.embed.width=32", "--components.ner.model.tok2vec.width=32"]
    told = run("train", str(config), *paths, "--training.max_epochs=1", *small, "--output", str(tmp_path / "model"))
    assert "ENTS_F" in told
    trained = spacy.load(tmp_path / "model" / "model-last")
    assert trained("Ann Lee came to Oslo.").text == "Ann Lee came to Oslo."
