"""Running the command in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tui.cli.main import main


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    def records(self) -> list[dict[str, Any]]:
        """The JSON lines on its standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `quotidian ARGUMENTS` with a library of its own; whatever happens, it shows no traceback."""
    monkeypatch.setenv("QUOTIDIAN_LIBRARY", str(tmp_path / "library"))

    def run_it(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert all(line.isprintable() for line in err.splitlines())
        return Ran(code, out, err)

    return run_it


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file with a small article."""
    file = tmp_path / "bridge.txt"
    text = "“The bridge is open,” said Ann Lee of the Red Cross.\n\nIt was closed in May, the café too.\n"
    file.write_text(text, encoding="utf-8")
    return file
