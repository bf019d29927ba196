"""Pipelines that need no training: one that finds names by a list, and one that misbehaves on request."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

NAMES = {"PER": ["Ann Lee", "Lee"], "ORG": ["Red Cross"], "GPE": ["Norway", "Oslo"]}

ODD = """
import os
import sys

import spacy
from spacy.language import Language


@Language.component("odd")
def odd(doc):
    text = doc.text
    if "PRINT" in text:
        print("a component prints")
        os.write(1, b"and writes to its standard output\\n")
    if "RAISE" in text:
        raise ValueError("a component raises\\x1b[31m")
    if "KILL" in text:
        os.kill(os.getpid(), 9)
    return doc


def load(**overrides):
    if os.environ.get("ODD_FAILS") == "raise":
        raise ValueError("this pipeline never loads")
    if os.environ.get("ODD_FAILS") == "exit":
        os._exit(3)
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "odd", "1.0"
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Red Cross"}])
    nlp.add_pipe("odd")
    return nlp
"""


@pytest.fixture(scope="session")
def names_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pipeline that finds NAMES, with labels as other trained pipelines have them (PER)."""
    import spacy

    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "names", "2.0"
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for label, names in NAMES.items() for name in names])
    folder = tmp_path_factory.mktemp("pipelines") / "names"
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages with the pipeline `odd_pipeline` among them."""
    place = tmp_path_factory.mktemp("packages")
    (place / "odd_pipeline").mkdir()
    (place / "odd_pipeline" / "__init__.py").write_text(ODD)
    (place / "odd_pipeline" / "meta.json").write_text('{"lang": "en", "name": "odd", "version": "1.0"}')
    (place / "odd_pipeline-1.0.dist-info").mkdir()
    (place / "odd_pipeline-1.0.dist-info" / "METADATA").write_text("Name: odd_pipeline\nVersion: 1.0\n")
    return place


@pytest.fixture
def odd_pipeline(packages: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an installed pipeline that prints, raises or ends its process when the text says so."""
    monkeypatch.syspath_prepend(str(packages))
    paths = [str(packages), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return "odd_pipeline"
