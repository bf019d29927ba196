"""What every format has to keep, and the formats of the store one by one."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from store import formats
from store.errors import StoreError, UnknownArticle, UsageError
from store.export import export, file_name, slug
from store.formats import Folder, Format, Item, Losses, Stream, placed
from store.formats.csv import COLUMNS, guard
from store.formats.jsonl import Line
from store.formats.markdown import Markdown, escape
from store.library import Library
from store.models import Article, ArticleState, Change
from tests.store.conftest import make
from tests.store.helpers import keep, mark, quote

ARTICLE = make(
    title="Talks: #1 [[in]] Beijing", url="https://example.org/a", byline="A. Writer", published="2026-11-19"
)
TIMES = {"created": "2026-11-20T09:00:00.000Z", "modified": "2026-11-20T09:00:00.000Z"}
ANNOTATIONS = (
    replace(mark(ARTICLE, "Blinken", "PERSON", name="Antony Blinken", tags=("us",)), id="a1", **TIMES),
    replace(mark(ARTICLE, "Qin Gang", "PERSON", note="see\nlater"), id="a2", **TIMES),
    replace(mark(ARTICLE, "Beijing", "GPE", verdict="rejected"), id="a3", **TIMES),
    replace(quote(ARTICLE), id="q1", note="key *words*", **TIMES),
    replace(mark(ARTICLE, "The café of the embassy", note="=SUM(A1)", tags=("place", "tea")), id="h1", **TIMES),
    replace(mark(ARTICLE, "Beijing was quiet", anchor="orphaned"), id="h2", **TIMES),
)
STATE = ArticleState(article=ARTICLE.id, starred=True, tags=("asia",), note="An article to *remember*.")
ITEM = Item(article=ARTICLE, annotations=ANNOTATIONS, state=STATE)


@pytest.fixture
def full(library: Library) -> Library:
    library.add_articles([ARTICLE])
    library.commit(Change(what="all", put=ANNOTATIONS, states=(STATE,)))
    return library


def written(name: str, *items: Item) -> bytes:
    found = formats.find(name)
    assert isinstance(found, Stream)
    return b"".join(c.encode() if isinstance(c, str) else c for c in found.write(iter(items), Losses()))


def test_formats_are_found_by_name() -> None:
    assert {"jsonl", "csv", "tsv", "markdown"} <= set(formats.names())
    for name in formats.names():
        found = formats.find(name)
        assert isinstance(found, Format)
        assert found.name == name
        assert found.suffix.startswith(".")
        assert found.about
    for name in ("", "nothing", "os", "../jsonl", "__init__"):
        with pytest.raises(UsageError, match="jsonl"):
            formats.find(name)


def test_a_format_from_elsewhere_can_be_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words_from_elsewhere.py").write_text("""
from store.formats import Stream
class Words(Stream):
    name, suffix, about = "words", ".txt", "the words alone"
    def write(self, items, losses):
        for item in items:
            yield "\\n".join(a.exact for a in item.annotations)
FORMAT = Words()
""")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(formats, "_elsewhere", {})
    formats.register("words", "words_from_elsewhere")
    assert "words" in formats.names()
    assert "words_from_elsewhere" not in sys.modules
    assert written("words", ITEM).startswith(b"Blinken\nQin Gang\n")


def test_json_lines_lose_nothing() -> None:
    lines = written("jsonl", ITEM, Item(article=make("/2"))).splitlines()
    assert len(lines) == 2
    line = msgspec.json.decode(lines[0], type=Line)
    assert line.annotations == ANNOTATIONS
    assert line.state == STATE
    fields = {name: getattr(line, name) for name in Article.__struct_fields__}
    assert Article(**fields) == ARTICLE
    plain = json.loads(lines[0])
    for annotation in plain["annotations"]:
        assert plain["text"][annotation["start"] : annotation["end"]] == annotation["exact"]


@given(st.text(max_size=30), st.text(max_size=30), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_json_lines_carry_any_text(title: str, note: str, tags: list[str]) -> None:
    title, note = (text.encode("utf-8", "replace").decode() for text in (title, note))
    tags = [tag.encode("utf-8", "replace").decode() for tag in tags]
    item = replace(
        ITEM, article=replace(ARTICLE, title=title), annotations=(replace(ANNOTATIONS[0], note=note, tags=tuple(tags)),)
    )
    data = written("jsonl", item)
    assert data.count(b"\n") == 1
    line = msgspec.json.decode(data, type=Line)
    assert (line.title, line.annotations) == (title, item.annotations)


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables_have_a_row_an_annotation(name: str, delimiter: str) -> None:
    data = written(name, ITEM)
    rows = list(csv.DictReader(io.StringIO(data.decode()), delimiter=delimiter))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == ["a1", "a2", "a3", "q1", "h1", "h2"]
    assert [ARTICLE.text[int(row["start"]) : int(row["end"])] for row in rows] == [row["text"] for row in rows]
    assert rows[1]["note"] == "see\nlater"
    assert rows[4]["note"] == "'=SUM(A1)"
    assert (rows[3]["speaker"], rows[3]["speaker_name"], rows[3]["cue"]) == ("Antony Blinken", "Antony Blinken", "said")
    assert rows[3]["parts"].count(";") == 1
    assert rows[0]["name"] == "Antony Blinken"
    assert b"\r" not in data


@given(st.text())
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guard(cell)[:1] not in tuple("=+-@\t\r")
    assert guard(cell) in (cell, "'" + cell)


GOLDEN = f'''---
title: "Talks: #1 [[in]] Beijing"
source: "/news/one.txt"
url: "https://example.org/a"
author: "A. Writer"
date: "2026-11-19"
id: "{ARTICLE.id}"
tags: ["asia"]
---

# Talks: \\#1 \\[\\[in\\]\\] Beijing

An article to \\*remember\\*.

## Highlights

> The café of the embassy

^h1

\\=SUM(A1) #place #tea

## Entities

**PERSON**

- Antony Blinken (Blinken) ^name-d9f5dc49
    - Blinken: #us ^a1
- Qin Gang ^name-30608fbe
    - Qin Gang: see later ^a2

## Quotations

### Antony Blinken

> “We had candid talks,” Antony Blinken said, “and we will go on.”

^q1

key \\*words\\*

## No longer in the text

> Beijing was quiet

^h2
'''


def test_markdown_is_a_note_an_article() -> None:
    losses = Losses()
    losses.total = 6
    markdown = formats.find("markdown")
    assert isinstance(markdown, Folder)
    ((suffix, text),) = markdown.write(ITEM, losses)
    assert (suffix, text) == (".md", GOLDEN)
    (sentence,) = losses.sentences("can't be expressed in markdown")
    assert sentence.startswith("1 of 6 annotations can't be expressed in markdown: ")


def test_people_are_links_to_notes_when_asked_for() -> None:
    person = replace(ANNOTATIONS[0], id="p", kind="entity", label="PERSON", name="A|b [[c]]#d")
    ((_, text),) = Markdown(wiki_links=True).write(replace(ITEM, annotations=(*ANNOTATIONS, person)), Losses())
    for line in ("- [[Antony Blinken]] (Blinken) ^name-d9f5dc49", "    - Blinken: #us ^a1", "### [[Antony Blinken]]"):
        assert line in text.splitlines()
    assert "- [[A b c d]] (Blinken)" in text
    targets = re.findall(r"(?<!\\)\[\[(.*?)\]\]", text)
    assert targets
    assert not any(sign in target for target in targets for sign in "[]|#^")


def test_a_name_is_listed_once_under_an_id_that_stays() -> None:
    more = tuple(replace(ANNOTATIONS[1], id=f"m{number}", note="") for number in range(3))
    ((_, before),) = Markdown().write(ITEM, Losses())
    ((_, after),) = Markdown().write(replace(ITEM, annotations=(*ANNOTATIONS, *more)), Losses())
    old, new = before.splitlines(), after.splitlines()
    changed = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    assert changed == [("- Qin Gang ^name-30608fbe", "- Qin Gang ×4 ^name-30608fbe")]


def test_tags_are_such_as_obsidian_takes() -> None:
    made = replace(ANNOTATIONS[0], tags=("2026", "a.b", "été/x_y-z"))
    ((_, text),) = Markdown().write(replace(ITEM, annotations=(made,)), Losses())
    assert "#2026- #a-b #été/x_y-z" in text


@given(st.text())
@example("- a: \"b\" 'c' #d\n--- !!python/object [x] {y} & *z é “q”\x7f\x85\u2028\ufeff\ufffe😀")
def test_front_matter_is_yaml_whatever_the_title(title: str) -> None:
    title = title.encode("utf-8", "replace").decode()
    state = replace(STATE, tags=(title,))
    ((_, text),) = formats.find("markdown").write(Item(article=replace(ARTICLE, title=title), state=state), Losses())
    fields = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert fields.get("title", "") == title
    assert fields["date"] == "2026-11-19"
    assert all(isinstance(tag, str) and tag for tag in fields["tags"])


@given(
    st.lists(
        st.sampled_from(
            [
                "#",
                "[[x]]",
                "*",
                "_",
                "<b>",
                "`",
                "1. ",
                "- ",
                "> ",
                "+",
                "=",
                "a",
                " ",
                "\\",
                "&amp;",
                "![i](u)",
                "~~",
                "|",
                "^id",
                "http://x.org ",
            ]
        ),
        max_size=12,
    )
)
def test_escaped_text_shows_exactly_itself(pieces: list[str]) -> None:
    text = " ".join("".join(pieces).split())
    shown = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(escape(text))
    kinds = {token.type for token in shown}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    inline = [child for token in shown for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline) == text


def test_orphans_and_strays_are_not_given_offsets() -> None:
    losses = Losses()
    stray = replace(ANNOTATIONS[0], id="s", start=1, end=8)
    found = placed(replace(ITEM, annotations=(*ANNOTATIONS, stray)), losses)
    assert [annotation.id for annotation in found] == ["a1", "a2", "a3", "q1", "h1"]
    losses.total = 7
    assert losses.sentences("x")[0].startswith("2 of 7 annotations")


# Where it is written


def test_a_stream_goes_to_a_file_a_folder_and_open_streams(full: Library, tmp_path: Path) -> None:
    done = export(full, [ARTICLE.id], "jsonl", tmp_path / "out.jsonl")
    assert (done.count, done.files, done.not_expressed) == (1, (tmp_path / "out.jsonl",), ())
    data = (tmp_path / "out.jsonl").read_bytes()
    assert export(full, [ARTICLE.id], "jsonl", tmp_path).files == (tmp_path / "quotidian.jsonl",)
    text, raw, wrapped = io.StringIO(), io.BytesIO(), io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    for stream in (text, raw, wrapped):
        assert export(full, [ARTICLE.id], "jsonl", stream).files == ()
    assert text.getvalue().encode() == raw.getvalue() == wrapped.buffer.getvalue() == data  # type: ignore[attr-defined]
    for stream in (rows := io.StringIO(), raw_rows := io.BytesIO()):
        export(full, [ARTICLE.id], "csv", stream)
    assert rows.getvalue().encode() == raw_rows.getvalue()


def test_a_folder_of_notes_changes_only_what_changed(full: Library, tmp_path: Path) -> None:
    other = make("/2", title="Another")
    full.add_articles([other])
    target = tmp_path / "notes"
    done = export(full, [ARTICLE.id, other.id], "markdown", target)
    assert [path.name for path in done.files] == [
        f"talks-1-in-beijing-{ARTICLE.id[:8]}.md",
        f"another-{other.id[:8]}.md",
    ]
    assert done.not_expressed == (
        "1 of 6 annotations can't be expressed in markdown: " + done.not_expressed[0].split(": ")[1],
    )
    before = [path.stat().st_mtime_ns for path in done.files]
    keep(full, mark(other, "Sunday"))
    export(full, [ARTICLE.id, other.id], "markdown", target)
    after = [path.stat().st_mtime_ns for path in done.files]
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert "> Sunday" in done.files[1].read_text()
    assert sorted(path.name for path in target.iterdir()) == sorted(path.name for path in done.files)


def test_a_target_that_does_not_fit_is_refused(full: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for target in (io.StringIO(), tmp_path / "file"):
        with pytest.raises(UsageError, match="folder"):
            export(full, [ARTICLE.id], "markdown", target)
    with pytest.raises(UsageError, match="There is no format"):
        export(full, [ARTICLE.id], "nonsense", tmp_path)
    with pytest.raises(StoreError, match="Could not write the export"):
        export(full, [ARTICLE.id], "csv", tmp_path / "no" / "out.csv")


def test_what_was_rejected_can_be_left_out(full: Library) -> None:
    out = io.BytesIO()
    done = export(full, [ARTICLE.id], "csv", out, only="accepted")
    assert [row["id"] for row in csv.DictReader(io.StringIO(out.getvalue().decode()))] == ["a1", "a2", "q1", "h1", "h2"]
    assert done.not_expressed == ()


def test_an_unknown_article_stops_it_before_anything_is_written(full: Library, tmp_path: Path) -> None:
    for name in ("jsonl", "markdown"):
        with pytest.raises(UnknownArticle):
            export(full, [ARTICLE.id, "nothing"], name, tmp_path / name)
        assert not (tmp_path / name).exists()


@given(st.text())
def test_a_slug_is_a_safe_name(title: str) -> None:
    name = slug(title)
    assert name
    assert name[0] not in ".-"
    assert not set(name) & set('/\\:*?"<>|\0\n\t ')
    assert len(name.encode()) <= 80


def test_names_of_files_tell_articles_apart() -> None:
    first, second = make("/1", title="../../etc/passwd"), make("/2", title="../../etc/passwd")
    assert file_name(first, ".md") == f"etc-passwd-{first.id[:8]}.md"
    assert file_name(first, ".md") != file_name(second, ".md")
    assert slug("Élan — 日本 2026!") == "élan-日本-2026"
    assert slug("...") == "article"


def test_exporting_takes_one_article_at_a_time(full: Library) -> None:
    seen: list[str] = []

    class Watching(Stream):
        name, suffix, about = "watching", ".x", "x"

        def write(self, items, losses):
            for item in items:
                seen.append(item.article.id)
                yield item.article.id
                assert seen[-1] == item.article.id

    more = [make(f"/{number}") for number in range(5)]
    full.add_articles(more)
    done = export(full, [a.id for a in more], Watching(), io.StringIO())
    assert (done.count, seen) == (5, [a.id for a in more])
