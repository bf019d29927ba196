"""What an entity must be before the other rules look at it."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Span

from nlp.entities import add_components
from tests.nlp.entities.conftest import Mend

TIDY = "quotidian_tidy"


@pytest.mark.parametrize(
    ("text", "given", "left"),
    [
        ("in Uganda’s north", ("Uganda’s", "GPE"), ("Uganda", "GPE")),
        ("the Manila-based bank", ("Manila-based", "ORG"), ("Manila", "ORG")),
        ("President Joe Biden left", ("President Joe Biden", "PERSON"), ("Joe Biden", "PERSON")),
        ("said “Ann Lee” there", ("“Ann Lee”", "PERSON"), ("Ann Lee", "PERSON")),
        ("the Commander of the Royal Navy", ("Commander of the Royal Navy", "ORG"), ("Royal Navy", "ORG")),
        ("by Prayut Chan-o-cha now", ("Prayut Chan", "PERSON"), ("Prayut Chan-o-cha", "PERSON")),
        ("by Bashar al-Assad now", ("Assad", "PERSON"), ("Bashar al-Assad", "PERSON")),
        ("an Oman Football Association", ("Oman Football Association", "GPE"), ("Oman Football Association", "ORG")),
        ("at Bongeunsa Temple now", ("Bongeunsa Temple", "PERSON"), ("Bongeunsa Temple", "FAC")),
        ("the Limpopo River now", ("Limpopo River", "GPE"), ("Limpopo River", "LOC")),
        ("when Ms Calloway rose", ("Ms Calloway", "ORG"), ("Calloway", "PERSON")),
        ("when Lt. Marcus Thiele SC rose", ("Lt. Marcus Thiele SC", "PERSON"), ("Marcus Thiele", "PERSON")),
        ("the U.S. Congress for now", ("U.S. Congress for", "ORG"), ("U.S. Congress", "ORG")),
    ],
)
def test_an_entity_is_mended(mend: Mend, text: str, given: tuple[str, str], left: tuple[str, str]) -> None:
    assert mend(TIDY, text, given) == [left]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("on Monday it", ("Monday", "GPE")),
        ("see https://a.example/b now", ("https://a.example/b", "GPE")),
        ("However it rained.", ("However", "PERSON")),
        ("Soil is poor. The soil here is poorer.", ("Soil", "PERSON")),
        ("the late Sheikh was", ("Sheikh", "PERSON")),
        ("vitamins A and B2 help", ("B2", "ORG")),
        ("Kofi, Ama, Yaw, Esi and Abena ate nasi ulam there.", ("nasi ulam", "PERSON")),
    ],
)
def test_what_is_no_name_goes(mend: Mend, text: str, given: tuple[str, str]) -> None:
    assert given not in mend(TIDY, text, given)


def test_two_names_in_one_are_parted(mend: Mend) -> None:
    found = mend(TIDY, "between India and Pakistan now", ("India and Pakistan", "ORG"))
    assert found == [("India", "GPE"), ("Pakistan", "GPE")]


def test_labels_of_other_schemes_become_ours() -> None:
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    for label in ("PER", "LOC", "ORG", "MISC"):
        ner.add_label(label)
    add_components(nlp)
    assert nlp.get_pipe_config(TIDY)["coarse"] is True
    doc = nlp.make_doc("Ann Lee left Kenya for the Nile with Turkish friends")
    labels = [(0, 2, "PER"), (3, 4, "LOC"), (5, 7, "LOC"), (8, 9, "MISC")]
    doc.ents = [Span(doc, first, stop, label=label) for first, stop, label in labels]
    found = [(ent.text, ent.label_) for ent in nlp.get_pipe(TIDY)(doc).ents]
    assert found == [("Ann Lee", "PERSON"), ("Kenya", "GPE"), ("the Nile", "LOC"), ("Turkish", "NORP")]


def test_other_labels_are_seen_in_the_document_too(mend: Mend) -> None:
    text = "Ann Lee left Eldoret quickly"
    found = mend(TIDY, text, ("Ann Lee", "PER"), ("Eldoret", "LOC"))
    assert found == [("Ann Lee", "PERSON"), ("Eldoret", "GPE")]


def test_ontonotes_keeps_its_loc(mend: Mend) -> None:
    assert mend(TIDY, "on the Horn Plateau now", ("Horn Plateau", "LOC")) == [("Horn Plateau", "LOC")]


def test_ids_of_a_knowledge_base_stay() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(TIDY)
    doc = nlp.make_doc("Kenya won")
    doc.ents = [Span(doc, 0, 1, label="GPE", kb_id="Q114")]
    assert nlp.get_pipe(TIDY)(doc).ents[0].kb_id_ == "Q114"
