"""Reading files into a library: what was exported comes back equal, and a bad file changes nothing."""

from __future__ import annotations

import io
import json
import os
import tempfile
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import FormatError, StoreError, UsageError
from store.export import export
from store.library import Library, open_library
from store.loading import load
from store.marking import annotate
from store.models import Article, ArticleState, Change
from store.text import clean, text_hash
from tests.store.conftest import TEXT, make
from tests.store.helpers import keep, mark, quote


@pytest.fixture
def exported(library: Library, article: Article, tmp_path: Path) -> Path:
    """A file of two articles with everything that can be made of one, an orphan too."""
    other = make("/two", title="Two")
    library.add_articles([other])
    keep(
        library,
        mark(article, "candid talks", note="n\nm", tags=("a", "b")),
        quote(article),
        mark(other, "Sunday", "DATE"),
    )
    text = TEXT.replace("We had candid talks", "We spoke")
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    library.commit(Change(what="s", states=(ArticleState(article=other.id, read=True, tags=("x",), note="y"),)))
    export(library, [row.id for row in library.articles()], "jsonl", tmp_path / "all.jsonl")
    return tmp_path / "all.jsonl"


def everything(library: Library) -> object:
    rows = library.articles()
    return {row.id: library.article(row.id) for row in rows}, library.annotations(), library.states()


def test_what_was_exported_comes_back_equal(library: Library, exported: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "new") as new:
        done = load(new, exported, "jsonl")
        assert (len(done.articles), done.annotations, done.new) == (2, 3, 2)
        assert everything(new) == everything(library)
        again = io.BytesIO()
        export(new, done.articles, "jsonl", again)
        assert again.getvalue() == exported.read_bytes()
        assert new.undo() is not None
        assert (new.annotations(), new.search("")) == ([], [])
        assert all(state.removed for state in new.states().values())
        assert new.redo() is not None
        assert everything(new) == everything(library)


def test_loading_twice_changes_nothing(library: Library, exported: Path) -> None:
    before = everything(library)
    assert load(library, exported, "jsonl").new == 0
    assert everything(library) == before


def test_a_newer_text_of_the_library_stays(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Qin Gang"))
    export(library, [article.id], "jsonl", tmp_path / "old.jsonl")
    library.undo()
    text = "Updated.\n\n" + TEXT
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    load(library, tmp_path / "old.jsonl", "jsonl")
    assert library.article(article.id).text == text
    (found,) = library.annotations()
    assert (text[found.start : found.end], found.anchor) == ("Qin Gang", "placed")


BROKEN = {
    "no json": (lambda line: "{", "line 2"),
    "an array": (lambda line: "[]", "line 2"),
    "another type": (lambda line: line.replace('"type":"article"', '"type":"evil"'), "line 2"),
    "a newer version": (lambda line: line.replace('"version":1', '"version":99'), "newer Quotidian"),
    "a text with an escape": (lambda line: line.replace("Blinken met", "\\u001b[31mBlinken met"), "not shown"),
    "another hash": (lambda line: line.replace('"text_hash":"', '"text_hash":"0', 1), "hash"),
    "words elsewhere": (lambda line: line.replace('"exact":"Sunday"', '"exact":"Monday"'), "Monday"),
    "a number for a name": (lambda line: line.replace('"label":"DATE"', '"label":7'), "line 2"),
    "no id": (lambda line: line.replace('"id":"', '"id":"","x":"', 1), "no id"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_bad_line_is_named_and_nothing_comes_in(exported: Path, tmp_path: Path, fault: str) -> None:
    damage, said = BROKEN[fault]
    lines = sorted(
        exported.read_text(encoding="utf-8").splitlines(), key=lambda line: "Sunday" in line and '"Two"' in line
    )
    bad = damage(lines[1])
    assert bad != lines[1]
    exported.write_text(lines[0] + "\n" + bad + "\n", encoding="utf-8")
    with open_library(tmp_path / "new") as new:
        with pytest.raises(FormatError, match=said) as caught:
            load(new, exported, "jsonl")
        assert "line 2" in caught.value.sentence
        assert str(exported) in caught.value.sentence
        assert everything(new) == ({}, [], {})


def test_what_comes_in_is_clean(exported: Path, tmp_path: Path) -> None:
    line = next(line for line in exported.read_text(encoding="utf-8").splitlines() if '"Two"' in line)
    data = json.loads(line)
    evil = "x\x1b]52;c;aGk=\x07y\u202e"
    data["title"] = data["byline"] = evil
    data["annotations"][0].update(note=evil, label=evil, name=evil, tags=[evil], annotator=evil)
    data["state"].update(note=evil, tags=[evil])
    exported.write_text(json.dumps(data), encoding="utf-8")
    with open_library(tmp_path / "new") as new:
        load(new, exported, "jsonl")
        out = io.StringIO()
        export(new, [data["id"]], "jsonl", out)
        assert "x\x1b" not in out.getvalue()
        assert "u001b" not in out.getvalue()
        assert new.annotations()[0].note == "xy"


def test_what_can_not_be_read_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not read"):
        load(library, tmp_path / "x", "markdown")
    with pytest.raises(StoreError, match="Could not read"):
        load(library, tmp_path / "missing.jsonl", "jsonl")
    with pytest.raises(UsageError, match=r"nothing to load in .*: no name of a file ends with \.jsonl"):
        load(library, tmp_path, "jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"type":"article","id":"\xe9"}\n')
    with pytest.raises(FormatError, match="line 1"):
        load(library, tmp_path / "latin.jsonl", "jsonl")
    (tmp_path / "deep.jsonl").write_text('{"type":"article","annotations":' + "[" * 100_000)
    with pytest.raises(FormatError, match="line 1"):
        load(library, tmp_path / "deep.jsonl", "jsonl")


@given(st.data())
def test_any_library_survives_export_and_load(data: st.DataObject) -> None:
    text = clean(data.draw(st.text(min_size=5, max_size=60).filter(lambda raw: len(clean(raw)) > 2)))
    article = make(text=text, title="T")
    marks = []
    for number in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        try:
            made = annotate(
                article, start, data.draw(st.integers(start + 1, len(text))), note=clean(data.draw(st.text(max_size=9)))
            )
        except Exception:  # noqa: BLE001
            continue
        marks.append(replace(made, id=f"n{number}"))
    with (
        tempfile.TemporaryDirectory() as top,
        open_library(Path(top) / "a") as first,
        open_library(Path(top) / "b") as second,
    ):
        first.add_articles([article])
        keep(first, *marks)
        export(first, [article.id], "jsonl", Path(top) / "x.jsonl")
        load(second, Path(top) / "x.jsonl", "jsonl")
        assert everything(second) == everything(first)


def test_a_dry_run_says_what_would_come_and_changes_nothing(exported: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "new") as new:
        done = load(new, exported, "jsonl", dry_run=True)
        assert (len(done.articles), done.annotations, done.new) == (2, 3, 2)
        assert everything(new) == ({}, [], {})
        assert new.undo() is None


def test_an_article_is_known_again_by_its_text(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Qin Gang", "PERSON"))
    export(library, [article.id], "jsonl", tmp_path / "x.jsonl")
    same = make("/elsewhere.txt")
    with open_library(tmp_path / "new") as new:
        new.add_articles([same])
        done = load(new, tmp_path / "x.jsonl", "jsonl")
        assert (done.articles, done.new) == ((same.id,), 0)
        assert article.id in done.conflicts[0]
        (found,) = new.annotations(same.id)
        assert found.exact == "Qin Gang"
        assert [row.id for row in new.articles()] == [same.id]


def test_each_conflict_is_said(library: Library, article: Article, tmp_path: Path) -> None:
    made = mark(article, "Qin Gang", "PERSON")
    keep(library, made)
    library.commit(Change(what="s", states=(ArticleState(article=article.id, note="the file's"),)))
    export(library, [article.id], "jsonl", tmp_path / "x.jsonl")
    assert load(library, tmp_path / "x.jsonl", "jsonl").conflicts == ()
    keep(library, replace(made, label="ORG"))
    library.commit(Change(what="s", states=(ArticleState(article=article.id, note="mine"),)))
    text = TEXT.replace("Qin Gang", "Somebody")
    library.add_articles([replace(article, text=text, text_hash=text_hash(text))])
    said = " ".join(load(library, tmp_path / "x.jsonl", "jsonl", dry_run=True).conflicts)
    for part in ("text is another", "orphans", made.id, "note, tags and flags"):
        assert part in said


@pytest.mark.parametrize("kind", ["article", "annotation"])
def test_what_comes_twice_is_refused(exported: Path, tmp_path: Path, kind: str) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines()
    if kind == "annotation":
        data = next(json.loads(line) for line in lines if len(json.loads(line)["annotations"]) == 1)
        data["annotations"] *= 2
        lines = [json.dumps(data)]
    exported.write_text("\n".join(lines if kind == "annotation" else [*lines, lines[0]]), encoding="utf-8")
    with open_library(tmp_path / "new") as new:
        with pytest.raises(FormatError, match=f"{kind} .* comes twice"):
            load(new, exported, "jsonl")
        assert everything(new) == ({}, [], {})


def test_a_line_without_end_is_refused(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats._lines.LONGEST", 2**20)
    (tmp_path / "long.jsonl").write_bytes(b"\n" + b"x" * (2**20 + 1))
    with pytest.raises(FormatError, match="line 2: it is longer than 1 MB"):
        load(library, tmp_path / "long.jsonl", "jsonl")


def test_what_was_taken_back_can_be_loaded_again(library: Library, exported: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "new") as new:
        load(new, exported)
        new.undo()
        done = load(new, exported)
        assert everything(new) == everything(library)
        assert done.new == 0
        assert sum("is back" in sentence for sentence in done.conflicts) == 2
        assert [entry.what for entry in new.log()] == ["load all.jsonl"] * 3


def test_what_fails_on_the_way_is_not_seen(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.loading._CHUNK", 1)
    with open_library(tmp_path / "new") as new:
        commit = new.commit

        def fail(change: Change, **options: object) -> None:
            if change.what.startswith("load"):
                raise StoreError("The disk is full.")
            commit(change, **options)

        with monkeypatch.context() as broken:
            broken.setattr(new, "commit", fail)
            with pytest.raises(StoreError, match="full"):
                load(new, exported)
        assert (new.search(""), new.annotations(), new.undo()) == ([], [], None)
        assert load(new, exported).annotations == 3
        assert len(new.search("")) == 2


def test_a_file_that_changes_meanwhile_is_not_taken(exported: Path, tmp_path: Path) -> None:
    def change(count: int) -> None:
        if count == 2:
            exported.write_text(exported.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")

    with open_library(tmp_path / "new") as new:
        with pytest.raises(StoreError, match="changed while it was read"):
            load(new, exported, tell=change)
        assert (new.search(""), new.annotations()) == ([], [])


def test_the_format_is_guessed(library: Library, exported: Path, tmp_path: Path) -> None:
    assert load(library, exported, dry_run=True).format == "jsonl"
    exported.rename(tmp_path / "marks.backup")
    assert load(library, tmp_path / "marks.backup", dry_run=True).format == "jsonl"
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00\x10JFIF")
    with pytest.raises(UsageError, match=r"Could not tell the format of .*photo.jpg: none that can be read .*--format"):
        load(library, tmp_path / "photo.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_can_be_loaded(library: Library, exported: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    data = exported.read_bytes()
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(data))
    writer.start()
    with open_library(tmp_path / "new") as new:
        load(new, tmp_path / "pipe")
        assert everything(new) == everything(library)
    writer.join()


def change_ids(exported: Path, change: Callable[[str, int], str]) -> None:
    """Give the annotations of an exported file other ids."""
    lines = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    for number, made in enumerate(made for line in lines for made in line["annotations"]):
        made["id"] = change(made["id"], number)
    exported.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def test_what_is_there_under_another_id_does_not_come_twice(library: Library, exported: Path) -> None:
    before = everything(library)
    change_ids(exported, lambda identity, number: f"T{number}")
    done = load(library, exported)
    assert everything(library) == before
    assert done.annotations == 3
    assert "3 of its annotations are here already" in done.conflicts[-1]


def test_an_id_of_another_article_takes_nothing_away(library: Library, exported: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "new") as new:
        other = make("/third", text="The embassy is another.", title="Third")
        new.add_articles([other])
        mine = replace(mark(other, "embassy", "FAC"), id="T0")
        keep(new, mine)
        change_ids(exported, lambda identity, number: f"T{number}")
        load(new, exported)
        assert new.annotation("T0") == mine
        assert len(new.annotations()) == 4
        before = everything(new)
        assert not any("replaced" in sentence for sentence in load(new, exported).conflicts)
        assert everything(new) == before


def test_suggestions_stay_out(library: Library, exported: Path, tmp_path: Path) -> None:
    exported.write_text(exported.read_text(encoding="utf-8").replace('"verdict":"added"', '"verdict":"suggested"'))
    with open_library(tmp_path / "new") as new:
        done = load(new, exported)
        assert (done.annotations, new.annotations()) == (0, [])
        assert done.conflicts == ("3 suggestions were left out: nobody has judged them yet.",)


def test_loading_holds_one_text_at_a_time(library: Library, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        file = tmp_path / f"{count}.jsonl"
        with open_library(tmp_path / f"from{count}") as full:
            made = [make(f"/{number}", text=f"{number} {'word ' * 20_000}.") for number in range(count)]
            full.add_articles(made)
            export(full, [article.id for article in made], "jsonl", file)
        with open_library(tmp_path / f"to{count}") as new:
            tracemalloc.start()
            load(new, file, dry_run=True)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    assert peak(40) < 1.5 * peak(8)


@pytest.mark.parametrize("identity", ["x/../../", "../pwned", "a\\b", ".", "c:con", "\x00", "x" * 65, "é"])
def test_an_id_that_could_be_a_path_is_refused(library: Library, tmp_path: Path, identity: str) -> None:
    file, plain = tmp_path / "bad.jsonl", make("/one")
    with open_library(tmp_path / "other") as other:
        other.add_articles([plain])
        export(other, [plain.id], "jsonl", file)
    file.write_text(file.read_text().replace(json.dumps(plain.id), json.dumps(identity)))
    before = everything(library)
    with pytest.raises(FormatError, match="could be a path"):
        load(library, file, "jsonl")
    assert everything(library) == before


def test_no_id_that_is_there_already_leads_out_of_the_folder(library: Library, tmp_path: Path) -> None:
    for number, identity in enumerate(("x/../../", "x/../../pwned", "..")):
        library.add_articles([replace(make(f"/{number}", title="Ada"), id=identity)])
    target = tmp_path / "deep" / "out"
    for name in ("markdown", "html", "brat"):
        done = export(library, [row.id for row in library.articles()], name, target / name)
        assert {path.parent for path in done.files} == {target / name}
        assert len(list((target / name).iterdir())) == len(done.files) >= 3
    assert [path.name for path in tmp_path.glob("**/*pwned*")] == []
