"""Nothing that a stranger wrote is obeyed by the terminal: every screen and every command, in a real pseudo-terminal.

What a library with payloads in every field leads to is compared with what one without any does (HOSTILE, section 1).
"""

from __future__ import annotations

import json
import os
import pkgutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pexpect
import pytest
from textual.screen import ModalScreen

import tui.screens
from tests.tui.leaks.commands import SCREEN, lines
from tests.tui.leaks.detector import leaks, text_of
from tests.tui.leaks.payloads import FIELDS, PAYLOADS, SEQUENCES, TAME, fill
from tests.tui.leaks.tour import LEFT_OUT
from tui.actions import CATALOGUE
from tui.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[3]
UNSEEN = {"Zw"}
"""The fields that no screen shows: an annotator is for exports."""


def sent_by(folder: Path, module: str, *arguments: str) -> bytes:
    """What a program that stands beside this one sends to its terminal until it ends; what it writes is in `folder`."""
    settings = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    settings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "BROWSER": "true", "PYTHONPATH": str(ROOT)}
    child = pexpect.spawn(
        sys.executable,
        ["-m", f"tests.tui.leaks.{module}", *arguments],
        env=settings,
        cwd=str(folder),
        dimensions=(40, 120),
        timeout=120,
    )
    sent = b""
    while True:
        try:
            sent += child.read_nonblocking(1 << 16)
        except pexpect.EOF:
            break
    child.close()
    assert child.exitstatus == 0, sent[-2000:].decode("utf-8", "replace")
    return sent


def tour(folder: Path, wish: str) -> tuple[bytes, dict[str, Any]]:
    """What the reader sent, and what was opened."""
    folder.mkdir()
    fill(folder / "library", TAME if wish == "tame" else PAYLOADS)
    sent = sent_by(folder, "tour", str(folder / "library"), str(folder / "report"), wish)
    report = json.loads((folder / "report").read_text(encoding="utf-8"))
    assert not report["failed"], report["failed"]
    return sent, report


def dialogs() -> set[str]:
    """The names of all dialogs there are."""
    for module in pkgutil.iter_modules(tui.screens.__path__):
        import_module(f"tui.screens.{module.name}")
    found: set[str] = set()
    waiting: list[type] = [ModalScreen]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("tui.screens") and not kind.__subclasses__():
            found.add(kind.__name__)
    return found


@pytest.mark.slow
def test_no_screen_lets_anything_through(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        tame, hostile = pool.map(lambda wish: tour(tmp_path / wish, wish), ("tame", "hostile"))
    for _, report in (tame, hostile):
        assert set(report["taken"]) == {action.id for action in CATALOGUE} - LEFT_OUT.keys()
        assert dialogs() <= set(report["opened"]), "a dialog that no action led to"
    words = text_of(hostile[0])
    assert [field for field in FIELDS if field not in words and field not in UNSEEN] == [], "fields never on the screen"
    assert leaks(hostile[0], tame[0], SEQUENCES) == []
    without_doors, _ = tour(tmp_path / "without-doors", "without-doors")
    assert len(leaks(without_doors, tame[0], SEQUENCES)) > len(SEQUENCES), "the tour sees what a missing door lets in"


def test_no_command_lets_anything_through(tmp_path: Path) -> None:
    def run(kind: str, payloads: Sequence[str]) -> bytes:
        fill(tmp_path / kind / "library", payloads)
        return sent_by(tmp_path / kind, "commands", str(tmp_path / kind / "library"), kind)

    with ThreadPoolExecutor() as pool:
        tame, hostile = pool.map(run, ("tame", "hostile"), (TAME, PAYLOADS))
    assert lines(tmp_path, 0, "").keys() == COMMANDS.keys() - {SCREEN}
    words = text_of(hostile)
    assert [field for field in FIELDS if field not in words] == [], "fields that no command printed"
    assert leaks(hostile, tame, SEQUENCES) == []


@pytest.mark.parametrize("command", ["list", "annotations", "feeds", "searches", "gazetteer", "stats", "log"])
def test_json_for_programs_escapes_what_a_terminal_would_obey(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    payloads = [payload for payload in SEQUENCES if "\x7f" <= payload[0] <= "\x9f"]
    fill(tmp_path, payloads)
    assert main([command, "--json", "--library", str(tmp_path)]) == 0
    printed = capfd.readouterr().out
    assert not any("\x7f" <= character <= "\x9f" for character in printed)
    again = [json.dumps(json.loads(line), ensure_ascii=False) for line in printed.splitlines()]
    assert any(payload in line for line in again for payload in payloads)
