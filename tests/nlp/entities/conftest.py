"""A pipeline without a model, and a way to let one component mend what another found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language

import nlp.entities.factories  # noqa: F401 - registers the components
from nlp.entities import add_components

Entities = list[tuple[str, str]]
Find = Callable[[str], Entities]
Mend = Callable[..., Entities]


@pytest.fixture(scope="session")
def blank() -> Language:
    """All entity components, and nothing else."""
    nlp = spacy.blank("en")
    add_components(nlp)
    return nlp


@pytest.fixture(scope="session")
def find(blank: Language) -> Find:
    """What the rules alone find in a text."""
    return lambda text: [(ent.text, ent.label_) for ent in blank(text).ents]


@pytest.fixture(scope="session")
def mend() -> Mend:
    """What one component makes of entities that are given as words and label: the first such words in the text."""
    pipelines: dict[str, Language] = {}

    def run(component: str, text: str, *given: tuple[str, str]) -> Entities:
        if component not in pipelines:
            pipelines[component] = spacy.blank("en")
            config = {"guess": False} if component.removeprefix("quotidian_") in GUESSING else {}
            pipelines[component].add_pipe(component, config=config)
        nlp = pipelines[component]
        doc = nlp.make_doc(text)
        spans = []
        for words, label in given:
            span = doc.char_span(text.index(words), text.index(words) + len(words), label=label)
            assert span is not None, words
            spans.append(span)
        doc.ents = spans
        return [(ent.text, ent.label_) for ent in nlp.get_pipe(component)(doc).ents]

    return run


GUESSING = {"names", "places", "organisations"}
