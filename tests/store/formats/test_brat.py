"""brat's files: as others read them, as we read them back, and those of other corpora."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import bratly
import pytest
from hypothesis import given
from msgspec.structs import replace

from store import formats
from store.errors import FormatError
from store.export import export
from store.formats import Item, Losses
from store.library import Library, open_library
from store.loading import load
from store.models import Annotation, Article, Cue, Mention
from store.text import clean, on_boundary
from tests.store.conftest import make
from tests.store.formats.generated import foreign, items, letters, lost, quoted, wrote
from tests.store.helpers import keep, mark, quote

TEXT = "Ada said that Bob\nleft. “Good,” said Cy of the WHO.\n"


def read(ann: str, text: str = TEXT) -> tuple[Item, Losses]:
    """What is read of the two files, and what was lost."""
    losses = Losses()
    chosen = formats.find("brat")
    files = {".ann": ann.encode(), ".txt": text.encode()}
    return chosen.read(files, "x.ann", losses), losses  # type: ignore[attr-defined,no-any-return]


def span(number: int, kind: str, words: str, text: str = TEXT) -> str:
    """A T line of the first such words."""
    start = text.index(words)
    return f"T{number}\t{kind} {start} {start + len(words)}\t{words}\n"


# As others read it


def read_brat(content: str) -> dict[str, Any]:
    """All lines as bratly understands them, by their ids."""
    found: dict[str, Any] = {}
    kinds = {"T": bratly.EntityAnnotation, "E": bratly.EventAnnotation, "R": bratly.RelationAnnotation}
    kinds |= {"A": bratly.AttributeAnnotation, "#": bratly.NoteAnnotation}
    for line in content.splitlines():
        kind = kinds[line[0]]
        read = kind.from_line(line) if line[0] == "T" else kind.from_line(line, found)
        assert read.id not in found
        found[read.id] = read
    return found


@given(quoted())
def test_brat_is_read_by_bratly(item: Item) -> None:
    files, losses = wrote("brat", item)
    text = files[".txt"]
    assert text == item.article.text
    spans = [found for found in read_brat(files[".ann"]).values() if isinstance(found, bratly.EntityAnnotation)]
    for span in spans:
        assert span.content == " ".join(text[f.start : f.end] for f in span.fragments)
        assert "\n" not in span.content
    marks = [span for span in spans if span.label not in ("Source", "Cue")]
    assert len(marks) + lost(losses) == len(item.annotations)


def test_a_quotation_is_tied_to_its_speaker_and_cue() -> None:
    article = make()
    said = replace(quote(article), note="two\nlines", unsure=True)
    files, losses = wrote("brat", Item(article=article, annotations=(said,)))
    found = read_brat(files[".ann"])
    (event,) = [line for line in found.values() if isinstance(line, bratly.EventAnnotation)]
    assert (event.event_trigger.content, event.args["Source"].content) == ("said", "Antony Blinken")
    assert [(f.start, f.end) for f in event.args["Content"].fragments] == list(said.parts)
    notes = {line.label: line for line in found.values() if isinstance(line, bratly.NoteAnnotation)}
    assert notes["AnnotatorNotes"].value == "two lines"
    assert json.loads(notes["Quotidian"].value)["id"] == said.id
    assert lost(losses) == 0
    files, _ = wrote("brat", Item(article=article, annotations=(replace(said, cue=None),)))
    (relation,) = [x for x in read_brat(files[".ann"]).values() if isinstance(x, bratly.RelationAnnotation)]
    assert relation.label == "SaidBy"


# Ours, read back


def snapped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch, of whole characters; None where there is nothing to see in it."""
    while not on_boundary(text, start):
        start -= 1
    while not on_boundary(text, end):
        end += 1
    return (start, end) if text[start:end].strip() else None


def whole(text: str, said: Annotation) -> Annotation:
    """The quotation with roles of whole characters: others are widened to such."""
    found: dict[str, Any] = {}
    for role in ("speaker", "cue"):
        span = getattr(said, role)
        place = span and snapped(text, span.start, span.end)
        found[role] = place and replace(span, start=place[0], end=place[1], text=text[slice(*place)])
    parts = tuple(place for part in said.parts if (place := snapped(text, *part)))
    apart = all(one[1] <= two[0] for one, two in pairwise(parts))
    sound = apart and parts[:1] and (parts[0][0], parts[-1][1]) == (said.start, said.end)
    return replace(said, **found, parts=parts if sound else ((said.start, said.end),))


@given(quoted())
def test_all_comes_back(item: Item) -> None:
    text = item.article.text
    item = replace(item, annotations=tuple(whole(text, a) if a.kind == "quote" else a for a in item.annotations))
    files, losses = wrote("brat", item)
    found, missed = read(files[".ann"], files[".txt"])
    assert missed.sentences("x") == ()
    assert found.article == replace(item.article, fetched="")
    written = {a.id: a for a in item.annotations if a.exact.strip("\n\t")}
    assert len(written) + lost(losses) == len(item.annotations)
    assert {a.id: a for a in found.annotations} == written


def test_notes_tags_names_and_labels_that_brat_has_no_place_for_come_back() -> None:
    article = make()
    said = quote(article)
    nobody = Mention(start=said.start, end=said.start, text="who was there", name="Ann")
    marks = (
        mark(article, "Sunday", "DATUM/ZEIT été", note="a\n\nb  c", tags=("x", "y"), name="N", unsure=True),
        mark(article, "Qin Gang", "Content", annotator="me", origin="p@1", verdict="corrected"),
        mark(article, "Qin", "QUOTE"),
        mark(article, "Gang", "HIGHLIGHT"),
        mark(article, "Beijing", note="-"),
        replace(said, cue=Cue(start=said.start, end=said.start, text="wrote"), speaker=nobody),
        replace(mark(article, "Qin Gang called"), kind="quote", label="indirect", parts=((87 + 25, 87 + 28),)),
    )
    start = article.text.rindex("Qin Gang called")
    last = replace(marks[-1], start=start, end=start + 15, parts=((start, start + 3), (start + 4, start + 15)))
    marks = (*marks[:-1], replace(last, exact=article.text[start : start + 15]))
    item = Item(article=replace(article, title="A: “b”\u00a0c", byline="é", url="https://x.org"), annotations=marks)
    files, _ = wrote("brat", item)
    found, _ = read(files[".ann"], files[".txt"])
    assert found.article == replace(item.article, fetched="")
    by_id = {a.id: a for a in found.annotations}
    for made in marks:
        assert replace(by_id[made.id], prefix="", suffix="") == replace(made, prefix="", suffix="")


def test_what_was_changed_in_brat_counts() -> None:
    article = make()
    said, day = quote(article), mark(article, "Sunday", "DATE", note="one\ntwo", unsure=True)
    files, _ = wrote("brat", Item(article=article, annotations=(said, day)))
    start, place = article.text.index("Antony"), article.text.index("Qin Gang called")
    changed = (
        files[".ann"]
        .replace(f"DATE {day.start} {day.end}\tSunday", f"TIME {day.start} {day.start + 3}\tSun")
        .replace("\tone two", "\tthree")
        .replace("Verdict T1 added", "Verdict T1 rejected")
        .replace("A2\tUnsure T1\n", "A9\tOdd T1 very\n")
        .replace(f"Source {start} {start + 14}\tAntony Blinken", f"Source {place} {place + 8}\tQin Gang")
    )
    assert len(changed) != len(files[".ann"])
    found, losses = read(changed, files[".txt"])
    assert losses.sentences("x") == ()
    by_id = {a.id: a for a in found.annotations}
    now = by_id[day.id]
    assert (now.exact, now.label, now.note, now.verdict, now.unsure) == ("Sun", "TIME", "three", "rejected", False)
    assert now.tags == ("Odd:very",)
    assert by_id[said.id] == replace(said, speaker=Mention(start=place, end=place + 8, text="Qin Gang"))


def test_a_folder_goes_into_another_library(library: Library, article: Article, tmp_path: Path) -> None:
    other = make("/2", title="Another", text="Nothing\tbut a tab.")
    library.add_articles([other])
    keep(library, quote(article), mark(article, "Sunday", "DATE"), mark(other, "but", verdict="rejected"))
    export(library, [article.id, other.id], "brat", tmp_path / "corpus")
    (tmp_path / "corpus" / "annotation.conf").write_text("[entities]\nDATE\n")
    with open_library(tmp_path / "new") as new:
        done = load(new, tmp_path / "corpus")
        assert (done.format, done.new, done.annotations, done.conflicts) == ("brat", 2, 3, ())
        for one in (article, other):
            assert new.annotations(one.id) == library.annotations(one.id)
            assert new.article(one.id).title == one.title
        again = load(new, tmp_path / "corpus")
        assert (again.new, again.conflicts) == (0, ())
        new.undo()
        new.undo()
        assert new.annotations() == []


# Corpora of others


@given(foreign())
def test_marks_in_unclean_texts_keep_their_words_or_are_said_to_be_lost(case: tuple[str, list]) -> None:
    text, spans = case
    ann = ""
    for number, (start, end, label) in enumerate(spans, start=1):
        ann += f"T{number}\t{label} {start} {end}\t{' '.join(text[start:end].split(chr(10)))}\n"
    found, losses = read(ann, text)
    assert found.article.text == clean(text)
    by_label = {a.label: a for a in found.annotations}
    assert losses.total == len(spans)
    assert len(by_label) + lost(losses) >= len(spans)
    for start, end, label in spans:
        if label in by_label:
            made = by_label[label]
            assert found.article.text[made.start : made.end] == made.exact
            assert letters(text[start:end]) in letters(made.exact)


def test_a_corpus_of_attributions_becomes_quotations_with_speaker_cue_and_content() -> None:
    text = "Ada said Bob,\nwho knew, left. “Good,” said Cy."
    ann = (
        span(1, "Source", "Ada", text)
        + span(2, "Cue", "said", text)
        + f"T3\tContent 9 13;24 28\tBob, left\n{span(4, 'Content', '“Good,”', text)}"
        + f"{span(5, 'Attribution', 'said Cy', text)}{span(6, 'PERSON', 'Cy', text)}"
        + "E1\tAttribution:T2 Source:T1 Content:T3\n"
        + "E2\tAttribution:T5 Content:T4 Source:T6 \n"
        + "A1\tNested E1\n#1\tAnnotatorNotes E2\tshort\nN1\tReference T6 Wiki:Q1\tCy Young\n"
    )
    found, losses = read(ann, text)
    first, second, person = found.annotations
    assert (first.kind, first.label, first.parts, first.tags) == ("quote", "indirect", ((9, 13), (24, 28)), ("Nested",))
    assert first.speaker
    assert first.cue
    assert (first.speaker.text, first.cue.text) == ("Ada", "said")
    assert (second.label, second.exact, second.note) == ("direct", "“Good,”", "short")
    assert second.speaker == Mention(start=text.index("Cy"), end=text.index("Cy") + 2, text="Cy", name="Cy Young")
    assert (person.kind, person.label, person.exact) == ("entity", "PERSON", "Cy")
    assert [sentence.split(": ")[0] for sentence in losses.sentences("x")] == ["1 of 3 annotations x"]


def test_marks_of_other_corpora_come_with_attributes_names_and_notes() -> None:
    ann = (
        "T1\tOrg 47 50\tWHO\r\nA1\tNegation T1\r\nM1\tCertainty T1 L2\r\n"
        "#1\tAnnotatorNotes T1\tseen\r\n#2\tAnnotationError T1\todd\r\n"
        "N1\tReference T1 Wikipedia:1\tWorld Health\r\n\r\n"
    )
    found, losses = read(ann)
    (made,) = found.annotations
    assert (made.label, made.name, made.note) == ("Org", "World Health", "seen\nodd")
    assert made.tags == ("Negation", "Certainty:L2")
    assert found.article.title == "Ada said that Bob"
    assert lost(losses) == 1


def test_what_has_no_place_here_is_counted_by_its_reason() -> None:
    ann = (
        f"{span(1, 'PERSON', 'Ada')}{span(2, 'PERSON', 'Bob')}{span(3, 'Leave', 'left')}"
        "T4\tBand 0 3;14 17\tAda Bob\nT5\tLine 14 17;18 22\tBob left\n"
        "R1\tKnows Arg1:T1 Arg2:T2\t\nE1\tLeave:T3 Who:T2\n*\tEquiv T1 T2\nA1\tPast E1\nE2\tAttribution:T3 Source:T1\n"
    )
    found, losses = read(ann)
    assert [a.exact for a in found.annotations] == ["Ada", "Bob", "left", TEXT[0:17], "Bob\nleft"]
    assert sorted(losses.sentences("x")) == [
        "1 of 10 annotations x: they are attributions without words.",
        "1 of 10 annotations x: they say something of what is not kept.",
        "1 of 10 annotations x: they were in pieces, and go from the first to the last now.",
        "3 of 10 annotations x: they are links between marks, and only who said what is kept.",
    ]


def test_marks_of_one_place_that_differ_are_two(library: Library, tmp_path: Path) -> None:
    done = None
    for name, note in (("a", "yes"), ("b", "no")):
        (tmp_path / "c" / name).mkdir(parents=True)
        (tmp_path / "c" / name / "x.txt").write_text(TEXT)
        ann = f"{span(1, 'PERSON', 'Ada')}#1\tAnnotatorNotes T1\t{note}\n{span(2, 'PERSON', 'Bob')}"
        ann += f"{span(3, 'PERSON', 'Bob')}A1\tSure T3\n"
        (tmp_path / "c" / name / "x.ann").write_text(ann)
    for _ in range(2):
        done = load(library, tmp_path / "c")
        found = sorted((a.exact, a.note, a.tags) for a in library.annotations(done.articles[0]))
        assert found == [("Ada", "no", ()), ("Ada", "yes", ()), ("Bob", "", ()), ("Bob", "", ("Sure",))]


def test_offsets_count_windows_line_ends_and_byte_order_marks_as_brat_does(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("\ufeffOne.\r\n\r\nCafe\u0301 Ada.".encode())
    (tmp_path / "x.ann").write_bytes("\ufeffT1\tPERSON 15 18\tAda\r\nT2\tX 1 4;9 14\tOne Cafe\u0301\r\n".encode())
    done = load(library, tmp_path / "x.ann")
    found = {a.label: a.exact for a in library.annotations(done.articles[0])}
    assert found == {"PERSON": "Ada", "X": "One.\n\nCafé"}
    assert library.article(done.articles[0]).source == "x.ann"


# What is refused


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T1\tPERSON 0 3\tAda", "line 2: T1 is there already, in line 1"),
        ("T2\tPERSON 0 999\tAda", "line 2: the span 0 to 999 is not in the text"),
        ("T2\tPERSON 3 3\t", "line 2: the span 3 to 3"),
        ("T2\tPERSON -3 3\tAda", "line 2: this is not how brat writes T lines"),
        ("T2\tPERSON 0 99999999999999999999\tAda", "line 2: this is not how"),
        ("T2\tPERSON ٠ ٣\tAda", "line 2: this is not how"),
        ("T2\tPERSON 0 3\tBob", "line 2: its words are 'Bob', but the text has 'Ada'"),
        ("T2\tPERSON 0 3", "line 2: this is not how"),
        ("T2\tPERSON 0 3;__import__('os') 9\tAda", "line 2: this is not how"),
        ("T2\tPERSON " + ";".join(["0 50"] * 2) + "\tAda", "line 2: its pieces lie over each other"),
        ("T2 PERSON 0 3 Ada", "line 2: no line of brat begins with 'T2 PERSON 0 3 Ada'"),
        ("\x1b[31mT2\tX", "line 2: no line of brat begins with 'T2'"),
        ("Q1\tPERSON 0 3\tAda", "line 2: no line of brat begins with 'Q1'"),
        ("R1\tKnows Arg1:T1 Arg2:T7", "line 2: T7 is not in the file"),
        ("R1\tKnows Arg1:T1", "line 2: this is not how"),
        ("E1\tAttribution:T1 Content:E9", "line 2: E9 is not in the file"),
        ("E1\tAttribution:E1 Content:T1", "line 2: E1 is no span"),
        ("A1\tVerdict T9 added", "line 2: T9 is not in the file"),
        ("#1\tQuotidian T1\t{", "line 2: "),
        ("#1\tQuotidian T1\t[]", "line 2: "),
        ("#1\tQuotidian T1\t" + "[" * 100_000, "line 2: "),
        ('#1\tQuotidian T1\t{"kind": "__import__(\'os\')", "label": "PERSON"}', "line 1: "),
        ('#1\tQuotidian T1\t{"tags": 3}', "line 2: "),
        ('#1\tQuotidian T1\t{"created": ["x"]}', "line 1: "),
        ('#1\tQuotidian T1\t{"stretches": [[0, "3"]]}', "line 2: "),
        ('#1\tQuotidian article\t{"id": "../../x"}', "could be a path"),
        ('#1\tQuotidian article\t{"id": 3}', "x.ann: "),
        ('#1\tQuotidian article\t{"text_hash": "0123456789abcdef"}', "not the one that was exported"),
        ("#1\tQuotidian T1\t\xff", "line 2: "),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "x.txt").write_text(TEXT)
    (tmp_path / "x.ann").write_text(f"{span(1, 'PERSON', 'Ada')}{line}\n")
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError) as caught:
        load(library, tmp_path / "x.ann")
    assert said in caught.value.sentence
    assert "x.ann" in caught.value.sentence
    assert "\x1b" not in caught.value.sentence
    assert (library.articles(), library.annotations()) == before


def refused(library: Library, path: Path, kind: type[Exception] = FormatError) -> str:
    before = library.articles(), library.annotations()
    with pytest.raises(kind) as caught:
        load(library, path)
    assert (library.articles(), library.annotations()) == before
    return str(caught.value)


def test_files_that_are_no_pair_are_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("")
    assert "a.txt is missing" in refused(library, tmp_path / "a.ann")
    (tmp_path / "secret").write_text(TEXT)
    (tmp_path / "a.txt").symlink_to(tmp_path / "secret")
    assert "a.txt is missing" in refused(library, tmp_path / "a.ann")
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").write_bytes(b"\xff\xfeA")
    assert "a.ann: its text is no UTF-8" in refused(library, tmp_path / "a.ann")
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_bytes(b"\x00\xff\x01")
    assert "a.ann: " in refused(library, tmp_path / "a.ann")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "..%2f\x1b[31m.ann").write_text("X")
    assert "\x1b" not in refused(library, tmp_path / "in")


@given(items())
def test_a_file_that_is_cut_off_is_refused_or_holds_less(item: Item) -> None:
    files, _ = wrote("brat", item)
    lines = files[".ann"]
    for cut in range(0, len(lines), max(1, len(lines) // 7)):
        with suppress(FormatError):
            found, _ = read(lines[:cut], files[".txt"])
            assert found.article.text == item.article.text


def test_many_marks_of_one_place_that_differ_are_read_at_once(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT)
    lines = (f"T{n}\tPERSON 0 3\tAda\n#{n}\tAnnotatorNotes T{n}\t{n}\n" for n in range(10_000))
    (tmp_path / "x.ann").write_text("".join(lines))
    assert load(library, tmp_path / "x.ann", dry_run=True).annotations == 10_000


def test_a_long_file_is_read_in_time_that_grows_with_it() -> None:
    words = "Ada met Bob. " * 20_000
    ann = "".join(f"T{n}\tPERSON {n * 13} {n * 13 + 3}\tAda\n" for n in range(20_000))
    found, losses = read(ann, words)
    assert (len(found.annotations), lost(losses)) == (20_000, 0)
