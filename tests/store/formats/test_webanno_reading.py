"""WebAnno TSV read back: ours, INCEpTION's, and what is wrong."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import formats
from store.errors import FormatError, UsageError
from store.export import export
from store.formats import Item, Losses, ReadableFolder
from store.library import Library, open_library
from store.loading import load
from store.models import Annotation, Article
from store.text import clean
from tests.store.conftest import make
from tests.store.formats.generated import lost, quoted, wrote
from tests.store.helpers import keep, mark, quote

INCEPTION = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=custom.Span|label
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArg|
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred|category|ROLE_de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred:arguments_de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArgLink|de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArg
#T_RL=custom.Relation|label|BT_custom.Span


#Sentence.id=s1
#Text=I like 😊 Ann .
1-1\t0-1\tI\tPRP\t_\t_\t_\t_\t*\t_\t_\t_\t_\t
1-2\t2-6\tlike\tVBP\t_\t_\t_\t_\tgive.01\tArg0;Arg1\t1-1;1-4[9]\t_\t_\t
1-3\t7-9\t😊\t*\t_\t_\tSMILE\\_Y\t_\t_\t_\t_\tof\t1-4\t
1-4\t10-13\tAnn\tNNP\thttp://example.org/ann\tPER\t_\t*[9]\t_\t_\t_\t_\t_\t
1-4.1\t10-11\tA\t_\t_\t_\tpiece\t_\t_\t_\t_\t_\t_\t
1-5\t14-15\t.\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t

#Text=“No,” she said.
2-1\t17-18\t“\t_\t*[3]\t*[3]\t_\t_\tdirect[5]\tspeaker;cue[5]\t2-5;2-6[8]\t_\t_\t
2-2\t18-20\tNo\t_\t*[3]\t*[3]\t_\t_\tdirect[5]\tspeaker;cue[5]\t2-5;2-6[8]\t_\t_\t
2-3\t20-21\t,\t_\t_\t_\t_\t_\tdirect[5]\tspeaker;cue[5]\t2-5;2-6[8]\t_\t_\t
2-4\t21-22\t”\t_\t_\t_\t_\t_\tdirect[5]\tspeaker;cue[5]\t2-5;2-6[8]\t_\t_\t
2-5\t23-26\tshe\t_\t_\t_\t_\t*\t_\t_\t_\t_\t_\t
2-6\t27-31\tsaid\t_\t_\t_\t_\t*[8]\t_\t_\t_\t_\t_\t
2-7\t31-32\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
""".replace("PRP\t_\t_\t_\t_\t*\t_\t_\t_\t_\t", "PRP\t_\t_\t_\t*\t_\t_\t_\t_\t_\t")


def read(content: str | bytes) -> tuple[Item, Losses]:
    chosen, losses = formats.find("webanno"), Losses()
    assert isinstance(chosen, ReadableFolder)
    return chosen.read({".tsv": content.encode() if isinstance(content, str) else content}, "a.tsv", losses), losses


def core(annotation: Annotation) -> tuple[object, ...]:
    """What the format keeps of an annotation."""
    a = annotation
    speaker = a.speaker and (a.speaker.start, a.speaker.end)
    return a.start, a.end, a.exact, a.kind, a.label, a.parts, speaker, a.cue


@given(quoted())
def test_what_is_written_comes_back(item: Item) -> None:
    files, losses = wrote("webanno", item)
    found, told = read(files[".webanno.tsv"])
    assert found.article.text == item.article.text
    assert told.sentences("x") == ()
    wanted = [core(a) for a in item.annotations if a.verdict != "rejected"]
    assert all(core(a) in wanted for a in found.annotations)
    assert len(found.annotations) + lost(losses) == len(item.annotations)


def test_an_export_is_known_again_and_what_was_changed_there_is_taken(
    library: Library, article: Article, tmp_path: Path
) -> None:
    keep(library, mark(article, "Blinken", "PERSON"), quote(article))
    (file,) = export(library, [article.id], "webanno", tmp_path).files
    assert load(library, file).annotations == 2
    assert len(library.annotations()) == 2
    file.write_text(file.read_text("utf-8").replace("PERSON", "ORG"), "utf-8")
    assert load(library, tmp_path).format == "webanno"
    assert sorted(a.label for a in library.annotations(article.id)) == ["ORG", "PERSON", "direct"]
    with open_library(tmp_path / "other") as other:
        done = load(other, file, "webanno")
        assert (done.new, done.annotations) == (1, 2)


def test_what_inception_writes_is_read() -> None:
    found, losses = read(INCEPTION)
    assert found.article.text == "I like 😊 Ann .\n “No,” she said."
    by_label = {a.label: a for a in found.annotations}
    assert {label: (a.exact, a.kind) for label, a in by_label.items()} == {
        "SMILE_Y": ("😊", "entity"),
        "PER": ("Ann", "entity"),
        "piece": ("A", "entity"),
        "": ("“No", "highlight"),
        "direct": ("“No,”", "quote"),
    }
    said = by_label["direct"]
    assert said.speaker
    assert said.cue
    assert (said.speaker.text, said.cue.text) == ("she", "said")
    assert losses.sentences("are not as in the file") == (
        "1 of 12 annotations are not as in the file: Quotidian has nothing like SemPred.",
        "5 of 12 annotations are not as in the file: Quotidian has nothing like POS.",
        "1 of 12 annotations are not as in the file: Quotidian has nothing like Relation.",
    )


def test_marks_without_width_are_counted() -> None:
    found, losses = read(INCEPTION.replace("1-4.1\t10-11\tA", "1-4.1\t10-10\t"))
    assert "piece" not in {a.label for a in found.annotations}
    assert "1 of 12 annotations x: they have no width." in losses.sentences("x")


def test_windows_line_ends_and_what_gets_cleaned_move_no_mark() -> None:
    content = "#FORMAT=WebAnno TSV 3.2\n#T_SP=custom.Span|label\n\n\n#Text=Cafe\u0301\u200f \u00ad Ann\n"
    content += "1-1\t0-5\tCafe\u0301\tP\t\n1-2\t9-12\tAnn\tPER\t\n"
    found, losses = read(("\ufeff" + content.replace("\n", "\r\n")).encode())
    assert [(a.exact, a.label) for a in found.annotations] == [("Café", "P"), ("Ann", "PER")]
    assert found.article.text == clean("Cafe\u0301\u200f \u00ad Ann")
    assert losses.sentences("x") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#FORMAT=WebAnno TSV 3.3", "article\tkind", "line 1: it is not #FORMAT"),
        ("TSV 3.3", "TSV 3.1", "line 1: its version is 3.1"),
        ("#T_SP=custom.Span", "#T_XX=custom.Span", "line 4: a layer is expected"),
        ("\tNNP\t", "\t\t\t", "line 15: there are 15 cells and not 13"),
        ("1-4\t10-13", "1-4\t10-x", "line 15: this begins with no number"),
        ("1-4\t10-13\tAnn", "1-4\t10-13\tAda", "line 15: the text at 10 to 13 is 'Ann', and the word 'Ada'"),
        ("1-4\t10-13\tAnn", "1-4\t10-999999999\tAnn", "line 15: the text at 10 to 999999999"),
        ("1-3\t7-9\t😊", "1-3\t7-8\t\ufffd", "line 14"),
        ("1-4\t10-13", "1-4\t8-11", "line 15: the word at 8 to 11 is empty, or lies over"),
        ("1-4.1\t10-11\tA", "1-4.1\t14-15\t.", "line 16: the piece at 14 to 15 lies outside"),
        ("2-1\t17-18", "2-1\t900000000-900000001", "line 20: a sentence can't begin at 900000000"),
        ("2-1\t17-18", "2-1\t3-4", "line 20: a sentence can't begin at 3"),
        ("#Text=“No,” she said.\n", "", "line 19: a sentence begins here without"),
        ("\tPER\t", "\tPER|ORG\t", "line 15: the columns of .* have not as many values"),
        ("\tPER\t", "\tPER[x]\t", "line 15: this is no value of value"),
        ("\tPER\t", "\tPER\\\t", "line 15: a backslash escapes nothing"),
        ("*[9]\t_\t_\t_\t_\t_\t\n1-4.1", "*[8]\t_\t_\t_\t_\t_\t\n1-4.1", "there is no argument '1-4\\[9\\]'"),
        ("2-5;2-6[8]", "2-5", "line 20: there are not as many roles"),
        ("2-5;2-6[8]", "2-5;2-6[3]", "line 20: there is no argument '2-6\\[3\\]'"),
        ("*[8]", "*[3]", "annotation \\[3\\] is of another layer"),
        ("2-6\t27-31\tsaid", "2-6\t27-31\tsaid\n#Text=x", "line 25: there are 3 cells"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(
    library: Library, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in INCEPTION
    file = tmp_path / "bad.tsv"
    file.write_text(INCEPTION.replace(old, new, 1), encoding="utf-8")
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match=said):
        load(library, file, "webanno")
    assert (library.articles(), library.annotations()) == before


def test_files_of_other_kinds_are_told_apart(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Blinken", "PERSON"))
    table = tmp_path / "table.tsv"
    export(library, [article.id], "tsv", table)
    assert load(library, table).format == "tsv"
    table.write_text(table.read_text("utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert (load(library, table).format, load(library, table).annotations) == ("tsv", 0)
    (tmp_path / "theirs.tsv").write_text(INCEPTION, encoding="utf-8")
    assert load(library, tmp_path / "theirs.tsv").format == "webanno"
    (tmp_path / "neither.tsv").write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(UsageError, match="none that can be read"):
        load(library, tmp_path / "neither.tsv")
    with pytest.raises(FormatError, match="UTF-8"):
        read(INCEPTION.encode("utf-16"))


@given(quoted(), st.data())
def test_a_file_that_is_cut_off_or_damaged_is_refused_or_holds_less(item: Item, data: st.DataObject) -> None:
    raw = wrote("webanno", item)[0][".webanno.tsv"].encode()
    at = data.draw(st.integers(0, 10**6)) % len(raw)
    for damaged in (raw[:at], raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]):
        with suppress(FormatError):
            found, _ = read(damaged)
            assert all(found.article.text[a.start : a.end] == a.exact for a in found.annotations)


def test_a_long_file_is_read_in_time_that_grows_with_it() -> None:
    text = "Ann met Bob. " * 20_000
    article = make(text=text.strip())
    item = Item(article=article, annotations=tuple(mark(article, "Ann", f"L{n}") for n in range(50)))
    content = wrote("webanno", item)[0][".webanno.tsv"]
    began = time.perf_counter()
    found, _ = read(content)
    assert len(found.annotations) == 50
    assert time.perf_counter() - began < 20
