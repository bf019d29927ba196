"""Doccano: what we write, what comes back, and the lines of others in both dialects."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from msgspec.structs import replace

from store import formats
from store.errors import FormatError
from store.export import export
from store.formats import Item, Losses
from store.library import Library
from store.loading import load
from store.models import Article, Cue, Mention
from store.text import article_id, clean, text_hash
from tests.store.conftest import make
from tests.store.formats.generated import foreign, full, letters, lost, wrote
from tests.store.helpers import keep, mark, quote

EMOJI = "\U0001f468\U0001f3fb\u200d\U0001f692 firemen drive firetrucks"


def read(*lines: Any) -> tuple[list[Item], Losses]:
    """The articles of a file in the dialect of its first line, and what was lost."""
    losses, data = Losses(), "\n".join(map(json.dumps, lines))
    chosen = formats.find("doccano-relations" if "entities" in lines[0] else "doccano")
    return [item for _, item in chosen.read(io.BytesIO(data.encode()), losses)], losses  # type: ignore[attr-defined]


def units(text: str, start: int, end: int) -> str:
    """A stretch of the text, counted as JavaScript counts."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# What we write


class Entity(msgspec.Struct, forbid_unknown_fields=True):
    id: int
    label: str
    start_offset: int
    end_offset: int


class Relation(msgspec.Struct, forbid_unknown_fields=True):
    id: int
    from_id: int
    to_id: int
    type: str


class Ours(msgspec.Struct, forbid_unknown_fields=True):
    text_hash: str
    spans: list[dict[str, Any]]


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """Doccano keeps all but the first three as meta data, which has to have the same keys on all lines."""

    text: str
    entities: list[Entity]
    relations: list[Relation]
    id: str
    title: str
    source: str
    url: str
    byline: str
    published: str
    quotidian: Ours


@given(full())
def test_every_mark_is_a_span_in_its_place_and_no_id_comes_twice(item: Item) -> None:
    chosen, losses = formats.find("doccano-relations"), Losses()
    other = Item(article=make("/two", text="Nothing in it."))
    written = list(chosen.write([item, other, item], losses))  # type: ignore[attr-defined]
    first, nothing, again = (msgspec.json.decode(line, type=Line) for line in written)
    assert (nothing.entities, nothing.relations, nothing.quotidian.spans) == ([], [], [])
    ids = [one.id for line in (first, again) for one in (*line.entities, *line.relations)]
    assert len(ids) == len(set(ids))
    names = {one.id for one in first.entities}
    assert all({link.from_id, link.to_id} <= names for link in first.relations)
    kept = [a for a in item.annotations if a.verdict != "rejected"]
    words = [units(first.text, one.start_offset, one.end_offset) for one in first.entities]
    spoken = [a.exact if len(a.parts) < 2 else a.exact[: a.parts[0][1] - a.start] for a in kept]
    assert not [word for word in spoken if word not in words]
    assert 2 * len(kept) + lost(losses) == 2 * len(item.annotations)


def test_a_quotation_is_related_to_its_speaker() -> None:
    article = make()
    files, _ = wrote("doccano-relations", Item(article=article, annotations=(quote(article),)))
    line = json.loads(files[".jsonl"])
    words = {one["id"]: article.text[one["start_offset"] : one["end_offset"]] for one in line["entities"]}
    assert {one["type"]: words[one["to_id"]] for one in line["relations"]} == {
        "continues": "“and we will go on.”",
        "speaker": "Antony Blinken",
        "cue": "said",
    }


def test_offsets_are_utf16_units() -> None:
    """As in an issue of Doccano's: it says 22 to 32, where Python says 19 to 29."""
    article = make(text=EMOJI)
    files, _ = wrote("doccano-relations", Item(article=article, annotations=(mark(article, "firetrucks", "X"),)))
    (entity,) = json.loads(files[".jsonl"])["entities"]
    assert (entity["start_offset"], entity["end_offset"]) == (22, 32)


# Ours, read back


@given(full())
def test_all_comes_back(item: Item) -> None:
    files, _ = wrote("doccano-relations", item)
    (found,), losses = read(json.loads(files[".jsonl"]))
    assert losses.sentences("x") == ()
    assert found.article == replace(item.article, fetched="")
    assert {a.id: a for a in found.annotations} == {a.id: a for a in item.annotations if a.verdict != "rejected"}


@given(full())
def test_the_dialect_without_relations_keeps_each_mark_as_one_span(item: Item) -> None:
    files, losses = wrote("doccano", item)
    line = json.loads(files[".jsonl"])
    kept = {a.id: a for a in item.annotations if a.verdict != "rejected"}
    words = sorted(units(line["text"], start, end) for start, end, label in line["label"] if label)
    assert words == sorted(a.exact for a in kept.values())
    more = {a.id for a in kept.values() if a.speaker or a.cue or len(a.parts) > 1}
    assert len(kept) - len(more) + lost(losses) == len(item.annotations)
    (found,), missed = read(line)
    assert missed.sentences("x") == ()
    by_id = {a.id: a for a in found.annotations}
    assert {a: by_id[a] for a in kept.keys() - more} == {a: kept[a] for a in kept.keys() - more}


def test_a_quotation_keeps_in_the_library_what_the_plain_dialect_does_not_hold(
    library: Library, article: Article, tmp_path: Path
) -> None:
    keep(library, quote(article), mark(article, "Sunday", "DATE"))
    before = library.annotations()
    export(library, [article.id], "doccano", tmp_path / "x.jsonl")
    done = load(library, tmp_path / "x.jsonl")
    assert (done.format, done.annotations) == ("doccano", 2)
    assert ["under other ids; these stay" in sentence for sentence in done.conflicts] == [True]
    assert library.annotations() == before


def through(line: dict[str, Any]) -> dict[str, Any]:
    """The line as Doccano exports it again: new ids, sorted, comments, and the meta data beside them."""
    ids = {one["id"]: 1000 - one["id"] for one in line["entities"]}
    entities = [one | {"id": ids[one["id"]]} for one in reversed(line["entities"])]
    relations = [
        link | {"id": number, "from_id": ids[link["from_id"]], "to_id": ids[link["to_id"]]}
        for number, link in enumerate(line["relations"])
    ]
    return line | {"entities": entities, "relations": relations, "Comments": []}


def test_what_went_through_doccano_comes_back(library: Library, article: Article, tmp_path: Path) -> None:
    said = quote(article)
    other = replace(mark(article, "Beijing was quiet"), kind="quote", label="indirect", note="n", tags=("t",))
    nobody = Mention(start=other.start, end=other.start, text="A", name="A")
    other = replace(other, parts=((other.start, other.end),), speaker=nobody)
    day = mark(article, "Sunday", "DATE", unsure=True, origin="p@1", verdict="corrected")
    keep(library, said, other, day)
    before = {a.id: a for a in library.annotations()}
    export(library, [article.id], "doccano-relations", tmp_path / "x.jsonl")
    line = through(json.loads((tmp_path / "x.jsonl").read_text()))
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    done = load(library, tmp_path / "x.jsonl")
    assert (done.format, done.conflicts) == ("doccano-relations", ())
    assert {a.id: a for a in library.annotations()} == before
    (entity,) = [one for one in line["entities"] if one["label"] == "DATE"]
    entity["label"] = "TIME"
    line["entities"].append({"id": 5000, "label": "GPE", "start_offset": 24, "end_offset": 31})
    line["entities"].append({"id": 5001, "label": "GPE", "start_offset": 24, "end_offset": 31})
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    done = load(library, tmp_path / "x.jsonl")
    assert "is replaced by the file's" in done.conflicts[0]
    after = {a.id: a for a in library.annotations()}
    assert after.pop(day.id) == replace(day, label="TIME")
    (new,) = [after.pop(identity) for identity in after.keys() - before.keys()]
    assert (new.exact, new.label) == ("Beijing", "GPE")
    assert after == {identity: before[identity] for identity in after}


# Lines of others


def test_both_dialects_as_they_are_exported() -> None:
    text = "Google was founded on September 4, 1998, by Larry Page and Sergey Brin."
    plain = {"id": 42, "text": text, "label": [[0, 6, "ORG"], [44, 54, "PERSON"]], "Comments": []}
    old = {"id": 43, "text": text, "labels": [[0, 6, "ORG"], [44, 54, "PERSON"]]}
    entities = [
        {"id": 7, "label": "ORG", "start_offset": 0, "end_offset": 6},
        {"id": 9, "label": "PERSON", "start_offset": 44, "end_offset": 54},
    ]
    related = {"id": 1, "text": text, "entities": entities, "Comments": ["who?"]}
    related["relations"] = [{"id": 3, "from_id": 7, "to_id": 9, "type": "foundedBy"}]
    slots = {"id": 2, "text": text, "entities": plain["label"], "cats": ["fact"]}
    for line, missed in ((plain, 0), (old, 0), (related, 2), (slots, 1)):
        (item,), losses = read(line)
        assert item.article.id == article_id(text_hash(text))
        assert [(a.exact, a.label) for a in item.annotations] == [("Google", "ORG"), ("Larry Page", "PERSON")]
        assert lost(losses) == missed
        assert losses.total == 2 + missed


def test_quotations_that_were_made_there_have_their_speakers() -> None:
    text = "“Yes,” Ada said, “now.”"
    places = [(0, 6, "QUOTE"), (17, 23, "QUOTE"), (7, 10, "PERSON"), (11, 15, "CUE")]
    entities = [{"id": n, "start_offset": s, "end_offset": e, "label": name} for n, (s, e, name) in enumerate(places)]
    relations = [
        {"from_id": 0, "to_id": number, "type": role} for number, role in ((1, "continues"), (2, "speaker"), (3, "cue"))
    ]
    (item,), losses = read({"text": text, "entities": entities, "relations": relations})
    said, name = item.annotations
    assert (said.parts, said.label, said.exact) == (((0, 6), (17, 23)), "direct", text)
    assert said.speaker == Mention(start=7, end=10, text="Ada")
    assert said.cue == Cue(start=11, end=15, text="said")
    assert (name.exact, name.label) == ("Ada", "PERSON")
    assert lost(losses) == 0


def test_where_a_mark_stands_after_an_emoji_is_said_to_be_doubtful() -> None:
    (item,), losses = read({"text": EMOJI, "label": [[22, 32, "X"]]})
    assert [a.exact for a in item.annotations] == ["firetrucks"]
    (sentence,) = losses.sentences("are not as in the file")
    assert sentence.startswith("1 of 1 annotations are not as in the file: an emoji or the like stands before them")
    (item,), losses = read({"text": EMOJI, "label": [[22, 32, "X"]], "quotidian": {}})
    assert lost(losses) == 0


@given(foreign())
def test_marks_in_unclean_texts_keep_their_words_or_are_said_to_be_lost(case: tuple[str, list]) -> None:
    text, spans = case
    label = [[len(text[:end].encode("utf-16-le")) // 2 for end in span[:2]] + [span[2]] for span in spans]
    (item,), losses = read({"text": text, "label": label, "quotidian": {}})
    assert item.article.text == clean(text)
    assert losses.total == len(spans)
    by_label = {a.label: a for a in item.annotations}
    assert len(by_label) + lost(losses) >= len(spans)
    for start, end, name in spans:
        if name in by_label:
            assert letters(text[start:end]) in letters(by_label[name].exact)


# What is refused


GOOD = {"text": "Ada met Bob.", "label": [[0, 3, "PERSON"]]}
SPAN = {"id": 1, "start_offset": 0, "end_offset": 3, "label": "X"}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (json.dumps(GOOD)[:-5], "line 2: Input data was truncated"),
        (GOOD | {"label": [[0, 99, "X"]]}, "line 2: the span 0 to 99"),
        (GOOD | {"label": [[-3, 3, "X"]]}, "line 2: the span -3 to 3"),
        (GOOD | {"label": [[3, 0, "X"]]}, "line 2: the span 3 to 0"),
        (GOOD | {"label": [[0, 1.5, "X"]]}, "line 2: Expected `int`, got `float`"),
        (GOOD | {"label": [[10**30, 10**31, "X"]]}, "line 2: the span 10"),
        (GOOD | {"label": [["__import__('os')", 3, "X"]]}, "line 2: Expected `int`, got `str`"),
        (GOOD | {"label": [[0, 3]]}, "line 2: Expected `array` of length 3"),
        (GOOD | {"label": ["positive"]}, "line 2: Expected `object . array`, got `str`"),
        (GOOD | {"text": 3}, "line 2: Expected `str`, got `int`"),
        ({"text": EMOJI, "label": [[1, 22, "X"]]}, "line 2: offset 1 lies inside a character"),
        ({"text": "neither", "annotations": []}, "line 2: it has no label, as every line of doccano has"),
        (GOOD | {"relations": [{"from_id": 1}]}, "line 2: Object missing required field"),
        (GOOD | {"quotidian": {"spans": [{"label": "X"}]}}, "line 2: Object missing required field"),
        (
            GOOD | {"quotidian": {"spans": [SPAN | {"id": "a", "label": "PERSON", "tags": 5}]}},
            "line 2: Expected `array`, got `int`",
        ),
        (
            GOOD | {"quotidian": {"spans": [SPAN | {"id": "a", "label": "PERSON", "origin": []}]}},
            "line 2: Expected `str`, got `array`",
        ),
        (GOOD | {"quotidian": {"text_hash": "0" * 16}}, "line 2: the text is not the one that was exported"),
        (GOOD | {"id": "../../x", "quotidian": {"text_hash": text_hash("Ada met Bob.")}}, "could be a path"),
        ('{"text": "x", "label": ' + "[" * 100_000, "line 2: maximum recursion depth"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, second: object, said: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(GOOD) + "\n" + (second if isinstance(second, str) else json.dumps(second)))
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match=said):
        load(library, file, "doccano")
    assert (library.articles(), library.annotations()) == before


def test_a_line_too_long_for_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats._lines.LONGEST", 2**20)
    with pytest.raises(FormatError, match="line 2: it is longer than 1 MB"):
        read(GOOD, {"text": "x" * 2**20, "label": []})


def test_nothing_of_a_file_reaches_the_terminal(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(
        json.dumps(GOOD | {"label": [[0, 3, "\x1b]0;x\x07[b]\x9b2JY"]], "title": "\x1bcT"})
    )
    load(library, tmp_path / "x.jsonl")
    (found,) = library.annotations()
    assert (found.label, library.article(found.article).title) == ("[b]Y", "T")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (GOOD, "doccano"),
        ({"text": "Ada", "entities": [], "relations": []}, "doccano-relations"),
        ({"text": "Ada", "spans": [], "label": "X", "answer": "accept"}, "prodigy"),
        ({"text": "Ada", "answer": "accept"}, "prodigy"),
    ],
)
def test_lines_are_told_from_those_of_other_formats(library: Library, tmp_path: Path, line: object, name: str) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    assert load(library, tmp_path / "x.jsonl").format == name
    export(library, [row.id for row in library.articles()], "jsonl", tmp_path / "y.jsonl")
    assert load(library, tmp_path / "y.jsonl").format == "jsonl"
