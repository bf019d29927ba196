"""The commands that read and write the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from store.library import open_library
from tests.tui.cli.conftest import Run


@pytest.fixture
def added(run: Run, article: Path) -> str:
    """The id of the article in the library."""
    (record,) = run("add", article).records()
    return str(record["id"])


def annotate(run: Run, article: object, start: object = 27, end: object = 34, label: str = "PERSON", *more: str):
    return run("annotate", article, "--start", start, "--end", end, "--label", label, *more)


def test_adding_says_what_is_new(run: Run, article: Path, tmp_path: Path) -> None:
    code, _, err = ran = run("add", article, tmp_path / "nowhere.txt")
    assert code == 1
    assert [r["arrival"] for r in ran.records()] == ["new"]
    assert "nowhere.txt" in err
    assert "1 new" in err
    assert [r["arrival"] for r in run("add", article).records()] == ["same"]
    article.write_text("Another text.")
    assert [r["arrival"] for r in run("add", article).records()] == ["changed"]


def test_the_list_shows_articles_and_what_was_made_of_them(run: Run, added: str) -> None:
    annotate(run, added)
    (record,) = run("list", "--json").records()
    assert record["id"] == added
    assert (record["annotations"], record["read"], record["tags"]) == (1, False, [])
    code, out, _ = run("list")
    assert code == 0
    head, row = out.splitlines()
    assert head.split()[:2] == ["id", "published"]
    assert row.startswith(added)


def test_search_finds_words_in_any_form_a_query_has(run: Run, added: str) -> None:
    assert [r["id"] for r in run("search", "bridge", "ann*", "--json").records()] == [added]
    assert run("search", "bridge -lee", "--json").records() == []
    assert [r["id"] for r in run("search", "nothing OR bridge", "newer:2d", "--json").records()] == [added]


def test_the_list_and_the_export_take_a_query_or_ids_or_sources(
    run: Run, added: str, article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "cafe.txt"
    other.write_text("A cafe with a view, and an id to begin with.")
    (record,) = run("add", other).records()
    for command in (["list", "--json"], ["export", "--format", "jsonl"]):
        for selection, found in (
            (["bridge"], [added]),
            ([added], [added]),
            ([str(other), added], [record["id"], added]),
            ([f"id:{added[:6]}"], [added]),
            (["unread", "title:cafe*"], [record["id"]]),
        ):
            assert [r["id"] for r in run(*command, *selection).records()] == found


def test_all_articles_that_a_query_finds_are_changed_as_one_step(run: Run, added: str, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another bridge.")
    run("add", other)
    code, out, err = run("change", "bridge", "--tag", "#later", "--star")
    assert (code, out) == (0, "")
    assert "2 articles of 2 changed" in err
    assert {(r["starred"], tuple(r["tags"])) for r in run("list", "#later", "--json").records()} == {(True, ("later",))}
    assert "1 article of 1" in run("change", "#later", "closed", "--untag", "LATER", "--read").err
    assert [r["read"] for r in run("list", "is:read -#later", "--json").records()] == [True]
    run("change", "bridge", "--remove")
    assert run("list", "--json").records() == []
    assert len(run("list", "is:removed", "--json").records()) == 2
    assert run("change", "is:removed", "--restore").code == 0
    assert len(run("list", "--json").records()) == 2
    assert len(run("log", "--json").records()) == 4
    assert "Say what" in run("change", "bridge").err
    assert run("change", "nowhere", "--star").code == 1


def test_searches_are_kept_listed_used_and_deleted(run: Run, added: str) -> None:
    assert run("searches", "Bridges", "bridge", "-closed*", "--tag", "x").code == 2  # what begins with - is an option
    assert run("searches", "Bridges", "bridge OR dam", "--tag", "water").code == 0
    (search,) = run("searches", "--json").records()
    assert (search["name"], search["query"], search["tags"]) == ("Bridges", "bridge OR dam", ["water"])
    assert [r["id"] for r in run("searches", "bridges", "--json").records()] == [added]
    assert run("searches", "BRIDGES", "dam").code == 0
    assert [(r["id"], r["query"], r["tags"]) for r in run("searches", "--json").records()] == [
        (search["id"], "dam", [])
    ]
    assert "no saved search" in run("searches", "other").err
    assert "not closed" in run("searches", "Odd", "(dam").err
    assert run("searches", "Bridges", "--delete").code == 0
    assert run("searches", "--json").records() == []


def test_a_query_that_makes_no_sense_is_refused_with_its_place(run: Run, added: str) -> None:
    for command in ("search", "list", "export"):
        code, out, err = run(command, *(["--format", "jsonl"] if command == "export" else []), "bridge (lee")
        assert (code, out) == (2, "")
        assert "not closed" in err
        assert "bridge ▸(lee" in err


def test_an_annotation_is_printed_as_it_is_stored(run: Run, added: str, tmp_path: Path) -> None:
    code, _, err = ran = annotate(run, added, 27, 34, "PERSON", "--tag", "#a b", "--tag", "c", "--note", "who\x1b[2J?")
    assert (code, err) == (0, "")
    (made,) = ran.records()
    assert (made["exact"], made["label"], made["kind"]) == ("Ann Lee", "PERSON", "entity")
    assert (made["tags"], made["note"], made["origin"]) == (["a-b", "c"], "who?", "hand")
    stored = TinyDB(tmp_path / "library" / "annotations.json").table("annotations").all()
    assert [document["id"] for document in stored] == [made["id"]]
    assert run("annotations", "--json").records() == [made]
    assert run("annotations", added[:6], "--json").records() == [made]
    assert "Ann Lee" in run("annotations").out


def test_an_article_is_named_by_id_its_beginning_or_its_source(run: Run, added: str, article: Path) -> None:
    for key in (added, added[:5], article):
        assert annotate(run, key).code == 0


@pytest.mark.parametrize(
    ("start", "end", "label", "code", "words"),
    [
        (27, 9999, "PERSON", 1, "lies outside the text"),
        (-1, 3, "PERSON", 1, "lies outside the text"),
        (34, 27, "PERSON", 1, "is empty"),
        (5, 5, "PERSON", 1, "is empty"),
        (27, 34, "POLICY", 2, "There are: PERSON, ORG"),
        (27, 34, "", 2, "no label"),
    ],
)
def test_an_annotation_that_cannot_be_is_refused(
    start: int, end: int, label: str, code: int, words: str, run: Run, added: str
) -> None:
    ran = annotate(run, added, start, end, label)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert run("annotations", "--json").records() == []


def test_an_offset_inside_a_character_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "family.txt"
    file.write_text("A 👩‍👩‍👧 here", encoding="utf-8")
    (record,) = run("add", file).records()
    ran = annotate(run, record["id"], 2, 3, "ORG")
    assert ran.code == 1
    assert "inside a character" in ran.err


def test_labels_of_the_configuration_and_its_annotator_count(run: Run, added: str, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('annotator = "al"\n[[labels]]\nname = "POLICY"\n')
    (made,) = annotate(run, added, 27, 34, "POLICY", "--config", str(config)).records()
    assert (made["label"], made["annotator"]) == ("POLICY", "al")
    (entry,) = run("log", "--json").records()
    assert (entry["who"], entry["what"]) == ("al", "label 'Ann Lee' POLICY")
    assert "Ann Lee" in run("log").out


def test_an_unknown_article_is_named(run: Run, added: str) -> None:
    code, _, err = run("annotations", "ffff")
    assert code == 1
    assert "ffff" in err
    code, _, err = run("export", "id:ffff", "--format", "jsonl")
    assert code == 1
    assert "No article matches" in err


def test_a_library_in_use_is_only_read(
    run: Run, added: str, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.common.PATIENCE", 0.05)
    with open_library(tmp_path / "library"):
        for code, out, err in (annotate(run, added), run("add", article), run("doctor", "--mend")):
            assert (code, out) == (1, "")
            assert "has this library open" in err
            assert "Nothing was changed" in err
        assert run("list", "--json").records()[0]["id"] == added


def test_exports_go_to_a_file_or_the_standard_output(run: Run, added: str, tmp_path: Path) -> None:
    annotate(run, added)
    assert len(run("export", "--format", "jsonl").records()) >= 1
    code, out, err = run("export", added, "--format", "csv", "-o", tmp_path / "marks.csv")
    assert (code, out) == (0, "")
    assert "marks.csv" in err
    assert "Ann Lee" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
    explained = run("export")
    assert explained.code == 0
    assert "jsonl" in explained.out


def test_suggestions_and_splits_are_exported(run: Run, added: str, tmp_path: Path) -> None:
    run("quotes")  # analyses
    annotate(run, added)
    (record,) = run("export", "--format", "jsonl", "--only", "suggestions").records()
    assert {made["verdict"] for made in record["annotations"]} == {"suggested"}
    assert "Ann Lee" not in {made["exact"] for made in record["annotations"]}
    code, out, err = run("export", "--format", "conll", "--split", "1/0/1", "--seed", 4, "-o", tmp_path / "parts")
    assert (code, out) == (0, "")
    assert {file.name for file in (tmp_path / "parts").iterdir()} == {"train.conll", "dev.conll", "test.conll"}
    assert "0 articles, written to" in err
    for wrong in (
        ("--split", "1/1/1"),
        ("--split", "1/1", "-o", tmp_path / "x"),
        ("--seed", "1"),
        ("--wiki-links",),
    ):
        assert run("export", "--format", "jsonl", *wrong).code == 2
    assert run("export", "-o", tmp_path / "x").code == 2
    run("export", "--format", "markdown", "--wiki-links", "-o", tmp_path / "notes")
    (note,) = (tmp_path / "notes").glob("*.md")
    assert "[[Ann Lee]]" in note.read_text(encoding="utf-8")


def test_what_was_exported_is_loaded_into_another_library(run: Run, added: str, tmp_path: Path) -> None:
    annotate(run, added)
    file, other = tmp_path / "marks.jsonl", ("--library", tmp_path / "other")
    run("export", "--format", "jsonl", "-o", file)
    code, out, err = run("load", file, "--dry-run", *other)
    assert (code, out) == (0, "")
    assert "1 annotation in 1 article, 1 of them new: nothing was changed" in err
    assert run("annotations", "--json", *other).records() == []
    assert run("load", file, *other).code == 0
    assert run("annotations", "--json", *other).records() == run("annotations", "--json").records()
    file.write_text("{}", encoding="utf-8")
    code, _, err = run("load", file, *other)
    assert code == 2
    assert "As jsonl: line 1" in err
    code, _, err = run("load", file, "--format", "jsonl", *other)
    assert code == 1
    assert "line 1" in err


def test_what_was_marked_is_counted(run: Run, added: str) -> None:
    annotate(run, added)
    (counts,) = run("stats", "--json").records()
    assert (counts["articles"], counts["annotations"], counts["verdicts"]) == (1, 1, {"added": 1})
    code, out, _ = run("stats")
    assert code == 0
    assert "verdict" in out
    assert "█" in out


def test_quotes_are_found_once_and_kept(run: Run, added: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (quote,) = run("quotes", "--speaker", "ann lee", "--json").records()
    assert quote["article"] == added
    assert quote["text"].startswith("“The bridge is open")
    assert run("quotes", "--speaker", "nobody", "--json").records() == []
    monkeypatch.setattr("tui.cli.findings.analyse_all", None)  # whatever is analysed again would fail now
    assert "Ann Lee" in run("quotes").out


def test_entities_are_counted_by_name(run: Run, added: str) -> None:
    code, _, _ = ran = run("entities", "--json")
    assert code == 0
    for record in ran.records():
        assert list(record) == ["name", "label", "mentions", "articles"]
        assert record["articles"] == [added]
    assert run("entities", "--label", "PERSON").code == 0


def test_the_doctor_is_content_with_a_new_library(run: Run, added: str) -> None:
    code, out, err = run("doctor")
    assert (code, out) == (0, "")
    assert "1 article and 0 annotations" in err
    assert "All is well." in err


def test_the_doctor_names_what_is_wrong(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('pipeline = "en_nowhere_sm"\n[keys]\nfly = "f"\n')
    code, _, err = run("doctor", "--config", config)
    assert code == 1
    assert "en_nowhere_sm" in err
    assert "fly" in err
    assert "All is well" not in err


def test_a_backup_becomes_a_library_again(run: Run, added: str, tmp_path: Path) -> None:
    annotate(run, added)
    assert run("backup", tmp_path / "b.zip").code == 0
    elsewhere = tmp_path / "elsewhere"
    assert run("restore", tmp_path / "b.zip", "--library", elsewhere).code == 0
    before, after = run("annotations", "--json").out, run("annotations", "--json", "--library", elsewhere).out
    assert before == after != ""
    code, _, err = run("restore", tmp_path / "b.zip")
    assert code == 1
    assert "already holds a library" in err


def test_config_prints_a_file_that_can_be_used(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("config")
    assert code == 0
    assert out.startswith("# ")
    assert "config.toml" in out.splitlines()[0]
    (tmp_path / "c.toml").write_text(out, encoding="utf-8")
    assert run("list", "--config", tmp_path / "c.toml").code == 0
