"""Label Studio: what we write, what comes back, and the tasks of others as it exports them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
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
from store.library import Library, open_library
from store.loading import load
from store.models import Article, Cue, Mention
from store.text import article_id, clean, text_hash
from tests.store.conftest import make
from tests.store.formats.generated import foreign, full, items, letters, lost, wrote
from tests.store.helpers import keep, mark, quote

Regions = list[dict[str, Any]]


def read(tasks: object) -> tuple[list[Item], Losses]:
    """The articles of a file, and what was lost."""
    losses = Losses()
    data = tasks if isinstance(tasks, bytes) else json.dumps(tasks).encode()
    chosen = formats.find("labelstudio")
    return [item for _, item in chosen.read(io.BytesIO(data), losses)], losses  # type: ignore[attr-defined]


def region(start: int, end: int, label: str, text: str | None = None, **more: Any) -> dict[str, Any]:
    """A region as Label Studio exports it."""
    value = {"start": start, "end": end, "labels": [label]} | ({"text": text} if text is not None else {})
    made = {"id": f"r{start}-{end}{label}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return made | {"origin": "manual"} | more


def task(text: str, *results: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A task with one annotation, in the shape of an export as JSON."""
    answer = {
        "id": 7,
        "completed_by": 3,
        "result": list(results),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2026-03-09T22:16:08.728353Z",
        "updated_at": "2026-03-10T23:16:08.728378+01:00",
        "draft_created_at": None,
        "lead_time": 4.288,
        "prediction": {},
        "result_count": 0,
        "unique_id": "b0d0d5c2-0b0b-4a3e-8b32-7f4f61d2a111",
        "task": 1,
        "project": 1,
        "parent_annotation": None,
    }
    whole: dict[str, Any] = {"id": 1, "annotations": [answer], "file_upload": "a1b2-x.json", "drafts": []}
    whole |= {"predictions": [], "data": {"text": text}, "meta": {}, "created_at": "2026-03-09T21:52:49.513742Z"}
    return whole | {"inner_id": 1, "total_annotations": 1, "comment_authors": []} | more


# What we write


class Value(msgspec.Struct, forbid_unknown_fields=True):
    start: int
    end: int
    text: str
    labels: list[str]


class Region(msgspec.Struct, forbid_unknown_fields=True, tag_field="type", tag="labels", rename={"label": "from_name"}):
    id: str
    label: str
    to_name: str
    value: Value
    meta: dict[str, Any] = {}


class Relation(msgspec.Struct, forbid_unknown_fields=True, tag_field="type", tag="relation"):
    from_id: str
    to_id: str
    direction: str
    labels: list[str]


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    result: list[Region | Relation]


class Task(msgspec.Struct, forbid_unknown_fields=True):
    data: dict[str, str]
    annotations: list[Answer]


@given(full())
def test_every_mark_is_a_region_in_its_place(item: Item) -> None:
    files, losses = wrote("labelstudio", item)
    (written,) = msgspec.json.decode(files[".json"], type=list[Task])
    (answer,) = written.annotations
    regions = {one.id: one for one in answer.result if isinstance(one, Region)}
    assert all(item.article.text[r.value.start : r.value.end] == r.value.text for r in regions.values())
    assert all(
        link.from_id in regions and link.to_id in regions for link in answer.result if isinstance(link, Relation)
    )
    kept = [a for a in item.annotations if a.verdict != "rejected"]
    assert all(regions[a.id].value.start == a.start for a in kept)
    assert len(kept) + lost(losses) == len(item.annotations)


def test_a_quotation_is_related_to_its_speaker() -> None:
    article = make()
    files, _ = wrote("labelstudio", Item(article=article, annotations=(replace(quote(article), note="a\nb"),)))
    result = json.loads(files[".json"])[0]["annotations"][0]["result"]
    regions = {one["id"]: one["value"]["text"] for one in result if one["type"] == "labels"}
    relations = {one["labels"][0]: regions[one["to_id"]] for one in result if one["type"] == "relation"}
    assert relations == {"continues": "“and we will go on.”", "speaker": "Antony Blinken", "cue": "said"}
    assert result[0]["meta"]["text"] == ["a\nb"]


def test_offsets_are_code_points() -> None:
    """As Label Studio counts since its version 1.4: its editor spreads a text into code points to measure it."""
    article = make(text="\U0001f4a9This is an annotation.")
    files, _ = wrote("labelstudio", Item(article=article, annotations=(mark(article, "annotation", "X"),)))
    value = json.loads(files[".json"])[0]["annotations"][0]["result"][0]["value"]
    assert (value["start"], value["end"]) == (12, 22)


def test_what_nobody_judged_is_a_prediction() -> None:
    article = make()
    made = mark(article, "Sunday", "DATE", verdict="suggested"), mark(article, "Qin Gang", "PERSON")
    files, _ = wrote("labelstudio", Item(article=article, annotations=made))
    (task,) = json.loads(files[".json"])
    found = {kind: task[kind][0]["result"][0]["value"]["text"] for kind in ("annotations", "predictions")}
    assert found == {"annotations": "Qin Gang", "predictions": "Sunday"}
    (item,), losses = read([task])
    assert ([a.exact for a in item.annotations], lost(losses)) == (["Qin Gang"], 1)


# Ours, read back


@given(full())
def test_all_comes_back(item: Item) -> None:
    files, _ = wrote("labelstudio", item)
    (found,), losses = read(files[".json"].encode())
    assert losses.sentences("x") == ()
    assert found.article == replace(item.article, fetched="")
    assert {a.id: a for a in found.annotations} == {a.id: a for a in item.annotations if a.verdict != "rejected"}


def changed(article: Article, *annotations: Any, by: Callable[[Regions], object]) -> tuple[dict[str, Any], Losses]:
    """The annotations by their ids, after a change to the regions of our file."""
    files, _ = wrote("labelstudio", Item(article=article, annotations=annotations))
    tasks = json.loads(files[".json"])
    by(tasks[0]["annotations"][0]["result"])
    tasks[0]["annotations"][0] |= {"id": 5, "completed_by": 2, "created_at": "2026-01-01T00:00:00Z"}
    (found,), losses = read(tasks)
    return {a.id: a for a in found.annotations}, losses


def test_what_was_changed_there_counts() -> None:
    article = make()
    day, said = mark(article, "Sunday", "DATE", note="one", annotator="me"), quote(article)

    def change(result: Regions) -> None:
        result[0]["value"] |= {"end": day.start + 3, "text": "Sun", "labels": ["TIME"]}
        result[0]["meta"]["text"] = ["two", "three"]

    found, losses = changed(article, day, said, by=change)
    now = found[day.id]
    assert (now.exact, now.label, now.note, now.annotator) == ("Sun", "TIME", "two\nthree", "me")
    assert found[said.id] == said
    assert losses.sentences("x") == ()


def test_a_quotation_may_get_another_speaker_or_become_something_else() -> None:
    article = make()
    said, name = quote(article), mark(article, "Qin Gang", "PERSON")

    def another(result: Regions) -> None:
        (link,) = [one for one in result if one.get("labels") == ["speaker"]]
        link |= {"from_id": name.id, "to_id": link["from_id"], "direction": "left"}

    found, losses = changed(article, name, said, by=another)
    assert found[said.id] == replace(said, speaker=Mention(start=name.start, end=name.end, text="Qin Gang"))
    assert found[name.id] == name
    assert [a.label for a in found.values() if a.kind == "entity"] == ["PERSON", "SPEAKER"]
    assert losses.sentences("x") == ()

    def label(result: Regions) -> None:
        result[0]["value"]["labels"] = ["EVENT"]

    found, losses = changed(article, said, by=label)
    assert (found[said.id].kind, found[said.id].label, found[said.id].parts) == ("entity", "EVENT", ())
    assert lost(losses) == 3  # its links


def test_a_copy_of_a_region_is_a_mark_of_its_own() -> None:
    article = make()
    day = mark(article, "Sunday", "DATE")
    found, _ = changed(article, day, by=lambda result: result.append(result[0] | {"id": "copy"}))
    assert found.pop(day.id) == day
    (copy,) = found.values()
    assert (copy.exact, copy.label) == ("Sunday", "DATE")


def test_two_annotators_of_our_task_are_both_kept(library: Library, article: Article, tmp_path: Path) -> None:
    keep(library, mark(article, "Sunday", "DATE"))
    export(library, [article.id], "labelstudio", tmp_path / "x.json")
    tasks = json.loads((tmp_path / "x.json").read_text())
    start = article.text.index("Beijing")
    for number in (1, 2):
        new = {"id": number, "completed_by": {"id": number, "email": f"{number}@x.org"}}
        tasks[0]["annotations"].append(new | {"result": [region(start, start + 7, "GPE", "Beijing")]})
    (tmp_path / "x.json").write_text(json.dumps(tasks))
    for _ in range(2):
        done = load(library, tmp_path / "x.json")
        assert (done.format, done.new, done.conflicts) == ("labelstudio", 0, ())
        found = sorted((a.exact, a.annotator) for a in library.annotations())
        assert found == [("Beijing", "1@x.org"), ("Beijing", "2@x.org"), ("Sunday", "")]


# Tasks of others


def test_a_task_as_it_is_exported() -> None:
    text = "Ada met Bob.\n“Fine,” Ada said."
    results = (
        region(0, 3, "PERSON", "Ada", meta={"text": ["sure?"]}),
        region(13, 20, "QUOTE", "“Fine,”"),
        region(21, 24, "PERSON", "Ada", origin="prediction"),
        region(25, 29, "VERB", "said", origin="prediction-changed"),
        {
            "type": "relation",
            "from_id": "r13-20QUOTE",
            "to_id": "r21-24PERSON",
            "direction": "right",
            "labels": ["speaker"],
        },
        {"type": "relation", "from_id": "r13-20QUOTE", "to_id": "r25-29VERB", "direction": "right", "labels": ["cue"]},
        {"type": "relation", "from_id": "r0-3PERSON", "to_id": "r21-24PERSON", "direction": "bi"},
        {"id": "c1", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}},
    )
    more = {
        "predictions": [{"model_version": "m", "score": 0.5, "result": [region(0, 3, "ORG"), region(8, 11, "ORG")]}]
    }
    whole = task(text, *results, **more, drafts=[{"result": [region(0, 3, "ORG")], "was_postponed": False}])
    whole["annotations"].append(whole["annotations"][0] | {"id": 8, "was_cancelled": True})
    (item,), losses = read([whole])
    assert (item.article.text, item.article.id) == (text, article_id(text_hash(text)))
    said = {a.exact if a.kind == "quote" else (a.start, a.exact): a for a in item.annotations}
    assert said.keys() == {"“Fine,”", (0, "Ada"), (21, "Ada"), (25, "said")}
    fine = said["“Fine,”"]
    assert (fine.label, fine.speaker) == ("direct", Mention(start=21, end=24, text="Ada"))
    assert fine.cue == Cue(start=25, end=29, text="said")
    first = said[0, "Ada"]
    assert (first.note, first.annotator, first.origin, first.verdict) == ("sure?", "3", "hand", "added")
    assert (first.created, first.modified) == ("2026-03-09T22:16:08.728Z", "2026-03-10T22:16:08.728Z")
    assert [(said[21, "Ada"].origin, said[21, "Ada"].verdict)] == [("labelstudio", "accepted")]
    assert said[25, "said"].verdict == "corrected"
    assert losses.sentences("are not as in the file") == (
        "3 of 13 annotations are not as in the file: they are predictions or drafts, which nobody submitted there.",
        "1 of 13 annotations are not as in the file: they are no labelled words but other answers to a task.",
        "1 of 13 annotations are not as in the file: they are links between marks, and only who said what is kept.",
        "4 of 13 annotations are not as in the file: they are of annotations that were cancelled there.",
    )


def test_what_was_written_or_chosen_for_a_region_is_its_note_and_its_tags() -> None:
    more = [
        {"id": name, "from_name": "f", "to_name": "text", "type": kind, "value": {"start": 0, "end": 3, key: said}}
        for name, kind, key, said in (
            ("r0-3PERSON", "textarea", "text", ["a", "b"]),
            ("r0-3PERSON", "choices", "choices", ["sure"]),
            ("other", "choices", "choices", ["sure"]),
        )
    ]
    (item,), losses = read([task("Ada met Bob.", region(0, 3, "PERSON", "Ada"), *more)])
    (found,) = item.annotations
    assert (found.note, found.tags, lost(losses)) == ("a\nb", ("sure",), 1)


def test_white_space_in_words_is_as_the_browser_shows_it() -> None:
    text = "One \\n two\r\n\r\nand  three."
    shown = region(4, text.index("three"), "X", "\\n two\\n\\n\\n\\nand")
    (item,), _ = read([task(text, shown, region(0, 3, "Y", None))])
    assert [a.exact for a in item.annotations] == ["\\n two\n\nand  ", "One"]


def test_several_labels_are_several_marks_and_none_is_a_highlight() -> None:
    two, none = region(0, 3, "A", "Ada"), region(4, 7, "B", "met")
    two["value"]["labels"], none["value"]["labels"] = ["A", "B"], []
    (item,), losses = read([task("Ada met Bob.", two, none, two | {"from_name": "other"})])
    assert [(a.exact, a.label) for a in item.annotations] == [
        ("Ada", "A"),
        ("Ada", "B"),
        ("met", ""),
        ("Ada", "A"),
        ("Ada", "B"),
    ]
    assert len({a.id for a in item.annotations}) == 5
    assert lost(losses) == 0


def test_files_that_counted_utf16_units_are_told_by_their_words() -> None:
    text = "\U0001f4a9\U0001f4a9This is an annotation by Ann."
    regions = (region(15, 25, "X", "annotation"), region(29, 32, "PERSON"))
    (item,), _ = read([task(text, *regions)])
    assert [a.exact for a in item.annotations] == ["annotation", "Ann"]
    (item,), _ = read([task(text, region(13, 23, "X", "annotation"), region(27, 30, "PERSON"))])
    assert [a.exact for a in item.annotations] == ["annotation", "Ann"]


@given(foreign())
def test_marks_in_unclean_texts_keep_their_words_or_are_said_to_be_lost(case: tuple[str, list]) -> None:
    text, spans = case
    (item,), losses = read([task(text, *(region(s, e, name, text[s:e].replace("\n", "\\n")) for s, e, name in spans))])
    assert item.article.text == clean(text)
    assert losses.total == len(spans)
    by_label = {a.label: a for a in item.annotations}
    assert len(by_label) + lost(losses) >= len(spans)
    for start, end, label in spans:
        if label in by_label:
            assert letters(text[start:end]) in letters(by_label[label].exact)


def test_a_task_before_version_1_and_a_task_alone() -> None:
    whole = task("Ada met Bob.", region(0, 3, "PERSON", "Ada"))
    old = {"data": {"sentence": "Ada met Bob."}, "completions": whole["annotations"]}
    for given_tasks in ([old], whole, b"\xef\xbb\xbf" + json.dumps(whole).encode()):
        (item,), _ = read(given_tasks)
        assert [a.exact for a in item.annotations] == ["Ada"]


def test_data_of_others_names_no_article_of_ours(library: Library, tmp_path: Path) -> None:
    """Numbers of texts in a data set are no ids: two data sets would share their articles."""
    whole = task("Ada met Bob.", data={"text": "Ada met Bob.", "id": "1", "title": "T", "url": ["x"], "text_hash": 5})
    (item,), _ = read([whole])
    assert (item.article.id, item.article.title, item.article.url) == (article_id(text_hash("Ada met Bob.")), "T", "")


# What is refused


GOOD = task("Ada met Bob.", region(0, 3, "PERSON", "Ada"))


def bad(**changes: Any) -> dict[str, Any]:
    """The good task, its region changed."""
    value = GOOD["annotations"][0]["result"][0]["value"] | changes
    return task("Ada met Bob.", region(0, 3, "PERSON") | {"value": value})


MINIMAL = {"id": 1, "text": "Ada met Bob.", "label": [{"start": 0, "end": 3, "text": "Ada", "labels": ["PERSON"]}]}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (bad(end=99, text=None), "task 2: the span 0 to 99 is not in the text"),
        (bad(start=-1, text=None), "task 2: the span -1 to 3"),
        (bad(start=3, text=None), "task 2: the span 3 to 3"),
        (bad(start=0.5), "task 2, region 'r0-3PERSON': Expected `int`, got `float`"),
        (bad(start="__import__('os')"), "task 2, region 'r0-3PERSON': Expected `int`, got `str`"),
        (bad(end=10**30), "task 2, region 'r0-3PERSON': the text at 0 to 10"),
        (bad(text="Bob"), "task 2, region 'r0-3PERSON': the text at 0 to 3 is not 'Bob'"),
        (bad(labels="PERSON"), "task 2, region 'r0-3PERSON': Expected `array`"),
        (bad(text="\x1b[31mBob"), "the text at 0 to 3 is not 'Bob'"),
        (
            task("Ada", {"type": "hypertextlabels", "id": "a", "value": {"start": "/p[1]"}}),
            "regions of hypertextlabels",
        ),
        (task("Ada", {"type": "rectanglelabels", "id": "a", "value": {"x": 5.5}}), "regions of rectanglelabels"),
        (task("https://x.org/1.jpg"), "task 2: it has no text but an address"),
        (task("", data={"image": "/data/upload/1.jpg"}), "task 2: it has no text but an address"),
        (task("", data={"a": "x", "b": "y"}), "one should be called text"),
        (task("", data={}), r"one should be called text \(none are texts\)"),
        (task("Ada", region(0, 3, "X", meta={"quotidian": {"tags": "x"}})), "task 2: Expected `array`, got `str`"),
        (task("Ada", region(0, 3, "X", meta={"quotidian": {"kind": "__import__('os')"}})), "task 2: Invalid enum"),
        (task("Ada", region(0, 3, "X", meta={"quotidian": {"verdict": ["x"]}})), "task 2: Expected `str`"),
        (task("Ada", data={"text": "Ada", "text_hash": "0" * 16}), "task 2: the text is not the one that was exported"),
        (task("Ada", data={"text": "Ada", "id": "../../x", "text_hash": text_hash("Ada")}), "could be a path"),
        (MINIMAL, "task 2: it has no data with annotations: .* not as JSON-MIN"),
        ({"data": {"text": "x"}, "annotations": {}}, "task 2: Expected `array`, got `object`"),
        (["no task"], "task 2: Expected `object`"),
    ],
)
def test_a_bad_task_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, second: object, said: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([GOOD, second]))
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match=said):
        load(library, file, "labelstudio")
    assert (library.articles(), library.annotations()) == before


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([GOOD]).encode()[:-9],
        b"",
        b"[",
        b"[" * 100_000,
        json.dumps([GOOD]).encode().replace(b'"meta": {}', b'"meta": ' + b"[" * 100_000 + b"]" * 100_000),
        json.dumps([GOOD]).encode().replace(b"Ada met", b"A\xffa met"),
        b"__import__('os')",
    ],
)
def test_what_is_no_list_of_tasks_is_refused(library: Library, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.json").write_bytes(data)
    before = library.articles()
    with pytest.raises(FormatError, match=r"x\.json: (the list of tasks|task 1): "):
        load(library, tmp_path / "x.json", "labelstudio")
    assert library.articles() == before


def test_a_file_too_large_for_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats._whole.LARGEST", 2**20)
    with pytest.raises(FormatError, match="larger than 1 MB: export less at a time"):
        read([task("x" * 2**20)])


def test_nothing_of_a_file_reaches_the_terminal(tmp_path: Path) -> None:
    odd = "\x1b]52;c;eA==\x07[b]\x9b31mX"
    whole = task("Ada met Bob.", region(0, 3, odd, meta={"text": odd}))
    whole["annotations"][0]["completed_by"] = {"email": odd}
    (tmp_path / "x.json").write_text(json.dumps([whole]))
    with open_library(tmp_path / "l") as library:
        load(library, tmp_path / "x.json")
        (found,) = library.annotations()
        assert (found.label, found.note, found.annotator) == ("[b]X", "[b]X", "[b]X")


def test_a_chain_or_a_ring_of_links_loses_no_mark() -> None:
    regions = [region(start, start + 1, "QUOTE") for start in range(4)]
    names = [one["id"] for one in regions]
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0), (1, 0), (0, 0)]
    links = [{"type": "relation", "from_id": names[a], "to_id": names[b], "labels": ["continues"]} for a, b in pairs]
    (item,), losses = read([task("abcdef", *regions, *links)])
    assert sorted(part for a in item.annotations for part in a.parts) == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert losses.total == len(item.annotations) + lost(losses)


@given(items())
def test_all_in_a_file_are_in_a_library_of_another(item: Item) -> None:
    files, _ = wrote("labelstudio", item)
    tasks = json.loads(files[".json"])
    for one in tasks[0]["annotations"][0]["result"]:
        one.pop("meta", None)
    tasks[0]["data"] = {"text": item.article.text}
    (found,), losses = read(tasks)
    kept = [a for a in item.annotations if a.verdict != "rejected"]
    assert sorted((a.start, a.end) for a in found.annotations) == sorted((a.start, a.end) for a in kept)
    assert lost(losses) == 0
