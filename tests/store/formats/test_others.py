"""Label Studio, Doccano and Web Annotations, read back: ours whole, and what those tools make themselves."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from store import formats
from store.errors import FormatError, QuotidianError
from store.export import export
from store.formats import Item, Losses, Readable, Stream
from store.library import Library, open_library
from store.loading import Loaded, load
from store.models import Article, Mention
from store.text import on_boundary, text_hash
from tests.store.conftest import make
from tests.store.formats.generated import lost, quoted
from tests.store.helpers import keep, mark, quote

TEXT = "👩‍👩‍👧 Ada met Bob. “Good,” Cy said."


def read(name: str, data: object, *, lines: bool = False) -> tuple[list[Any], Losses]:
    """What the format reads of a JSON value, or of lines of them, and what was lost."""
    chosen, losses = formats.find(name), Losses()
    assert isinstance(chosen, Readable)
    text = "\n".join(map(json.dumps, data)) if lines else json.dumps(data)  # type: ignore[call-overload]
    return [found for _, found in chosen.read(io.BytesIO(text.encode()), losses)], losses


def units(text: str, words: str) -> tuple[int, int]:
    """Where the words stand, in UTF-16 units."""
    before = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return before, before + len(words.encode("utf-16-le")) // 2


def place(words: str, text: str = TEXT) -> dict[str, int]:
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def whole(item: Item) -> Item:
    """The item, if no speaker and no cue of it cuts a character: those are widened, as nobody can mark them."""
    text = item.article.text
    spans = [span for a in item.annotations for span in (a.speaker, a.cue) if span]
    parts = [part for a in item.annotations for part in a.parts]
    edges = [edge for span in spans for edge in (span.start, span.end)] + [edge for part in parts for edge in part]
    assume(all(on_boundary(text, edge) for edge in edges))
    return item


# Ours


@given(quoted().map(whole))
@pytest.mark.parametrize("name", ["labelstudio", "doccano-relations"])
def test_regions_and_links_come_back_whole(name: str, item: Item) -> None:
    chosen = formats.find(name)
    assert isinstance(chosen, Stream)
    assert isinstance(chosen, Readable)
    losses = Losses()
    data = b"".join(chosen.write([item], losses))  # type: ignore[arg-type]
    again = Losses()
    ((_, found),) = chosen.read(io.BytesIO(data), again)
    assert isinstance(found, Item)
    wanted = {a.id: a for a in item.annotations if a.verdict != "rejected"}
    assert {a.id: a for a in found.annotations} == wanted
    assert (lost(losses), lost(again)) == (len(item.annotations) - len(wanted), 0)
    assert found.article == replace(item.article, fetched="")
    assert b"".join(chosen.write([found], Losses())) == data  # type: ignore[arg-type]


@given(quoted().map(whole))
def test_doccano_keeps_each_mark_as_one_span(item: Item) -> None:
    chosen = formats.find("doccano")
    assert isinstance(chosen, Stream)
    assert isinstance(chosen, Readable)
    (data,) = chosen.write([item], Losses())
    assert isinstance(data, bytes)
    ((_, found),) = chosen.read(io.BytesIO(data), losses := Losses())
    assert isinstance(found, Item)
    kept = [a for a in item.annotations if a.verdict != "rejected"]
    plain = [replace(a, parts=((a.start, a.end),), speaker=None, cue=None) if a.kind == "quote" else a for a in kept]
    assert {a.id: a for a in found.annotations} == {a.id: a for a in plain}
    assert lost(losses) == 0
    text = item.article.text.encode("utf-16-le")
    for start, end, _ in json.loads(data)["label"]:
        assert text[start * 2 : end * 2].decode("utf-16-le") in {a.exact for a in kept}


@settings(max_examples=25)
@given(quoted())
def test_web_annotations_come_back_whole_where_the_articles_are(item: Item) -> None:
    with tempfile.TemporaryDirectory() as top, open_library(Path(top) / "l") as library:
        library.add_articles([item.article])
        keep(library, *item.annotations)
        before = library.annotations()
        export(library, [item.article.id], "w3c", Path(top) / "x.jsonld")
        library.undo()
        done = load(library, Path(top) / "x.jsonld")
        assert (done.format, done.conflicts) == ("w3c", ())
        assert library.annotations() == before


def test_what_else_is_said_comes_back(library: Library, article: Article, tmp_path: Path) -> None:
    more: dict[str, Any] = {"note": "a\nb", "tags": ("x", "y"), "annotator": "me", "origin": "p@1", "unsure": True}
    named = Mention(start=60, end=60, text="Ann Lee", name="Ann Lee")
    said = replace(quote(article), **more, verdict="corrected")
    keep(
        library,
        mark(article, "Sunday", "DATE", name="A Sunday", verdict="corrected", **more),
        mark(article, "Qin Gang", anchor="moved", note="n"),
        said,
        replace(said, id="named", speaker=replace(named, start=said.start, end=said.start), cue=None),
    )
    before = library.annotations()
    for name in ("labelstudio", "doccano-relations", "w3c"):
        export(library, [article.id], name, tmp_path / name)
        library.undo()
        assert library.annotations() == []
        assert load(library, tmp_path / name, name).conflicts == ()
        assert library.annotations() == before
        with open_library(tmp_path / f"new-{name}") as new:
            load(new, tmp_path / name)
            assert new.annotations() == ([] if name == "w3c" else before)


def test_suggestions_are_predictions_of_label_studio(article: Article) -> None:
    chosen = formats.find("labelstudio")
    assert isinstance(chosen, Stream)
    made = mark(article, "Sunday", "DATE", verdict="suggested"), mark(article, "Qin Gang", "PERSON")
    data = b"".join(chosen.write([Item(article=article, annotations=made)], Losses()))  # type: ignore[arg-type]
    (task,) = json.loads(data)
    found = {kind: task[kind][0]["result"][0]["value"]["text"] for kind in ("annotations", "predictions")}
    assert found == {"annotations": "Qin Gang", "predictions": "Sunday"}
    (item,), _ = read("labelstudio", [task])
    assert {a.exact: a.verdict for a in item.annotations} == {"Sunday": "suggested", "Qin Gang": "added"}


# Label Studio's own


def region(identity: str, words: str, *labels: str, **more: Any) -> dict[str, Any]:
    value = place(words) | {"text": words, "labels": list(labels)}
    return {
        "id": identity,
        "from_name": "ner",
        "to_name": "t",
        "type": "labels",
        "origin": "manual",
        "value": value,
    } | more


def task(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = {"id": 7, "completed_by": {"id": 1, "email": "ann@x.org"}, "result": list(results), "was_cancelled": False}
    made |= {"created_at": "2026-01-02T03:04:05.678901Z", "lead_time": 3.2, "ground_truth": False}
    return {"id": 3, "data": {"body": TEXT, "url": "https://x.org/1"}, "annotations": [made], "meta": {}} | more


def test_what_label_studio_exports_is_read() -> None:
    note = {"id": "a", "type": "textarea", "value": {"text": ["one", "two"]} | place("Ada")}
    choice = {"id": "a", "type": "choices", "value": {"choices": ["sure"]} | place("Ada")}
    whole = {"id": "w", "type": "choices", "value": {"choices": ["news"]}}
    results = (
        region("a", "Ada", "PERSON"),
        note,
        choice,
        whole,
        region("b", "Bob", "PERSON", "ORG"),
        region("q", "“Good,”", "QUOTE"),
        region("c", "Cy", "PERSON"),
        {"type": "relation", "from_id": "q", "to_id": "c", "direction": "right", "labels": ["speaker"]},
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["knows"]},
    )
    (item,), losses = read("labelstudio", [task(*results)])
    assert (item.article.text, item.article.url) == (TEXT, "https://x.org/1")
    by = {(a.exact, a.label): a for a in item.annotations}
    assert by.keys() == {
        *(("Ada", "PERSON"), ("Bob", "PERSON"), ("Bob", "ORG"), ("Cy", "PERSON"), ("“Good,”", "direct")),
    }
    ada, said = by["Ada", "PERSON"], by["“Good,”", "direct"]
    assert (ada.note, ada.tags, ada.annotator, ada.created[:10]) == ("one\ntwo", ("sure",), "ann@x.org", "2026-01-02")
    assert said.speaker is not None
    assert (said.speaker.text, said.speaker.name) == ("Cy", None)
    assert lost(losses) == 2


def test_offsets_of_an_older_label_studio_are_understood() -> None:
    old = region("a", "Ada", "PERSON")
    old["value"] |= dict(zip(("start", "end"), units(TEXT, "Ada"), strict=True))
    (item,), losses = read("labelstudio", [task(old)])
    assert [a.exact for a in item.annotations] == ["Ada"]
    assert lost(losses) == 0


def test_annotators_of_one_task_are_read_together() -> None:
    other = task(region("b", "Ada", "PERSON"))["annotations"][0] | {"completed_by": 2}
    skipped = task(region("d", "Bob", "PERSON"))["annotations"][0] | {"was_cancelled": True}
    one = task(region("a", "Ada", "PERSON"))
    one["annotations"] += [other, skipped]
    (item,), losses = read("labelstudio", [one])
    assert sorted((a.exact, a.annotator) for a in item.annotations) == [("Ada", "2"), ("Ada", "ann@x.org")]
    assert lost(losses) == 1


# Doccano's own


def test_what_doccano_exports_is_read() -> None:
    start, end = units(TEXT, "Bob")
    line = {"id": 9, "text": TEXT, "label": [[start, end, "PERSON"]], "Comments": [], "topic": "x", "title": "T"}
    (item, empty), _ = read("doccano", [line, {"text": "Only text.", "labels": []}], lines=True)
    assert empty.annotations == ()
    assert [(a.exact, a.label, item.article.title) for a in item.annotations] == [("Bob", "PERSON", "T")]


def test_what_doccano_exports_with_relations_is_read(library: Library, tmp_path: Path) -> None:
    at = {name: units(TEXT, words) for name, words in {"q": "“Good,”", "s": "Cy", "c": "said", "p": "Ada"}.items()}
    labels = {"q": "QUOTE", "s": "SPEAKER", "c": "CUE", "p": "PERSON"}
    entities = [
        {"id": number, "start_offset": at[name][0], "end_offset": at[name][1], "label": labels[name]}
        for number, name in enumerate("qscp")
    ]
    relations = [{"id": n, "from_id": 0, "to_id": n, "type": kind} for n, kind in ((1, "speaker"), (2, "cue"))]
    relations.append({"id": 3, "from_id": 3, "to_id": 0, "type": "heard"})
    line = {"id": 1, "text": TEXT, "entities": entities, "relations": relations, "Comments": []}
    (tmp_path / "all.jsonl").write_text(json.dumps(line))
    done = load(library, tmp_path / "all.jsonl")
    assert done.format == "doccano-relations"
    said, ada = sorted(library.annotations(done.articles[0]), key=lambda a: a.kind, reverse=True)
    assert said.speaker is not None
    assert said.cue is not None
    assert (said.speaker.text, said.cue.text, ada.exact) == ("Cy", "said", "Ada")
    assert ["only who said what is kept" in sentence for sentence in done.conflicts] == [True]


def test_a_label_that_was_changed_there_counts(article: Article) -> None:
    chosen = formats.find("doccano")
    assert isinstance(chosen, Stream)
    (data,) = chosen.write([Item(article=article, annotations=(mark(article, "Sunday", "DATE"),))], Losses())
    line = json.loads(data)
    line["label"][0][2] = "TIME"
    (item,), _ = read("doccano", [line], lines=True)
    assert [(a.exact, a.label, a.verdict) for a in item.annotations] == [("Sunday", "TIME", "added")]


# Web Annotations of others


def web(words: str | None, position: tuple[int, int] | None, **more: Any) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    if words:
        selectors.append({"type": "TextQuoteSelector", "exact": words})
    if position:
        selectors.append({"type": "TextPositionSelector", "start": position[0], "end": position[1]})
    target = {"source": "https://example.org/a", "selector": selectors}
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "#1", "type": "Annotation", "target": target} | more


@pytest.fixture
def online(library: Library) -> Article:
    """An article with an address, in the library."""
    found = make("/web", url="https://example.org/a", text=f"{make().text}\n\nOnce more.")
    library.add_articles([replace(found, source="https://example.org/a")])
    return found


def loaded(library: Library, tmp_path: Path, data: object) -> Loaded:
    (tmp_path / "x.jsonld").write_text(json.dumps(data))
    return load(library, tmp_path / "x.jsonld")


def test_other_tools_web_annotations_find_their_words(library: Library, online: Article, tmp_path: Path) -> None:
    start = online.text.index("Sunday")
    body = [
        {"type": "TextualBody", "purpose": "tagging", "value": "DATE"},
        {"type": "TextualBody", "purpose": "tagging", "value": "check"},
        {"type": "TextualBody", "value": "When?"},
    ]
    page = [
        web("Sunday", (start, start + 6), body=body, creator={"name": "Ann", "type": "Person"}),
        web("Qin Gang called the visit", None, id="https://x.org/2", bodyValue="who"),
        web(None, (0, 7), id="3"),
        web("Nowhere to be found at all", (1, 9), id="4"),
        web(None, None, id="5"),
    ]
    done = loaded(
        library, tmp_path, {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": page}}
    )
    found = {a.exact: a for a in library.annotations(online.id)}
    assert found.keys() == {"Sunday", "Qin Gang called the visit", "Blinken"}
    sunday = found["Sunday"]
    assert (sunday.label, sunday.tags, sunday.note, sunday.annotator) == ("DATE", ("check",), "When?", "Ann")
    assert {a.kind for a in found.values()} == {"entity", "highlight"}
    assert [sentence.partition(":")[0] for sentence in done.conflicts] == [
        "1 of 5 annotations are not as in the file",
        "1 of 5 annotations are not as in the file",
    ]
    before = library.annotations()
    loaded(library, tmp_path, page)
    assert library.annotations() == before
    for one in page[:1]:
        loaded(library, tmp_path, one)
    assert library.annotations() == before


# Hostile


LS = [task(region("a", "Ada", "PERSON"))]
DOCCANO = {"text": TEXT, "label": [[0, 8, "X"]]}
RELATIONS = {"text": TEXT, "entities": [{"id": 1, "start_offset": 0, "end_offset": 8, "label": "X"}], "relations": []}
WEB = [web("Sunday", (35, 41))]
SOMEONE = {"quotidian:start": 1, "quotidian:end": 4, "quotidian:text": "?"}
EVIL: dict[str, list[Callable[[Any], object]]] = {
    "labelstudio": [
        lambda data: data[0]["annotations"][0]["result"][0]["value"].update(end=999),
        lambda data: data[0]["annotations"][0]["result"][0]["value"].update(start=-1),
        lambda data: data[0]["annotations"][0]["result"][0]["value"].update(text="Bob"),
        lambda data: data[0]["annotations"][0]["result"][0]["value"].update(start="__import__('os')"),
        lambda data: data[0]["annotations"][0]["result"][0]["value"].update(start=1.5),
        lambda data: data[0]["annotations"][0]["result"][0].update(meta={"verdict": ["x"]}),
        lambda data: data[0].update(data={"text": 7}),
        lambda data: data[0].pop("annotations"),
        lambda data: data[0]["data"].update(id="../../pwned"),
        lambda data: data[0]["data"].update(id="same") or data.append(data[0]),
    ],
    "doccano": [
        lambda data: data.update(label=[[0, 999, "X"]]),
        lambda data: data.update(label=[[-2, 3, "X"]]),
        lambda data: data.update(label=[[1, 3, "X"]]),
        lambda data: data.update(label=[["__import__('os')", 3, "X"]]),
        lambda data: data.update(label=[[0, 3]]),
        lambda data: data.pop("label"),
        lambda data: data.update(quotidian={"id": "../../pwned"}),
        lambda data: data.update(
            label=[[0, 8, "QUOTE"]], quotidian={"marks": [[[0, 8, "QUOTE"], {"quote_kind": "shouted"}]]}
        ),
        lambda data: data.update(text_hash="0000"),
    ],
    "doccano-relations": [
        lambda data: data["entities"][0].update(end_offset=999),
        lambda data: data["entities"][0].update(start_offset=None),
        lambda data: data.pop("relations"),
        lambda data: data.update(relations=[{"from_id": "x", "to_id": 1, "type": "speaker"}]),
    ],
    "w3c": [
        lambda data: data[0]["target"]["selector"][1].update(start=-5),
        lambda data: data[0]["target"]["selector"][1].update(start="__import__('os')"),
        lambda data: data[0].pop("target"),
        lambda data: data[0].update({"quotidian:about": {"quotidian:verdict": "yes"}}),
        lambda data: data[0].update({"quotidian:parts": [{"quotidian:start": None}]}),
        lambda data: data[0].update(
            {"quotidian:speaker": {"quotidian:start": 1, "quotidian:end": 4, "quotidian:text": "?"}}
        ),
        lambda data: data.append(data[0] | {"bodyValue": "another"}),
    ],
}
GOOD: dict[str, Any] = {"labelstudio": LS, "doccano": DOCCANO, "doccano-relations": RELATIONS, "w3c": WEB}


@pytest.mark.parametrize(("name", "number"), [(name, n) for name, faults in EVIL.items() for n in range(len(faults))])
def test_what_is_wrong_is_named_and_the_library_stays(
    library: Library, online: Article, tmp_path: Path, name: str, number: int
) -> None:
    data = json.loads(json.dumps(GOOD[name]))
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(data))
    assert load(library, file, name, dry_run=True).annotations == 1
    EVIL[name][number](data)
    file.write_text(json.dumps(data))
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match=r"bad\.json: (task|line|annotation|the file)"):
        load(library, file, name)
    assert (library.articles(), library.annotations()) == before


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b'"x"', b"7", b'{"a":1}', b"[1]", b"[{}]"]
)
def test_what_is_no_such_file_is_refused(library: Library, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "bad").write_bytes(data)
    before = library.articles()
    if data == b"" and name.startswith("doccano"):
        assert load(library, tmp_path / "bad", name).articles == ()
    else:
        with pytest.raises(FormatError):
            load(library, tmp_path / "bad", name)
    assert library.articles() == before


@pytest.mark.parametrize("name", ["labelstudio", "w3c"])
def test_a_file_that_is_too_large_to_be_read_at_once_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("store.formats._json.LARGEST", 2**20)
    (tmp_path / "large").write_bytes(b"[" + b" " * 2**20 + b"]")
    with pytest.raises(FormatError, match="larger than 1 MB"):
        load(library, tmp_path / "large", name)


def test_what_comes_in_is_clean(library: Library, tmp_path: Path) -> None:
    evil = "x\x1b]52;c;aGk=\x07y\u202e"
    line = DOCCANO | {"label": [[0, 8, evil]], "title": evil, "url": evil}
    (tmp_path / "x.jsonl").write_text(json.dumps(line))
    load(library, tmp_path / "x.jsonl", "doccano")
    (tmp_path / "y.json").write_text(json.dumps([task(region("a", "Ada", evil, meta={"text": [evil]}))]))
    done = load(library, tmp_path / "y.json")
    found = library.annotations(done.articles[0])
    assert {a.label for a in found} == {"xy"}
    assert {a.note for a in found} == {"", "xy"}
    assert all("\x1b" not in row.title for row in library.articles())


@pytest.mark.parametrize("name", GOOD)
def test_the_format_is_told_by_what_is_in_it(
    library: Library, article: Article, online: Article, tmp_path: Path, name: str
) -> None:
    for one in (article, online):
        keep(library, mark(one, "Sunday", "DATE"), quote(one))
    ids = [article.id, online.id]
    export(library, ids, name, tmp_path / f"x{formats.find(name).suffix}")
    for file in (tmp_path / f"x{formats.find(name).suffix}", tmp_path / "renamed"):
        file.rename(tmp_path / "renamed")
        assert load(library, tmp_path / "renamed", dry_run=True).format == name


def test_one_text_twice_without_an_id_is_one_article(library: Library, tmp_path: Path) -> None:
    lines = [DOCCANO, DOCCANO | {"label": [[9, 12, "PERSON"]]}]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)))
    try:
        done = load(library, tmp_path / "x.jsonl")
    except QuotidianError as error:
        pytest.fail(error.sentence)
    assert (len(done.articles), done.annotations) == (1, 2)
    assert text_hash(TEXT) == library.article(done.articles[0]).text_hash
