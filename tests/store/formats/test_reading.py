"""Files of other tools, read back: what they hold comes back equal, and what is wrong is refused by its line."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import formats
from store.errors import FormatError, UsageError
from store.export import export
from store.formats import Item, Losses, Marks, Readable, Stream
from store.formats.csv import COLUMNS, guard, unguard
from store.library import Library, open_library
from store.loading import Loaded, load
from store.models import Article
from store.text import article_id, clean, text_hash
from tests.store.conftest import make
from tests.store.formats.generated import foreign, items, letters
from tests.store.helpers import keep, mark, quote

TASK = {"text": "Ada met Bob.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}


def read_back(name: str, item: Item) -> list[Item | Marks]:
    """What the format reads of what it wrote."""
    chosen = formats.find(name)
    assert isinstance(chosen, Stream)
    assert isinstance(chosen, Readable)
    written = b"".join(c.encode() if isinstance(c, str) else c for c in chosen.write([item], Losses()))
    losses = Losses()
    found = [one for _, one in chosen.read(io.BytesIO(written), losses)]
    assert losses.sentences("x") == ()
    return found


# Prodigy


@given(items())
def test_prodigy_comes_back_as_far_as_it_goes(item: Item) -> None:
    (found,) = read_back("prodigy", item)
    wanted = {
        a.id: a
        for a in item.annotations
        if a.kind == "entity" and a.verdict != "rejected" and not a.exact[0].isspace() and not a.exact[-1].isspace()
    }
    assert isinstance(found, Item)
    assert {a.id: a for a in found.annotations} == wanted
    assert found.article == replace(item.article, fetched="")


@given(foreign())
def test_marks_in_unclean_texts_keep_their_words_or_are_said_to_be_lost(case: tuple[str, list]) -> None:
    text, spans = case
    task = {"text": text, "answer": "accept", "spans": [{"start": s, "end": e, "label": name} for s, e, name in spans]}
    losses = Losses()
    ((_, found),) = formats.find("prodigy").read(io.BytesIO(json.dumps(task).encode()), losses)
    assert found.article.text == clean(text)
    assert found.article.id == article_id(text_hash(clean(text)))
    by_label = {a.label: a for a in found.annotations}
    said = sum(losses._counts.values())
    assert losses.total == len(spans)
    assert len(by_label) + said >= len(spans)
    for start, end, label in spans:
        if label in by_label:
            made = by_label[label]
            assert found.article.text[made.start : made.end] == made.exact
            assert letters(text[start:end]) in letters(made.exact)
            if not said:
                assert letters(text[start:end]) == letters(made.exact)


def test_an_accent_and_a_windows_line_end_move_no_mark(library: Library, tmp_path: Path) -> None:
    text = "Cafe\u0301 talks.\r\n\r\nAda met Bob."
    start = text.index("Ada")
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps({"text": text, "spans": [{"start": start, "end": start + 3, "label": "PERSON"}]}))
    done = load(library, file)
    (found,) = library.annotations()
    assert (found.exact, found.start, done.conflicts) == ("Ada", start - 3, ())
    assert library.article(found.article).source == "x.jsonl, line 1"


def test_a_mark_of_half_a_character_takes_the_whole_and_says_so(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    spans = [{"start": 0, "end": 1, "label": "A"}, {"start": 3, "end": 4, "label": "B"}]
    file.write_text(json.dumps({"text": "e\u0301 \u00ad x", "spans": spans}))
    done = load(library, file)
    assert [a.exact for a in library.annotations()] == ["é"]
    assert [sentence.partition(":")[0] for sentence in done.conflicts] == [
        "1 of 2 annotations are not as in the file",
        "1 of 2 annotations are not as in the file",
    ]


def test_suggestions_are_a_task_without_an_answer(article: Article) -> None:
    chosen = formats.find("prodigy")
    assert isinstance(chosen, Stream)
    for verdict, answer in (("suggested", None), ("accepted", "accept")):
        made = mark(article, "Sunday", "DATE", verdict=verdict)
        (line,) = chosen.write([Item(article=article, annotations=(made,))], Losses())
        assert json.loads(line).get("answer") == answer


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(TASK)[:-5],
        json.dumps(TASK | {"text": 3}),
        json.dumps(TASK | {"spans": [{"start": 0, "end": 99, "label": "X"}]}),
        json.dumps(TASK | {"spans": [{"start": -3, "end": 3, "label": "X"}]}),
        json.dumps(TASK | {"spans": [{"start": 0, "end": 3, "label": "X", "text": "Bob"}]}),
        json.dumps(TASK | {"spans": [{"start": "__import__('os')", "end": 3, "label": "X"}]}),
        json.dumps(TASK | {"meta": {"id": "../../x", "text_hash": text_hash(TASK["text"])}}),
        json.dumps(TASK | {"answer": "reject"}),
        json.dumps({"text": "neither spans nor an answer"}),
    ],
)
def test_a_bad_line_of_prodigy_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps({"text": "Fine.", "answer": "accept"}) + "\n" + line + "\n")
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match="line 2"):
        load(library, file, "prodigy")
    assert (library.articles(), library.annotations()) == before


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr("store.formats._lines.LONGEST", 2**20)
    (tmp_path / "long.jsonl").write_text(json.dumps(TASK) + "\n" + json.dumps({"text": "x" * 2**20}) + end)
    for name in ("prodigy", "jsonl"):
        with pytest.raises(FormatError, match="longer than 1 MB" if name == "prodigy" else "line 1"):
            load(library, tmp_path / "long.jsonl", name)


def test_the_numbers_of_two_data_sets_are_not_the_ids_of_one_article(library: Library, tmp_path: Path) -> None:
    lines = [TASK | {"meta": {"id": "1"}}, {"text": "Cy left.", "answer": "accept", "meta": {"id": "1"}}]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert load(library, tmp_path / "x.jsonl").new == 2


def test_one_text_by_two_annotators_is_one_article(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"
    other = TASK | {
        "spans": [*TASK["spans"], {"start": 8, "end": 11, "label": "PERSON"}, {"start": 0, "end": 3, "label": ""}]
    }
    file.write_text(json.dumps(TASK) + "\n" + json.dumps(other) + "\n")
    done = load(library, file)
    assert (len(done.articles), done.new, done.annotations) == (1, 1, 3)
    found = [(a.exact, a.kind) for a in library.annotations(done.articles[0])]
    assert sorted(found) == [("Ada", "entity"), ("Ada", "highlight"), ("Bob", "entity")]


def test_a_file_that_suits_no_format_is_refused_with_each_reason(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(TASK)[:-5])
    with pytest.raises(UsageError, match=r"As jsonl: line 1: .* As prodigy: line 1: "):
        load(library, file)


# Tables


@given(st.text())
def test_what_was_guarded_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@settings(max_examples=25)
@given(items(), st.sampled_from(["csv", "tsv"]))
def test_a_table_comes_back_whole_where_the_articles_are(item: Item, name: str) -> None:
    with tempfile.TemporaryDirectory() as top, open_library(Path(top) / "l") as library:
        library.add_articles([item.article])
        keep(library, *item.annotations)
        before = library.annotations()
        export(library, [item.article.id], name, Path(top) / f"x.{name}")
        library.undo()
        assert library.annotations() == []
        done = load(library, Path(top) / f"x.{name}")
        assert (done.format, done.conflicts) == (name, ())
        assert library.annotations() == before


def table(library: Library, article: Article, tmp_path: Path, change: Callable[[dict[str, str]], object]) -> Loaded:
    """Load the library's own table after a change to each of its rows."""
    text = io.StringIO()
    export(library, [article.id], "csv", text)
    rows = list(csv.DictReader(io.StringIO(text.getvalue())))
    for row in rows:
        change(row)
    with (tmp_path / "x.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return load(library, tmp_path / "x.csv")


def test_what_a_spreadsheet_changed_is_loaded(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Sunday", "DATE"), quote(article), mark(article, "Qin Gang", note="=1+1"))
    before = {a.id: a for a in library.annotations()}
    done = table(library, article, tmp_path, lambda row: row.update(note="seen", end=row["end"] + ".0"))
    assert {a.id: a for a in library.annotations()} == {k: replace(a, note="seen") for k, a in before.items()}
    assert sum("is replaced by the file's" in sentence for sentence in done.conflicts) == 3


def test_rows_without_ids_are_new_marks(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Sunday", "DATE"))
    table(library, article, tmp_path, lambda row: row.update(id="", label="TIME", text_hash="", origin=""))
    assert sorted(a.label for a in library.annotations()) == ["DATE", "TIME"]


def test_rows_follow_their_words_into_a_newer_text(library: Library, article: Article, tmp_path: Path) -> None:
    said = quote(article)
    keep(library, said, mark(article, "Sunday", "DATE"))
    text = "New.\n\n" + article.text.replace("on Sunday", "today")
    with open_library(tmp_path / "new") as new:
        new.add_articles([replace(article, text=text, text_hash=text_hash(text))])
        export(library, [article.id], "csv", tmp_path / "x.csv")
        done = load(new, tmp_path / "x.csv")
        (found,) = new.annotations()
        assert (found.exact, found.start, found.label) == (said.exact, said.start + 2, "direct")
        assert text[found.start : found.end] == found.exact
        assert found.speaker
        assert text[found.speaker.start : found.speaker.end] == "Antony Blinken"
        assert done.conflicts == (
            "1 of 2 annotations are not as in the file: their words are not in the library's text.",
        )


def test_a_table_without_its_articles_says_so(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Sunday", "DATE"))
    export(library, [article.id], "tsv", tmp_path / "x.tsv")
    with open_library(tmp_path / "new") as new:
        done = load(new, tmp_path / "x.tsv")
        assert (done.annotations, done.articles) == (0, ())
        assert "1 of 1 annotations" in done.conflicts[0]
        assert "does not have their articles" in done.conflicts[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": "7"}, "row 2"),
        ({"start": "-1"}, "row 2: its start"),
        ({"end": "99999999999999"}, "row 2: its end"),
        ({"kind": "__import__('os')"}, "row 2"),
        ({"parts": "1-2"}, "row 2: its parts"),
        ({"speaker_start": "0", "speaker_end": "3", "speaker": "Nobody"}, "row 2"),
        ({"verdict": "yes"}, "row 2"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(
    library: Library, article: Article, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    keep(library, mark(article, "Sunday", "DATE"))
    before = library.annotations()
    if change == {"start": "7"}:
        change = {"start": "7", "end": "9", "text": "not in the text at all, this long"}
        assert "1 of 1" in table(library, article, tmp_path, lambda row: row.update(change)).conflicts[0]
    else:
        with pytest.raises(FormatError, match=said):
            table(library, article, tmp_path, lambda row: row.update(change))
    assert library.annotations() == before


@pytest.mark.parametrize("data", [b"", b"a,b,c\n1,2,3\n", b"\xff\xfe\x00", b'"', b"x" * 200_000])
def test_what_is_no_table_is_refused(library: Library, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(FormatError, match=r"x\.csv: "):
        load(library, tmp_path / "x.csv")
    (tmp_path / "x.csv").write_text(",".join(COLUMNS) + "\na,b\n")
    with pytest.raises(FormatError, match="row 2: it has not as many cells"):
        load(library, tmp_path / "x.csv")


# Folders


def test_a_split_is_loaded_as_one(library: Library, article: Article, tmp_path: Path) -> None:
    from store.export import export_split

    made = [make(f"/{number}", text=f"{number} Ada met Bob.") for number in range(12)]
    library.add_articles(made)
    keep(library, *(mark(one, "Ada", "PERSON") for one in made))
    export_split(library, [one.id for one in made], "prodigy", tmp_path / "parts", shares=(50, 25, 25), seed=1)
    with open_library(tmp_path / "new") as new:
        done = load(new, tmp_path / "parts")
        assert (done.format, done.new, done.annotations) == ("prodigy", 12, 12)
        assert sorted(a.id for a in new.annotations()) == sorted(a.id for a in library.annotations())
    with (tmp_path / "parts" / "train.jsonl").open("a") as file:
        file.write("{\n")
    with open_library(tmp_path / "newer") as new, pytest.raises(FormatError, match=r"parts: train.jsonl, line \d+:"):
        load(new, tmp_path / "parts")


def test_a_whole_disk_is_not_gone_through(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.reading.MOST", 3)
    for number in range(4):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(TASK))
    with pytest.raises(UsageError, match="more than 3 files"):
        load(library, tmp_path)


def test_links_in_a_folder_are_not_followed(library: Library, tmp_path: Path) -> None:
    (tmp_path / "secret.jsonl").write_text(json.dumps(TASK))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").symlink_to(tmp_path / "secret.jsonl")
    with pytest.raises(UsageError, match="nothing to load"):
        load(library, tmp_path / "in")
