"""Web Annotations: as a processor of JSON-LD reads ours, as we read them back, and those of other tools."""

from __future__ import annotations

import io
import json
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from pyld import jsonld

from store import formats
from store.errors import FormatError, UsageError
from store.export import export
from store.formats import Item, Losses, Marks
from store.library import Library, open_library
from store.loading import load
from store.models import Article
from store.text import text_hash
from tests.store.conftest import make
from tests.store.formats.generated import full, lost, wrote
from tests.store.helpers import keep, mark, quote

OA = "http://www.w3.org/ns/oa#"
CONTEXT = {
    "oa": OA,
    "dcterms": "http://purl.org/dc/terms/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Person": "foaf:Person",
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "created": "dcterms:created",
    "modified": "dcterms:modified",
    "name": "foaf:name",
    "value": "rdf:value",
}
"""Of the W3C's context (anno.jsonld) the terms that we use; those that only put `oa:` before themselves follow."""
CONTEXT |= {
    name: f"oa:{name}"
    for name in (
        *("Annotation", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "start", "end", "exact", "prefix"),
        *("suffix", "tagging", "commenting", "identifying", "highlighting"),
    )
}


def offline(url: str, options: object) -> dict[str, Any]:
    """The one context that there is."""
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXT},
    }


def read(found: object) -> tuple[list[Marks], Losses]:
    """The marks of a file, and what was lost."""
    losses, data = Losses(), found if isinstance(found, bytes) else json.dumps(found).encode()
    chosen = formats.find("w3c")
    return [one for _, one in chosen.read(io.BytesIO(data), losses)], losses  # type: ignore[attr-defined]


# What we write


@given(full())
def test_an_annotation_holds_place_words_and_verdict(item: Item) -> None:
    files, losses = wrote("w3c", item)
    page = json.loads(files[".jsonld"])
    assert page["type"] == "AnnotationPage"
    for written, annotation in zip(page["items"], item.annotations, strict=True):
        quoted, position = written["target"]["selector"]
        assert (quoted["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert item.article.text[position["start"] : position["end"]] == quoted["exact"] == annotation.exact
        assert written["quotidian:about"]["quotidian:verdict"] == annotation.verdict
        assert {body["purpose"] for body in written["body"]} <= {"tagging", "commenting", "identifying"}
    assert lost(losses) == 0


def alike(value: Any) -> Any:
    """A value as JSON-LD sees it: a list of one is its entry, the order of a set and an empty set say nothing."""
    if isinstance(value, list):
        found = sorted((alike(one) for one in value), key=repr)
        return found[0] if len(found) == 1 else found
    if isinstance(value, dict):
        return {key: alike(one) for key, one in sorted(value.items()) if one != []}
    return value.removeprefix("urn:") if isinstance(value, str) else value


@settings(max_examples=25, deadline=None)
@given(full())
def test_a_processor_of_json_ld_understands_every_key(item: Item) -> None:
    files, _ = wrote("w3c", item)
    page = json.loads(files[".jsonld"])
    options = {"documentLoader": offline}
    (expanded,) = jsonld.expand(page, options) or [{}]
    for one in expanded.get("http://www.w3.org/ns/activitystreams#items", [{"@list": []}])[0]["@list"]:
        assert one["@type"] == [OA + "Annotation"]
        selectors = one[OA + "hasTarget"][0][OA + "hasSelector"]
        assert [kind for selector in selectors for kind in selector["@type"]] == [
            OA + "TextQuoteSelector",
            OA + "TextPositionSelector",
        ]
    compact = jsonld.compact(expanded, page["@context"], options)
    assert alike(compact.get("items", [])) == alike(page["items"])
    if item.annotations:
        assert read(compact)[0] == read(page)[0]


# Ours, read back


@settings(max_examples=50, deadline=None)
@given(full())
def test_all_comes_back_where_the_articles_are(item: Item) -> None:
    with tempfile.TemporaryDirectory() as top, open_library(Path(top) / "l") as library:
        library.add_articles([item.article])
        keep(library, *item.annotations)
        before = library.annotations()
        export(library, [item.article.id], "w3c", Path(top) / "x.jsonld")
        library.undo()
        assert library.annotations() == []
        done = load(library, Path(top) / "x.jsonld")
        assert (done.format, done.conflicts) == ("w3c", ())
        assert library.annotations() == before


@pytest.fixture
def page(library: Library, article: Article, tmp_path: Path) -> dict[str, Any]:
    """Our page of a date and a quotation, which the library has."""
    keep(library, mark(article, "Sunday", "DATE", tags=("x",), note="n"), quote(article))
    export(library, [article.id], "w3c", tmp_path / "x.jsonld")
    found: dict[str, Any] = json.loads((tmp_path / "x.jsonld").read_text())
    return found


def test_marks_follow_their_words_into_a_newer_text(page: dict[str, Any], article: Article, tmp_path: Path) -> None:
    text = "New.\n\n" + article.text.replace("on Sunday", "today")
    with open_library(tmp_path / "new") as new:
        new.add_articles([replace(article, text=text, text_hash=text_hash(text))])
        done = load(new, tmp_path / "x.jsonld")
        (found,) = new.annotations()
        assert text[found.start : found.end] == found.exact
        assert [text[start:end] for start, end in found.parts] == ["“We had candid talks,”", "“and we will go on.”"]
        assert done.conflicts == (
            "1 of 2 annotations are not as in the file: their words are not in the library's text.",
        )


def test_what_was_changed_elsewhere_counts(page: dict[str, Any], library: Library, tmp_path: Path) -> None:
    before = {a.id: a for a in library.annotations()}
    day, said = page["items"]
    day["body"] = [{"type": "TextualBody", "purpose": "tagging", "value": name} for name in ("TIME", "y", "z")]
    day["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "seen"})
    day["creator"] = {"id": "https://x.org/ann", "type": "Person", "nickname": "Ann"}
    said["body"] = [{"type": "TextualBody", "purpose": "tagging", "value": "mixed"}]
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    load(library, tmp_path / "x.jsonld")
    now = {a.id: a for a in library.annotations()}
    first, second = sorted(now, key=lambda key: now[key].kind)
    assert now[first] == replace(before[first], label="TIME", tags=("y", "z"), note="seen", annotator="Ann")
    assert now[second] == replace(before[second], label="mixed")
    day["body"] = []
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    load(library, tmp_path / "x.jsonld")
    again = library.annotation(first)
    assert (again.kind, again.label, again.tags, again.note) == ("highlight", "", (), "")


def test_an_article_is_found_by_its_address(page: dict[str, Any], article: Article, tmp_path: Path) -> None:
    for one in page["items"]:
        one["quotidian:article"] = "somewhere-else"
        one["target"]["source"] = "https://x.org/a"
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    with open_library(tmp_path / "new") as new:
        new.add_articles([replace(article, id="abcdefabcdef", source="https://x.org/a", url="https://x.org/a")])
        done = load(new, tmp_path / "x.jsonld")
        assert (done.annotations, done.articles) == (2, ("abcdefabcdef",))
    with open_library(tmp_path / "none") as none:
        done = load(none, tmp_path / "x.jsonld")
        assert (done.annotations, len(done.conflicts)) == (0, 1)
        assert "does not have their articles" in done.conflicts[0]


# Annotations of others


URL = "https://news.example/talks"
EMOJI = "\U0001f4a9 \U0001f4a9 "


@pytest.fixture
def web(tmp_path: Path) -> Library:
    """A library with an article that was read from the web, and has emoji."""
    library = open_library(tmp_path / "web")
    library.add_articles([make(URL, text=EMOJI + make().text, url=URL)])
    return library


def loaded(library: Library, tmp_path: Path, found: object) -> list[tuple[Any, ...]]:
    """What a file of others made in the library; and it makes no more the second time."""
    (tmp_path / "x.json").write_text(json.dumps(found))
    with library:
        for _ in range(2):
            done = load(library, tmp_path / "x.json")
            assert done.format == "w3c"
            marks = library.annotations()
            text = library.article(library.articles()[0].id).text
            assert all(text[a.start : a.end] == a.exact for a in marks)
        return [(a.exact, a.kind, a.tags, a.note, a.anchor) for a in sorted(marks, key=lambda a: a.start)]


def test_annotations_as_recogito_has_them(web: Library, tmp_path: Path) -> None:
    """Positions in UTF-16 units, no surroundings."""
    start = len((EMOJI + "Blinken met ").encode("utf-16-le")) // 2
    one = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "#a4ea53d4-69f3-4392-a3dd-cbb7e9ad50cb",
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "value": "who?", "purpose": "commenting", "created": "2026-01-01T00:00:00Z"},
            {"type": "TextualBody", "value": "Person", "purpose": "tagging"},
        ],
        "target": {
            "source": URL,
            "selector": [
                {"type": "TextQuoteSelector", "exact": "Qin Gang"},
                {"type": "TextPositionSelector", "start": start, "end": start + 8},
            ],
        },
    }
    assert loaded(web, tmp_path, [one]) == [("Qin Gang", "highlight", ("Person",), "who?", "placed")]


def test_annotations_as_hypothesis_has_them(web: Library, tmp_path: Path) -> None:
    """Positions in the page, of which the article is only a part; bodies without a purpose."""
    xpath = {"type": "XPathSelector", "value": "/div[1]/p[1]"}
    ends = {"refinedBy": {"type": "TextPositionSelector", "start": 0, "end": 5}}
    quoted = {
        "type": "TextQuoteSelector",
        "exact": "Qin Gang",
        "prefix": "will go on.”\n\n",
        "suffix": " called the visit a",
    }
    one = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "id": "https://hypothes.is/a/dGVzdA",
        "created": "2026-03-09T22:16:08.728353+00:00",
        "modified": "2026-03-09T22:16:08.728353+00:00",
        "creator": "acct:ann@hypothes.is",
        "body": [
            {"type": "TextualBody", "value": "Look\nhere", "format": "text/markdown"},
            {"type": "TextualBody", "value": "to do", "purpose": "tagging"},
        ],
        "target": [
            {
                "source": URL,
                "selector": [
                    {"type": "RangeSelector", "startSelector": xpath | ends, "endSelector": xpath | ends},
                    {"type": "TextPositionSelector", "start": 4123, "end": 4131},
                    quoted,
                ],
            }
        ],
    }
    collection = {"type": "AnnotationCollection", "total": 1, "first": {"type": "AnnotationPage", "items": [one]}}
    assert loaded(web, tmp_path, collection) == [("Qin Gang", "highlight", ("to-do",), "Look\nhere", "placed")]
    with open_library(tmp_path / "web") as library:
        (found,) = library.annotations()
        assert found.start == library.article(found.article).text.rindex("Qin Gang")
        assert (found.annotator, found.created) == ("acct:ann@hypothes.is", "2026-03-09T22:16:08.728Z")


def about(*selectors: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An annotation of the article from the web."""
    return {"type": "Annotation", "id": "urn:x", "target": {"source": URL, "selector": list(selectors)}} | more


def words(exact: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact} | more


def position(start: Any, end: Any) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


@pytest.mark.parametrize(
    ("one", "exact", "anchor"),
    [
        (about(words("Sunday")), "Sunday", "placed"),
        (about(words("Sunday", prefix="Beijing on ")), "Sunday", "placed"),
        (about(position(4, 11)), "Blinken", "moved"),
        (about(words("Qin Gang")), "Qin Gang", "moved"),  # twice there
        (about(words("Sunday"), position(0, 6)), "Sunday", "moved"),
        (about(words("cafe\u0301 of")), "café of", "placed"),
        (about({"type": "FragmentSelector", "value": "p1"}, words("Sunday")), "Sunday", "placed"),
        (
            about() | {"@graph": None, "target": {"source": {"id": URL}, "selector": words("Sunday")}},
            "Sunday",
            "placed",
        ),
    ],
)
def test_one_selector_is_enough(web: Library, tmp_path: Path, one: object, exact: str, anchor: str) -> None:
    assert loaded(web, tmp_path, one) == [(exact, "highlight", (), "", anchor)]


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (about(words("nowhere to be found, this")), "their words are not in the library's text"),
        (about(position(99_990, 99_999)), "their words are not in the library's text"),
        (about(position(10**30, 10**31)), "their words are not in the library's text"),
        (about(words("\U0001f468", prefix=" ")), "their words are not in the library's text"),
        (about({"type": "SvgSelector", "value": "<svg/>"}), "a way that needs the page itself"),
        (about() | {"target": URL}, "about a whole page"),
        (about(words("Sunday")) | {"target": "urn:nowhere"}, "about a whole page"),
        (about(words("Sunday"), body={"type": "Image", "format": "x"}), "something of what they say is no text"),
    ],
)
def test_what_can_not_be_taken_is_said(web: Library, tmp_path: Path, one: object, said: str) -> None:
    (tmp_path / "x.json").write_text(json.dumps(one))
    with web:
        (sentence,) = load(web, tmp_path / "x.json", "w3c").conflicts
    assert sentence.startswith("1 of 1 annotations are not as in the file")
    assert said in sentence


def test_bodies_are_taken_by_their_purpose() -> None:
    body = [
        "https://x.org/comment",
        {"value": "T", "purpose": ["tagging", "commenting"]},
        {"source": "https://x.org/Q1", "purpose": "oa:identifying"},
        {"value": "N", "purpose": "identifying"},
        {"value": "M"},
    ]
    ((one,), losses) = read(about(words("x"), body=body, bodyValue="B", motivation="tagging"))
    (found,) = one.annotations
    assert (found.tags, found.name) == (("https://x.org/comment", "T", "M"), "https://x.org/Q1")
    assert (found.note, lost(losses)) == ("B\nN", 0)


def test_several_targets_are_several_marks() -> None:
    target = [{"source": URL, "selector": words("a")}, {"source": "https://y.org", "selector": [words("b")]}]
    found, _ = read(about() | {"target": target})
    assert [(one.address, one.annotations[0].exact) for one in found] == [(URL, "a"), ("https://y.org", "b")]
    assert len({one.annotations[0].id for one in found}) == 2


# What is refused


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (about(words("x"), position(5, 5)), "annotation 2: 5 to 5 is no stretch"),
        (about(words("x"), position(-5, 5)), "annotation 2: -5 to 5 is no stretch"),
        (about(words("x"), position(1.5, 5)), "annotation 2: Expected `int`, got `float`"),
        (about(words("x"), position(True, 5)), "annotation 2: Expected `int`, got `bool`"),
        (about(words("x"), position("__import__('os')", 5)), "annotation 2: Expected `int`, got `str`"),
        (about(words(["x"])), "annotation 2: Expected `str`, got `array`"),
        (about(words("x")) | {"type": "Note"}, "annotation 2: its type is not Annotation"),
        ({"type": "Annotation"}, "annotation 2: it has no target"),
        (["x"], "annotation 2: Expected `object`, got `array`"),
        (about(words("x"), **{"quotidian:article": 5}), "annotation 2: Expected `str`, got `int`"),
        (
            about(words("x"), **{"quotidian:about": {"quotidian:kind": "__import__('os')"}}),
            "annotation 2: Invalid enum",
        ),
        (about(words("x"), **{"quotidian:about": {}}), "annotation 2: "),
        (about(words("x"), **{"quotidian:about": {"quotidian:kind": ["quote"]}}), "annotation 2: "),
    ],
)
def test_a_bad_annotation_is_named_and_nothing_is_loaded(
    page: dict[str, Any], library: Library, tmp_path: Path, second: object, said: str
) -> None:
    before = library.annotations()
    page["items"][0]["body"] = []
    (tmp_path / "x.jsonld").write_text(json.dumps(page | {"items": [page["items"][0], second]}))
    with pytest.raises(FormatError, match=said):
        load(library, tmp_path / "x.jsonld")
    assert library.annotations() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quotidian:parts": [{"quotidian:start": 0, "quotidian:end": 9999}]}, "the part 0 to 9999 lies outside"),
        ({"quotidian:parts": [{"quotidian:start": 0}]}, "Expected `int`, got `null`"),
        (
            {"quotidian:speaker": {"quotidian:start": 0, "quotidian:end": 3, "quotidian:text": "Bob"}},
            "the words of the speaker",
        ),
        ({"quotidian:cue": "said"}, "missing required field"),
        ({"quotidian:about": {"quotidian:kind": "quote", "quotidian:verdict": "yes"}}, "Invalid enum value 'yes'"),
    ],
)
def test_a_quotation_that_does_not_fit_is_refused(
    page: dict[str, Any], library: Library, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    before = library.annotations()
    page["items"][1] |= change
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    with pytest.raises(FormatError, match=f"(?i){said}"):
        load(library, tmp_path / "x.jsonld")
    assert library.annotations() == before


def test_an_id_that_comes_twice_is_refused_and_one_that_is_a_path_is_none(
    page: dict[str, Any], library: Library, tmp_path: Path
) -> None:
    page["items"][1]["id"] = page["items"][0]["id"]
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    with pytest.raises(FormatError, match="comes twice"):
        load(library, tmp_path / "x.jsonld")
    page["items"][1]["id"] = "urn:quotidian:annotation:../../x"
    (_, two), _ = read(page)
    assert len(two.annotations[0].id) == 12


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[",
        b"[" * 100_000,
        b'{"type":"Annotation","target":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"items":[{"type":"Annotation","target":"\xff"}]}',
        b'{"type":"AnnotationCollection","first":"https://x.org/page1"}',
        b"null",
        b"__import__('os')",
    ],
)
def test_what_is_no_page_is_refused(library: Library, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.jsonld").write_bytes(data)
    with pytest.raises(FormatError, match=r"x\.jsonld: (the page|annotation 1): "):
        load(library, tmp_path / "x.jsonld", "w3c")


def test_a_file_too_large_for_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats._whole.LARGEST", 2**20)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read([about(words("x" * 2**20))])


def test_nothing_is_fetched(
    page: dict[str, Any], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page["@context"] = ["http://127.0.0.1:9/context", {"@import": "http://127.0.0.1:9/more"}]
    page["items"][0]["target"]["source"] = "http://127.0.0.1:9/article"
    (tmp_path / "x.jsonld").write_text(json.dumps(page))
    assert load(library, tmp_path / "x.jsonld").annotations == 2


def test_nothing_of_a_file_reaches_the_terminal(web: Library, tmp_path: Path) -> None:
    odd = "\x1b]52;c;eA==\x07[b]\x9b31mX"
    body = [{"value": odd, "purpose": purpose} for purpose in ("tagging", "commenting", "identifying")]
    (tmp_path / "x.jsonld").write_text(json.dumps(about(words("Sun\x1b[2Jday"), body=body, creator={"name": odd})))
    with web:
        load(web, tmp_path / "x.jsonld")
        (found,) = web.annotations()
    assert (found.exact, found.tags, found.note, found.name) == ("Sunday", ("[b]X",), "[b]X", "[b]X")
    assert found.annotator == "[b]X"


def test_a_json_file_is_told_by_what_is_in_it(web: Library, tmp_path: Path) -> None:
    tasks = [{"data": {"text": "Ada."}, "annotations": []}]
    for found, name in (
        (tasks, "labelstudio"),
        ([about(words("Sunday"))], "w3c"),
        ({"items": [about(words("x"))]}, "w3c"),
    ):
        (tmp_path / "x.json").write_text(json.dumps(found))
        assert load(web, tmp_path / "x.json", dry_run=True).format == name
    (tmp_path / "x.json").write_text('{"name": "something else"}')
    with pytest.raises(UsageError, match=r"As labelstudio: task 1: .* As w3c: annotation 1: its type is not"):
        load(web, tmp_path / "x.json")
    web.close()
