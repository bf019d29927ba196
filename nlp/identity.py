"""Which pipeline made an analysis, as an id that is known before spaCy is: kept findings can be shown at once.

Imports no spaCy, and loads nothing: it reads a pipeline's `meta.json` and the source of our own components.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MODEL = HERE / "model"
"""Where the shipped pipeline lies."""
BLANK = "blank"
"""The name of the default pipeline where none is shipped: rules alone."""


def pipeline_folder(name: str) -> Path | None:
    """The folder of the pipeline `name` ("" is the shipped one, else a path or an installed package), None where
    there is no such folder.
    """
    if not name:
        return MODEL if (MODEL / "meta.json").is_file() else None
    for folder in (Path(name), _package_folder(name)):
        if folder is not None and (folder / "meta.json").is_file():
            return folder
    return None


def _package_folder(name: str) -> Path | None:
    if not name.isidentifier():
        return None
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def expected_id(name: str = "") -> str:
    """The id that the pipeline `name` will have when it is loaded: `name@version`; "" where that cannot be known."""
    folder = pipeline_folder(name)
    if folder is None:
        return "" if name else identify({"lang": "en", "name": BLANK, "version": "0"})
    try:
        raw = (folder / "meta.json").read_bytes()
        meta = json.loads(raw)
    except (OSError, ValueError):
        return ""
    return identify(meta, raw) if isinstance(meta, dict) else ""


def identify(meta: dict[str, Any], raw: bytes = b"") -> str:
    """`name@version` of the pipeline that `meta` describes; `raw` are the bytes of its `meta.json`.

    The version ends in a digest of our components' source and of `raw`, which holds a trained pipeline's scores: an
    analysis is never taken for one that another code or another training made.
    """
    digest = hashlib.blake2b(_behaviour() + raw, digest_size=4).hexdigest()
    name = f"{meta.get('lang', 'xx')}_{meta.get('name', 'pipeline')}"
    return f"{name}@{meta.get('version', '0')}+{digest}"


@cache
def _behaviour() -> bytes:
    """A digest of all source that decides what is found."""
    digest = hashlib.blake2b()
    sources = [HERE / "analysis.py", HERE / "chunks.py", HERE / "pipelines.py"]
    for folder in ("quotes", "entities"):
        sources += sorted(path for path in (HERE / folder).rglob("*") if path.suffix not in {".pyc", ""})
    for path in sources:
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()
