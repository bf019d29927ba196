"""Puts the entity components into a pipeline, in the order in which they build on each other."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

import nlp.entities.factories  # noqa: F401 - registers the components

BEFORE = "quotidian_quotes"
"""The component that reads what these find."""
COMPONENTS = (
    "quotidian_tidy",
    "quotidian_organisations",
    "quotidian_events",
    "quotidian_places",
    "quotidian_names",
    "quotidian_works",
    "quotidian_agreement",
    "quotidian_numbers",
    "quotidian_identities",
)
"""By order: each takes what the ones before it left."""
_GUESSING = frozenset({"quotidian_organisations", "quotidian_places", "quotidian_names"})


def add_components(nlp: Language) -> None:
    """Add those of `COMPONENTS` that are missing, before the quotations where these are, else at the end."""
    guess = not _finds_entities(nlp)
    for name in COMPONENTS:
        if not nlp.has_pipe(name):
            config: dict[str, Any] = {"guess": guess} if name in _GUESSING else {}
            if name == "quotidian_tidy":
                config = {"coarse": _is_coarse(nlp)}
            nlp.add_pipe(name, config=config, before=BEFORE if nlp.has_pipe(BEFORE) else None)


def _finds_entities(nlp: Language) -> bool:
    """Whether a component that is not one of ours sets entities."""
    return any(
        "doc.ents" in nlp.get_pipe_meta(name).assigns
        for name in nlp.pipe_names
        if not nlp.get_pipe_meta(name).factory.startswith("quotidian_")
    )


def _is_coarse(nlp: Language) -> bool | None:
    """Whether the pipeline's entities have CoNLL's labels, where LOC is any place; None where that cannot be known."""
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    if not labels & {"PER", "LOC", "GPE"}:
        return None
    return "GPE" not in labels
