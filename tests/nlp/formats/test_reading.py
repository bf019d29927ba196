"""spaCy's file of documents read back: ours, spaCy's, and what is wrong."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from spacy.tokens import DocBin, Span

from nlp.formats import docbin, unpack
from nlp.formats.docs import Blanks, document
from nlp.formats.documents import item as meant
from nlp.process import Child
from store.errors import FormatError, PipelineError
from store.export import export
from store.formats import Item, Losses
from store.library import Library, open_library
from store.loading import load
from store.models import Article
from tests.store.conftest import make
from tests.store.formats.generated import quoted
from tests.store.helpers import keep, mark, quote
from tui.exchange import formats

BLANKS = Blanks()
BLANK = spacy.blank("en")
assert "spacy" in formats.names()


def packed(*items: Item) -> bytes:
    """The file of these, made in this process."""
    made = DocBin(attrs=("ENT_IOB", "ENT_TYPE", "ENT_ID"), store_user_data=True)
    for one in items:
        made.add(document(docbin.sheet(one, Losses()), BLANKS))
    return made.to_bytes()


def unpacked(data: bytes) -> tuple[list[Item], Losses]:
    """What is read of a file, in this process."""
    losses = Losses()
    return [meant(found, "document 1", losses) for found in unpack.documents(io.BytesIO(data))], losses


def read(data: bytes) -> tuple[list[Item], Losses]:
    """What is read of a file, by way of the other process."""
    losses = Losses()
    return [found for _, found in docbin.FORMAT.read(io.BytesIO(data), losses)], losses


@given(st.lists(quoted(), min_size=1, max_size=3))
def test_what_is_written_comes_back(items: list[Item]) -> None:
    found, losses = unpacked(packed(*items))
    assert losses.sentences("x") == ()
    for back, one in zip(found, items, strict=True):
        wanted = [a for a in one.annotations if a.verdict != "rejected" and a.exact == a.exact.strip()]
        assert {a.id: a for a in back.annotations} == {a.id: a for a in wanted}
        assert back.article == replace(one.article, fetched="")


def test_a_file_goes_into_another_library_and_is_known_again(
    library: Library, article: Article, tmp_path: Path
) -> None:
    other = make("/2", text="Another 🇩🇪 text.", title="Two")
    library.add_articles([other])
    keep(library, mark(article, "Blinken", "PERSON", note="n", tags=("t",)), quote(article), mark(other, "🇩🇪", "GPE"))
    file = tmp_path / "train.spacy"
    export(library, [article.id, other.id], docbin.FORMAT, file)
    assert load(library, file).conflicts == ()
    with open_library(tmp_path / "other") as elsewhere:
        done = load(elsewhere, file)
        assert (done.format, done.new, done.annotations) == ("spacy", 2, 3)
        assert {a.id: a for a in elsewhere.annotations()} == {a.id: a for a in library.annotations()}


def test_documents_of_others_are_read() -> None:
    doc = BLANK("“No,” said Ann Lee of Oslo.")
    doc.ents = [Span(doc, 5, 7, "PERSON"), Span(doc, 8, 9, "GPE")]
    doc.spans["sc"] = [Span(doc, 5, 7, "PERSON"), Span(doc, 6, 7, "NAME")]
    doc.spans["quotes"] = [Span(doc, 0, 4, "")]
    doc.spans["other"] = [Span(doc, 0, 1, "X")]
    doc.user_data["quotidian"] = 3
    doc.user_data["x", None] = {1: b"bytes"}
    for stored in (True, False):
        (found,), losses = unpacked(DocBin(docs=[doc], store_user_data=stored).to_bytes())
        assert [(a.exact, a.label, a.kind) for a in found.annotations] == [
            ("Ann Lee", "PERSON", "entity"),
            ("Lee", "NAME", "entity"),
            ("Oslo", "GPE", "entity"),
            ("“No,”", "direct", "quote"),
        ]
        assert losses.sentences("x") == (
            "1 of 5 annotations x: they are spans in the group 'other', which means nothing here.",
        )


def test_documents_of_words_alone_and_of_old_versions_are_read() -> None:
    doc = spacy.tokens.Doc(BLANK.vocab, words=["Ann", "met", "Bob", "."])
    doc.ents = [Span(doc, 0, 1, "PERSON"), Span(doc, 2, 3, "PERSON")]
    doc.spans["sc"] = [Span(doc, 1, 2, "V")]
    raw = srsly.msgpack_loads(zlib.decompress(DocBin(docs=[doc]).to_bytes()))
    raw["span_groups"] = [srsly.msgpack_dumps([doc.spans["sc"].to_bytes()])]
    (found,), _ = unpacked(zlib.compress(srsly.msgpack_dumps(raw)))
    assert found.article.text == "Ann met Bob ."
    assert [a.exact for a in found.annotations] == ["Ann", "met", "Bob"]
    doc.spans.clear()
    raw["span_groups"] = [b""]
    del raw["flags"]
    (found,), _ = unpacked(zlib.compress(srsly.msgpack_dumps(raw)))
    assert [a.exact for a in found.annotations] == ["Ann", "Bob"]


def damage(**changes: Any) -> bytes:
    """A sound file of one document, with some of it replaced."""
    article = make(text="Ann met Bob.")
    raw = srsly.msgpack_loads(zlib.decompress(packed(Item(article=article, annotations=(mark(article, "Ann", "X"),)))))
    return zlib.compress(srsly.msgpack_dumps(raw | changes))


def group(*span: int) -> list[bytes]:
    made = {"name": "sc", "attrs": {}, "spans": [struct.pack(">QQQllll", 0, 0, *span, 0, 0)]}
    return [srsly.msgpack_dumps([srsly.msgpack_dumps(made)])]


def said(**about: Any) -> list[bytes]:
    return [srsly.msgpack_dumps({"quotidian": about})]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (damage()[:-9], "it is cut off"),
        (zlib.compress(b"\x81"), "it holds no documents of spaCy"),
        (zlib.compress(b"x"), "it holds no documents of spaCy"),
        (damage(attrs=[]), "have no words"),
        (damage(attrs=[77, 78, 452, 5]), "have no words"),
        (damage(lengths=b"\1\0\0"), "are cut off"),
        (damage(lengths=struct.pack("i", 3)), "not as many words"),
        (damage(lengths=struct.pack("ii", -1, 5)), "fewer than none"),
        (damage(spaces=b"\1"), "not as many words"),
        (damage(tokens="text"), "it holds no documents of spaCy"),
        (damage(strings=["Ann"]), "document 1: the file has no string with the number"),
        (damage(span_groups=group(0, 0, 99)), "document 1: a span of the words 0 to 99 is not in it"),
        (damage(span_groups=group(0, -1, 1)), "document 1: a span of the words -1 to 1 is not in it"),
        (damage(span_groups=group(7, 0, 1)), ""),
        (
            damage(span_groups=group(12345678901, 0, 1)),
            "document 1: the file has no string with the number 12345678901",
        ),
        (damage(span_groups=[b"\xc1"]), "document 1"),
        (damage(user_data=[b"\xc1"]), "document 1"),
        (damage(user_data=said(article=3)), "document 1"),
        (damage(user_data=said(marks={"x": 3})), "document 1"),
        (damage(user_data=said(article={"text_hash": "0"})), "the text is not the one that was exported"),
        (damage(user_data=[srsly.msgpack_dumps({"quotidian": {"marks": {}, "x": [[]] * 9}})]), ""),
    ],
)
def test_a_bad_file_is_refused_with_the_document(data: bytes, reason: str) -> None:
    if not reason:
        assert unpacked(data)
        return
    with pytest.raises(FormatError, match=reason):
        unpacked(data)


def test_what_is_wrong_is_said_across_processes_and_nothing_is_loaded(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "bad.spacy"
    before = library.articles(), library.annotations()
    for data, reason in ((damage(strings=["Ann"]), "document 1: the file has no string"), (damage()[:40], "cut off")):
        file.write_bytes(data)
        with pytest.raises(FormatError, match=reason):
            load(library, file, "spacy")
    for data in (b"", b"x", b"PK\3\4", b'{"text": 1}'):
        file.write_bytes(data)
        with pytest.raises(FormatError, match="not packed as spaCy packs"):
            load(library, file, "spacy")
    assert (library.articles(), library.annotations()) == before


def test_a_process_that_ends_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docbin, "_start", lambda _: Child("nlp.formats.nothing_is_called_so"))
    with pytest.raises(FormatError, match=r"process that does it ended \(.*nothing_is_called_so"):
        read(damage())
    monkeypatch.undo()
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: (_ for _ in ()).throw(OSError(11, "busy")))
    with pytest.raises(PipelineError, match="busy"):
        read(damage())


def test_a_file_that_unpacks_to_more_than_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LARGEST", 2**20)
    bomb = zlib.compress(bytes(2**28))
    tracemalloc.start()
    with pytest.raises(FormatError, match="larger than 1 MB"):
        unpacked(bomb)
    assert tracemalloc.get_traced_memory()[1] < 2**24
    tracemalloc.stop()


@settings(deadline=None)
@given(quoted(), st.data())
def test_a_damaged_file_is_refused_or_fits_together(item: Item, data: st.DataObject) -> None:
    raw = zlib.decompress(packed(item))
    at = data.draw(st.integers(0, 10**6)) % len(raw)
    for damaged in (raw[:at], raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]):
        try:
            found, _ = unpacked(zlib.compress(damaged))
        except FormatError:
            continue
        for one in found:
            assert all(one.article.text[a.start : a.end] == a.exact for a in one.annotations)


def test_an_object_of_python_in_it_is_bytes_to_us() -> None:
    pickled = msgspec.msgpack.Ext(1, b"cos\nsystem\n(S'false'\ntR.")
    (found,), _ = unpacked(damage(user_data=[msgspec.msgpack.encode({"quotidian": pickled})]))
    assert [a.label for a in found.annotations] == ["X"]
    with pytest.raises(FormatError, match="document 1"):
        unpacked(damage(user_data=[msgspec.msgpack.encode({"quotidian": {"marks": pickled}})]))
