"""CoNLL: as spaCy and seqeval read it, as we read it back, and the dialects of others."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import seqeval.scheme
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics.sequence_labeling import get_entities
from spacy.training.converters import conll_ner_to_docs

from store import formats
from store.errors import FormatError, UsageError
from store.formats import Item, Losses
from store.library import Library, open_library
from store.loading import load
from store.text import clean
from tests.store.formats.generated import PIECES, items, letters, lost, wrote


def read(content: str) -> tuple[list[Item], Losses]:
    """The articles of a file, and what was lost."""
    losses = Losses()
    chosen = formats.find("conll")
    return [item for _, item in chosen.read(io.BytesIO(content.encode()), losses)], losses  # type: ignore[attr-defined]


def column(*tags: str) -> str:
    """A sentence whose words are w0, w1 and so on."""
    return "".join(f"w{number} {tag}\n" for number, tag in enumerate(tags))


def found(item: Item) -> list[tuple[str, str]]:
    """The marks by their places."""
    return [(a.exact, a.label) for a in sorted(item.annotations, key=lambda a: a.start)]


# As others read it


@given(items())
def test_conll_is_read_by_spacy(item: Item) -> None:
    files, losses = wrote("conll", item)
    docs = list(conll_ner_to_docs(files[".conll"], n_sents=0, no_print=True))
    read = [(entity.text.replace(" ", ""), entity.label_) for doc in docs for entity in doc.ents]
    wanted = [
        ("".join(a.exact.split()), "_".join(a.label.split()))
        for a in sorted(item.annotations, key=lambda a: a.start)
        if a.kind == "entity" and a.verdict != "rejected"
    ]
    assert len(read) + lost(losses) == len(item.annotations)
    rest = iter(wanted)
    assert all(entity in rest for entity in read)
    assert "".join(token.text for doc in docs for token in doc) == "".join(item.article.text.split())


def sentences(content: str) -> list[tuple[list[str], list[str]]]:
    """The words and the tags of each sentence that has some."""
    blocks = [[line.split(" ") for line in block.split("\n") if line] for block in content.split("\n\n")]
    return [([row[0] for row in block], [row[-1] for row in block]) for block in blocks if len(block)]


@given(items())
def test_seqeval_takes_the_tags_as_iob2_and_finds_the_same_entities(item: Item) -> None:
    files, _ = wrote("conll", item)
    wanted = []
    for words, tags in sentences(files[".conll"])[1:]:
        strict = seqeval.scheme.Tokens(tags, seqeval.scheme.IOB2).entities
        assert [(e.tag, e.start, e.end - 1) for e in strict] == get_entities(tags)
        wanted += [("".join(words[e.start : e.end]), e.tag) for e in strict]
    articles, losses = read(files[".conll"])
    assert [("".join(words.split()), label) for one in articles for words, label in found(one)] == wanted
    assert losses.sentences("x") == ()


# Ours, read back


@given(items())
def test_the_words_and_the_labels_come_back(item: Item) -> None:
    files, _ = wrote("conll", item)
    (back,), losses = read(files[".conll"])
    assert losses.sentences("x") == ()
    assert "".join(back.article.text.split()) == "".join(item.article.text.split())
    kept = {(a.exact, "_".join(a.label.split())) for a in item.annotations if a.verdict != "rejected"}
    assert {("".join(w.split()), label) for w, label in found(back)} <= {("".join(w.split()), n) for w, n in kept}
    assert all(back.article.text[a.start : a.end] == a.exact for a in back.annotations)


# Dialects


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (["B-A", "I-A", "O", "B-A", "B-A"], ["w0 w1", "w3", "w4"]),
        (["I-A", "I-A", "B-A", "I-B", "O"], ["w0 w1", "w2", "w3"]),  # IOB1
        (["B-A", "E-A", "S-A", "B-A", "I-A", "E-A", "I-A"], ["w0 w1", "w2", "w3 w4 w5", "w6"]),  # BIOES
        (["B-A", "L-A", "U-A", "U-A", "O"], ["w0 w1", "w2", "w3"]),  # BILOU
        (["B-A", "M-A", "E-A", "W-A"], ["w0 w1 w2", "w3"]),
        (["O", "E-A", "I-B", "I-A"], ["w1", "w2", "w3"]),
        (["B", "I", "O", "B"], ["w0 w1", "w3"]),
    ],
)
def test_tags_of_all_schemes(tags: list[str], wanted: list[str]) -> None:
    (item,), _ = read(column(*tags))
    assert [words for words, _ in found(item)] == wanted
    assert {a.kind for a in item.annotations} == {"highlight" if tags[0] == "B" else "entity"}


@given(st.lists(st.sampled_from(["O", *(f"{sign}-{label}" for sign in "BIES" for label in "AB")]), min_size=1))
def test_marks_are_those_that_seqeval_finds(tags: list[str]) -> None:
    (item,), losses = read(column(*tags))
    wanted = [(" ".join(f"w{n}" for n in range(first, last + 1)), label) for label, first, last in get_entities(tags)]
    assert found(item) == wanted
    assert (losses.total, lost(losses)) == (len(wanted), 0)


def test_a_text_is_made_that_reads_well() -> None:
    words = "\" Well , \" said Ann 's boss ( 40 ) , “ it does n't cost $ 5 ; 3 % . ” ... `` So '' ?"
    (item,), _ = read("".join(f"{word} O\n" for word in words.split()) + "\n\nNext O\none O\n")
    assert item.article.text == ("\"Well,\" said Ann's boss (40), “it doesn't cost $5; 3%.”... ``So''?\n\nNext one")


def test_documents_columns_comments_and_line_ends() -> None:
    content = (
        "\ufeff# newdoc id = 1\r\n-DOCSTART- -X- -X- O\r\n\r\n# text = EU rejects\r\nEU NNP I-NP B-ORG\r\n"
        "# NN I-NP O\r\nrejects VBZ I-VP O\r\n\r\n-DOCSTART- (2 two)\n\n\n\nPeter\tN\tN\tB-PER\n"
        "New York\tN\t\tB-LOC\n\n-DOCSTART-\n"
    )
    articles, _ = read(content)
    assert [(one.article.text, found(one)) for one in articles] == [
        ("EU # rejects", [("EU", "ORG")]),
        ("Peter New York", [("Peter", "PER"), ("New York", "LOC")]),
    ]
    assert [one.article.title for one in articles] == ["EU # rejects", "Peter New York"]
    assert read("")[0] == read("\n-DOCSTART- O\n\n")[0] == []


@given(st.lists(st.sampled_from([*PIECES, "\u200f", "\x1b[31m", "\u00ad", "\x85", "e\u0301", "\u0301"]), min_size=1))
def test_unclean_words_keep_their_marks_or_are_said_to_be_lost(pieces: list[str]) -> None:
    words = [word for piece in pieces for word in [piece.strip(" \n\t.")] if word]
    articles, losses = read("".join(f"{word} B-L{number}\n" for number, word in enumerate(words)))
    for one in articles:
        assert one.article.text == clean(one.article.text)
        by_label = {a.label: a for a in one.annotations}
        assert len(by_label) + lost(losses) >= len(words)
        for number, word in enumerate(words):
            if made := by_label.get(f"L{number}"):
                assert letters(word) in letters(made.exact)
                assert one.article.text[made.start : made.end] == made.exact


def test_a_file_goes_into_a_library(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.conll").write_text("Ada B-PER\nleft O\n-DOCSTART- O\nBob B-PER\n")
    (tmp_path / "x.bio").write_text("Cy B-PER\n")
    with open_library(tmp_path / "new") as new:
        done = load(new, tmp_path / "x.conll")
        assert (done.format, done.new, done.annotations, done.conflicts) == ("conll", 2, 2, ())
        assert sorted(a.source for a in new.articles()) == ["x.conll, line 1", "x.conll, line 4"]
        assert load(new, tmp_path / "x.bio").format == "conll"
        assert load(new, tmp_path / "x.conll").new == 0
        assert len(new.annotations()) == 3


# What is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Ada O\nmet\n", "line 2: it has not a word and its tag: 'met'"),
        ("Ada O\nmet V O\n", "line 2: it has 3 columns, and the lines before it have 2"),
        ("Ada O\nmet __import__('os')\n", "line 2: \"__import__('os')\" is no tag"),
        ("Ada O\nmet VBD\n", "line 2: 'VBD' is no tag"),
        ("Ada O\n\tO\n", "line 2: it has not a word"),
        ("Ada O\nmet B-\n", "line 2: 'B-' is no tag"),
        ("Ada O\n\x1b[31m \x00\n", "line 2: '' is no tag"),
        ("Ada O\nmet (PER*\n", "line 2: '(PER*' is no tag"),
        ('{"text": "x"}\n', "line 1: '\"x\"}' is no tag"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(library: Library, tmp_path: Path, content: str, said: str) -> None:
    refused(library, tmp_path, content.encode(), said)


def refused(library: Library, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.conll").write_bytes(content)
    before = library.articles(), library.annotations()
    with pytest.raises(FormatError) as caught:
        load(library, tmp_path / "x.conll")
    assert said in caught.value.sentence
    assert "x.conll: " in caught.value.sentence
    assert "\x1b" not in caught.value.sentence
    assert (library.articles(), library.annotations()) == before


def test_what_is_no_text_or_has_no_end_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(library, tmp_path, b"Ada O\n\xff\xfe O\n", "line 2: ")
    refused(library, tmp_path, b"\x00\x01\x02", "line 1: ")
    monkeypatch.setattr("store.formats._lines.LONGEST", 2**20)
    refused(library, tmp_path, b"Ada O\n" + b"x" * 2**21 + b" O", "line 2: it is longer than 1 MB")
    monkeypatch.setattr("store.formats.conll.LONGEST", 2**20)
    refused(library, tmp_path, b"Ada O\n" * 2**18, "the article is longer than 1 MB")


def test_a_link_in_a_folder_is_not_followed(library: Library, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Ada O\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.conll").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match="nothing to load"):
        load(library, tmp_path / "in")
