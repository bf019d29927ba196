"""WebAnno TSV, read back as INCEpTION does, and by a reader that others wrote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import web_anno_tsv
from hypothesis import given

from store.formats import Item
from store.formats._spans import HIGHLIGHT
from tests.store.conftest import make
from tests.store.formats import webanno_tsv
from tests.store.formats.generated import lost, quoted, roles, wrote
from tests.store.helpers import mark, quote


@given(quoted())
def test_webanno_is_read_as_inception_does(item: Item) -> None:
    files, losses = wrote("webanno", item)
    read = webanno_tsv.read(files[".webanno.tsv"])
    text = item.article.text
    assert read.text.decode("utf-16-le") == text

    def place(at: tuple[int, int]) -> tuple[int, int]:
        begin, end = (len(read.words(0, offset)) for offset in at)
        assert text[begin:end] == read.words(*at)
        return begin, end

    wanted = Counter(
        (a.start, a.end, a.label or HIGHLIGHT, *roles(a))
        for a in item.annotations
        if a.verdict != "rejected"
        and all(text[s:e] == text[s:e].strip() for s, e in [(a.start, a.end), *(role[1:] for role in roles(a))])
    )
    found = Counter(
        (*place(span["at"]), span.get("value") or span["category"], *((role, *place(at)) for role, at in span["links"]))
        for span in read.spans.values()
        if not span["layer"].endswith("SemArg")
    )
    assert found == wanted
    assert found.total() + lost(losses) == len(item.annotations)


def test_webanno_ties_a_quotation_to_its_parts_speaker_and_cue() -> None:
    article = make()
    said = quote(article)
    files, losses = wrote("webanno", Item(article=article, annotations=(said,)))
    read = webanno_tsv.read(files[".webanno.tsv"])
    (predicate,) = [span for span in read.spans.values() if span["layer"].endswith("SemPred")]
    assert (read.words(*predicate["at"]), predicate["category"]) == (said.exact, "direct")
    assert [(role, read.words(*place)) for role, place in predicate["links"]] == [
        ("part", "“We had candid talks,”"),
        ("part", "“and we will go on.”"),
        ("speaker", "Antony Blinken"),
        ("cue", "said"),
    ]
    assert lost(losses) == 0


def test_webanno_escapes_what_it_reserves() -> None:
    article = make(text="\u00a0\n[a] | b_c\\t -> d;\te * \\\n  #Text= f\n\n🇩🇪 1-1\t0-1")
    labels = ("a|b", "a_b[1]", "->", "*", "_", "\\", "a\\|b", "x]", "t;u", "\\n")
    marks = tuple(mark(article, "d;\te * \\\n  #Text= f", label) for label in labels)
    files, losses = wrote("webanno", Item(article=article, annotations=marks))
    read = webanno_tsv.read(files[".webanno.tsv"])
    assert read.text.decode("utf-16-le") == article.text
    assert sorted(span["value"] for span in read.spans.values()) == sorted(labels)
    assert {read.words(*span["at"]) for span in read.spans.values()} == {marks[0].exact}
    assert lost(losses) == 0


def test_webanno_is_read_by_web_anno_tsv(tmp_path: Path) -> None:
    """Which takes a line as all there is of a mark, and leaves escapes as they are."""
    article = make(text="Ann Lee 👩‍👩‍👧 met U.S.-based שלום e\u0323\u0301.\n\n日本 and Ann.")
    pieces = (
        ("Ann Lee", "PERSON"),
        ("Lee", "ORG"),
        ("U.S.", "GPE"),
        ("👩‍👩‍👧 met", "X"),
        ("שלום", "GPE"),
        ("日本", "GPE"),
    )
    marks = tuple(mark(article, words, label) for words, label in pieces)
    files, _ = wrote("webanno", Item(article=article, annotations=marks))
    file = tmp_path / "a.tsv"
    file.write_text(files[".webanno.tsv"], encoding="utf-8")
    with web_anno_tsv.open_web_anno_tsv(str(file)) as sentences:
        found = list(sentences)
    assert "\n".join(sentence.text for sentence in found) == article.text
    assert Counter((a.text, a.label) for sentence in found for a in sentence.annotations) == Counter(pieces)
    assert all(s.text[a.start : a.stop] == a.text for s in found for a in s.annotations)
