"""Pipelines: the shipped one or any that is installed, with the components that find names and quotations.

Imports spaCy when it is imported itself: for processes that analyse, never for the one that draws.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.util import is_package

from nlp.entities import add_components
from nlp.identity import BLANK, expected_id, identify, pipeline_folder
from nlp.quotes.component import FACTORY
from store.errors import PipelineError
from store.text import clean_line

LANGUAGE = "en"
"""The language whose names our rules know; quotation marks are much the same in others."""
OURS = "quotidian_"
"""How the names of our components begin."""
_ID = "quotidian_id"


class PipelineWarning(UserWarning):
    """A pipeline was loaded, but may not work as it should; the message is a sentence for a person."""


def load(name: str = "") -> Language:
    """The pipeline `name`: "" is the default, else a path or the name of an installed spaCy pipeline.

    Raises PipelineError in a sentence; warns with PipelineWarning where it was made for another spaCy.
    """
    logging.getLogger("spacy").setLevel(logging.ERROR)
    nlp = _default() if not name else _named(name)
    _complete(nlp)
    nlp.meta[_ID] = expected_id(name) or identify(nlp.meta)
    return nlp


def pipeline_id(nlp: Language) -> str:
    """`name@version` of a pipeline; another when what it finds can be another (`nlp.identity`)."""
    return str(nlp.meta.get(_ID) or identify(nlp.meta))


def _default() -> Language:
    if folder := pipeline_folder(""):
        return _load(str(folder), "The pipeline that comes with Quotidian")
    nlp = spacy.blank(LANGUAGE)
    nlp.meta["name"] = BLANK
    return nlp


def _named(name: str) -> Language:
    shown = f"The pipeline ‘{clean_line(name, 100)}’"
    if not Path(name).exists() and not is_package(name) and pipeline_folder(name) is None:
        if not name.isidentifier():
            raise PipelineError(f"{shown} is no folder: check the path.")
        raise PipelineError(
            f"{shown} is not installed: install it with `python -m spacy download {name}`, "
            "or give the folder of a pipeline."
        )
    return _load(name, shown)


def _load(name: str, shown: str) -> Language:
    """What spaCy loads by `name`; `shown` begins the sentences about it."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            nlp = spacy.load(name)
    except MemoryError:
        raise
    except Exception as error:  # whatever a foreign pipeline's code raises
        reason = clean_line(str(error).strip() or type(error).__name__, 200)
        raise PipelineError(
            f"{shown} does not load: {reason} Install it again, or choose another with --pipeline."
        ) from error
    if any("W095" in str(warning.message) for warning in caught):
        made_for = nlp.meta.get("spacy_version", "another version")
        warnings.warn(
            f"{shown} was made for spaCy {made_for} and this is {spacy_version}: it may find less than it should.",
            PipelineWarning,
            stacklevel=3,
        )
    return nlp


def _complete(nlp: Language) -> None:
    """Add our components where they are missing: names first, for the quotations' speakers use them."""
    if nlp.lang == LANGUAGE:
        add_components(nlp)
    if not nlp.has_pipe(FACTORY):
        nlp.add_pipe(FACTORY)
