"""Where a library is, and what the files in it are called. Nothing is opened here."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

VARIABLE = "QUOTIDIAN_LIBRARY"
"""The environment variable that names the library folder."""


class Files(Struct, frozen=True):
    """The files of the library in `folder`."""

    folder: Path

    @property
    def annotations(self) -> Path:
        """What a person made: a TinyDB file."""
        return self.folder / "annotations.json"

    @property
    def journal(self) -> Path:
        """The changes since `annotations` was written, a line each."""
        return self.folder / "annotations.json.journal"

    @property
    def history(self) -> Path:
        """Every change that was ever made, a line each, with what takes it back."""
        return self.folder / "history.jsonl"

    @property
    def database(self) -> Path:
        """The articles: an SQLite file."""
        return self.folder / "library.db"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.folder / "library.lock"

    @property
    def previous(self) -> Path:
        """The last good copies of `annotations`, each with the journal that leads to the next."""
        return self.folder / "previous"

    @property
    def aside(self) -> Path:
        """Where damaged files are set aside: nothing is ever deleted for being broken."""
        return self.folder / "aside"

    def previous_snapshot(self, generation: int) -> Path:
        """The copy of `annotations` of this generation."""
        return self.previous / f"annotations-{generation:06d}.json"

    def previous_journal(self, generation: int) -> Path:
        """The journal that leads from this generation to the next."""
        return self.previous / f"annotations-{generation:06d}.journal"


def library_folder(folder: Path | str | None = None) -> Path:
    """The folder to use: the one named, else QUOTIDIAN_LIBRARY, else the platform's data folder. Absolute."""
    named = folder or os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # a third of a start: not needed where the folder was named

    return user_data_path("quotidian", appauthor=False)
