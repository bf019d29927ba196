"""UIMA CAS read back: ours whole, with what was changed there, INCEpTION's and Cassis's, and what is wrong."""

from __future__ import annotations

import io
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import cassis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import formats
from store.errors import FormatError
from store.export import export
from store.formats import Item, Losses, ReadableFolder
from store.formats._dkpro import NAMED_ENTITY
from store.library import Library, open_library
from store.loading import load
from store.models import Article, Mention
from tests.store.conftest import make
from tests.store.formats.generated import quoted, wrote
from tests.store.helpers import keep, mark, quote

INCEPTION = """<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore"
 xmlns:tcas="http:///uima/tcas.ecore" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore"
 xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
 xmlns:type8="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"
 xmlns:type9="http:///de/tudarmstadt/ukp/dkpro/core/api/semantics/type.ecore"
 xmlns:type6="http:///de/tudarmstadt/ukp/clarin/webanno/api/type.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<type4:Sentence xmi:id="2" sofa="1" begin="0" end="22"/>
<type4:Token xmi:id="3" sofa="1" begin="0" end="3" order="0"/>
<type8:NamedEntity xmi:id="4" sofa="1" begin="0" end="3" value="PER" identifier="http://example.org/ann"/>
<type8:NamedEntity xmi:id="5" sofa="1" begin="9" end="11"/>
<custom:Span xmi:id="6" sofa="1" begin="0" end="3" label="A &lt; B"/>
<custom:Relation xmi:id="7" sofa="1" begin="0" end="3" Dependent="6" Governor="6" label="of"/>
<pos:POS xmi:id="8" sofa="1" begin="0" end="3" PosValue="NNP"/>
<type9:SemArg xmi:id="9" sofa="1" begin="0" end="3"/>
<type9:SemArgLink xmi:id="10" role="speaker" target="9"/>
<type9:SemPred xmi:id="11" sofa="1" begin="12" end="18" arguments="10"/>
<type9:SemPred xmi:id="12" sofa="1" begin="4" end="8" category="say.01"/>
<type6:CASMetadata xmi:id="13" sofa="1" begin="0" end="0" username="admin"/>
<tcas:DocumentAnnotation xmi:id="14" sofa="1" begin="0" end="22" language="en"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ann said 😊 “No.” Fine."/>
<cas:View sofa="1" members="2 3 4 5 6 7 8 9 11 12 13 14"/>
</xmi:XMI>
"""


def read(content: str | bytes) -> tuple[Item, Losses]:
    chosen, losses = formats.find("cas"), Losses()
    assert isinstance(chosen, ReadableFolder)
    return chosen.read({".xmi": content.encode() if isinstance(content, str) else content}, "a.xmi", losses), losses


@given(quoted())
def test_all_comes_back(item: Item) -> None:
    found, losses = read(wrote("cas", item)[0][".xmi"])
    assert losses.sentences("x") == ()
    assert found.article == replace(item.article, fetched="")
    assert {a.id: a for a in found.annotations} == {a.id: a for a in item.annotations}


@given(quoted())
def test_all_comes_back_through_cassis(item: Item) -> None:
    files, _ = wrote("cas", item)
    types = cassis.load_typesystem(io.BytesIO(files[".types.xml"].encode()))
    cas = cassis.load_cas_from_xmi(io.BytesIO(files[".xmi"].encode()), typesystem=types)
    found, _ = read(cas.to_xmi())
    assert {a.id: a for a in found.annotations} == {a.id: a for a in item.annotations}


def test_provenance_and_names_come_back() -> None:
    article = make(title='A "b" <c> & d', url="https://example.org/?a=1&b=2")
    said = replace(quote(article), note='two\n"lines" <b>\t', tags=("a", "b<c"), unsure=True, annotator="ann")
    gone = Mention(start=said.start, end=said.start, text="The envoy", name="Jo")
    orphaned = replace(said, id="gone", verdict="accepted", speaker=gone, start=said.start, parts=said.parts[:1])
    orphaned = replace(orphaned, end=said.parts[0][1], exact=article.text[said.start : said.parts[0][1]])
    marks = (
        said,
        replace(orphaned, suffix=article.text[orphaned.end : orphaned.end + 32]),
        replace(said, id="rejected", verdict="rejected"),
        mark(article, "Sunday", name="x", tags=("t",)),
        mark(article, "Beijing", "HIGHLIGHT", note="a label like another"),
        mark(article, "Qin Gang", "PERSON", verdict="rejected", name="Qin"),
    )
    found, _ = read(wrote("cas", Item(article=article, annotations=marks))[0][".xmi"])
    assert {a.id: a for a in found.annotations} == {a.id: a for a in marks}
    assert found.article == replace(article, fetched="")


def changed(item: Item, change: Any) -> Item:
    """The item after somebody changed its CAS by Cassis."""
    files, _ = wrote("cas", item)
    types = cassis.load_typesystem(io.BytesIO(files[".types.xml"].encode()))
    cas = cassis.load_cas_from_xmi(io.BytesIO(files[".xmi"].encode()), typesystem=types)
    change(cas)
    return read(cas.to_xmi())[0]


def test_what_was_changed_elsewhere_counts() -> None:
    article = make()
    first, second = mark(article, "Blinken", "PERSON", note="n", tags=("t",)), mark(article, "Sunday", note="m")
    item = Item(article=article, annotations=(first, second, quote(article)))

    def change(cas: cassis.Cas) -> None:
        for entity in cas.select(NAMED_ENTITY):
            entity.value = "ORG" if entity.value == "PERSON" else "DATE"
        cas.add(cas.typesystem.get_type(NAMED_ENTITY)(begin=12, end=20, value="PERSON"))
        (predicate,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred")
        predicate.category = "mixed"
        predicate.arguments.elements = predicate.arguments.elements[:2]

    found = {a.exact: a for a in changed(item, change).annotations}
    assert (found["Blinken"].label, found["Blinken"].note, found["Blinken"].id) == ("ORG", "n", first.id)
    assert (found["Sunday"].label, found["Sunday"].kind, found["Sunday"].note) == ("DATE", "entity", "m")
    assert (found["Qin Gang"].label, found["Qin Gang"].kind) == ("PERSON", "entity")
    (said,) = [a for a in found.values() if a.kind == "quote"]
    assert (said.label, said.parts, said.speaker, said.cue) == ("mixed", quote(article).parts, None, None)

    def drop(cas: cassis.Cas) -> None:
        for entity in list(cas.select(NAMED_ENTITY)):
            if entity.value == "PERSON":
                cas.remove(entity)
                for ours in cas.select("quotidian.Mark"):
                    if ours.of is entity:
                        cas.remove(ours)

    assert {a.kind for a in changed(item, drop).annotations} == {"highlight", "quote"}


def test_what_inception_writes_is_read() -> None:
    found, losses = read(INCEPTION)
    assert found.article.text == "Ann said 😊 “No.” Fine."
    assert [(a.exact, a.label, a.kind) for a in found.annotations] == [
        ("Ann", "PER", "entity"),
        ("😊", "", "highlight"),
        ("Ann", "A < B", "entity"),
        ("“No.” ", "direct", "quote"),
    ]
    assert found.annotations[-1].speaker
    assert found.annotations[-1].speaker.text == "Ann"
    assert losses.sentences("are not as in the file") == (
        "1 of 7 annotations are not as in the file: Quotidian has nothing like SemPred.",
        "1 of 7 annotations are not as in the file: Quotidian has nothing like Relation.",
        "1 of 7 annotations are not as in the file: Quotidian has nothing like POS.",
    )


def test_a_folder_goes_into_another_library_and_is_known_again(
    library: Library, article: Article, tmp_path: Path
) -> None:
    keep(library, mark(article, "Blinken", "PERSON", note="n"), quote(article))
    export(library, [article.id], "cas", tmp_path / "out")
    assert load(library, tmp_path / "out").conflicts == ()
    with open_library(tmp_path / "other") as other:
        done = load(other, tmp_path / "out")
        assert (done.format, done.new, done.annotations) == ("cas", 1, 2)
        assert other.annotations() == library.annotations()


BOMB = '<!ENTITY a0 "x">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<cas:NULL", '<cas:NULL xmi:id="1"/><cas:NULL', "line 22: the id '1' comes twice"),
        ("<xmi:XMI xmlns:xmi", f"<!DOCTYPE x [{BOMB}]><xmi:XMI xmlns:xmi", "line 2: it declares a document type"),
        (
            "<xmi:XMI xmlns:xmi",
            '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xmi:XMI xmlns:xmi',
            "declares a document type",
        ),
        ("xmi:XMI", "xmi:XMJ", "line 2: it is no XMI"),
        ("</xmi:XMI>", "", "line 25: no element found"),
        ('begin="9" end="11"', 'begin="9" end="10"', "line 12: 9 to 10 is no stretch of the text"),
        ('begin="9" end="11"', 'begin="9" end="99"', "line 12: 9 to 99 is no stretch"),
        ('begin="9" end="11"', 'begin="9" end="-1"', "line 12: its begin and end are no numbers"),
        ('begin="9" end="11"', 'begin="9"', "line 12: its begin and end are no numbers"),
        ('begin="9" end="11"', 'begin="11" end="9"', "line 12: 11 to 9 is no stretch"),
        ('target="9"', 'target="99"', "line 17: its target names 99"),
        ('target="9"', 'target="9 4"', "line 17: it should have one target, and has 2"),
        ('target="9"', "", "line 17: it should have one target, and has 0"),
        ('arguments="10"', 'arguments="a b"', "line 18: its arguments are 'a b'"),
        ("sofaString", "sofaURI", "a.xmi: it has no text"),
        ('encoding="UTF-8"', 'encoding="no-such"', "unknown encoding"),
        ("<cas:NULL", "<cas:NULL><a><b/></a></cas:NULL><cas:NULL", "line 8: there are no elements in the values"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    assert old in INCEPTION
    content = INCEPTION.replace(old, new) if old.startswith("xmi:") else INCEPTION.replace(old, new, 1)
    with pytest.raises(FormatError, match=re.escape(said)):
        read(content)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind="entity"', 'kind="nonsense"', "nonsense"),
        ('verdict="added"', 'verdict="nonsense"', "nonsense"),
        ("met Qin", "hit Qin", "the text is not the one that was exported"),
    ],
)
def test_a_damaged_file_of_ours_is_refused_and_nothing_is_loaded(
    library: Library, article: Article, tmp_path: Path, old: str, new: str, said: str
) -> None:
    keep(library, mark(article, "Blinken", "PERSON"))
    file = export(library, [article.id], "cas", tmp_path).files[0]
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError, match=said):
        load(library, file)
    assert (library.articles(), library.annotations()) == before


@given(quoted(), st.data())
def test_a_file_that_is_cut_off_or_damaged_is_refused_or_fits_together(item: Item, data: st.DataObject) -> None:
    raw = wrote("cas", item)[0][".xmi"].encode()
    at = data.draw(st.integers(0, 10**6)) % len(raw)
    with pytest.raises(FormatError, match=r"a\.xmi"):
        read(raw[: min(at, len(raw) - 12)])
    with suppress(FormatError):
        found, _ = read(raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :])
        assert all(found.article.text[a.start : a.end] == a.exact for a in found.annotations)


def test_a_long_file_is_read_in_time_that_grows_with_it() -> None:
    article = make(text=("Ann 😊 met Bob. " * 20_000).strip())
    marks = tuple(replace(mark(article, "Ann", "PERSON"), id=f"m{number}") for number in range(5_000))
    content = wrote("cas", Item(article=article, annotations=marks))[0][".xmi"]
    began = time.perf_counter()
    assert len(read(content)[0].annotations) == 5_000
    assert time.perf_counter() - began < 20
