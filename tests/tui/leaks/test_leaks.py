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
BESIDE = ("Zi", "Zv", "Zz")
"""What else is shown: a file that is loaded, what is pasted, what the analysis says."""
UNSEEN = {"Zw"}
"""The fields that no screen shows: an annotator is for exports."""


def started(folder: Path, module: str, *arguments: str) -> pexpect.spawn:
    """A program that stands beside this one, begun in a terminal of its own; what it writes is in `folder`."""
    settings = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    settings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "BROWSER": "true", "PYTHONPATH": str(ROOT)}
    command = ["-m", f"tests.tui.leaks.{module}", str(folder / "library"), *arguments]
    return pexpect.spawn(sys.executable, command, env=settings, cwd=str(folder), dimensions=(40, 120), timeout=180)


def sent_by(child: pexpect.spawn) -> bytes:
    """What a program sends to its terminal until it ends."""
    sent = b""
    while True:
        try:
            sent += child.read_nonblocking(1 << 16)
        except pexpect.EOF:
            break
    child.close()
    assert child.exitstatus == 0, sent[-2000:].decode("utf-8", "replace")
    return sent


def sent_by_all(children: Sequence[pexpect.spawn]) -> list[bytes]:
    """What programs send that were begun at once. They begin before there are threads: a fork beside one may hang."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(sent_by, children))


def filled(folder: Path, *, tame: bool) -> Path:
    """A folder with a library in it."""
    folder.mkdir()
    fill(folder / "library", TAME if tame else PAYLOADS)
    return folder


def tours(folder: Path, *wishes: str) -> list[tuple[bytes, dict[str, Any]]]:
    """What the reader sent on each tour, and what was opened."""
    folders = [filled(folder / wish, tame=wish == "tame") for wish in wishes]
    children = [started(at, "tour", str(at / "report"), wish) for at, wish in zip(folders, wishes, strict=True)]
    sent = sent_by_all(children)
    reports = [json.loads((at / "report").read_text(encoding="utf-8")) for at in folders]
    for report in reports:
        assert not report["failed"], report["failed"]
    return list(zip(sent, reports, strict=True))


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
    tame, hostile = tours(tmp_path, "tame", "hostile")
    for _, report in (tame, hostile):
        assert set(report["taken"]) == {action.id for action in CATALOGUE} - LEFT_OUT.keys()
        assert dialogs() <= set(report["opened"]), "a dialog that no action led to"
    words = text_of(hostile[0])
    fields = {*FIELDS, *BESIDE} - UNSEEN
    assert {field for field in fields if field not in words} == set(), "never on the screen"
    assert leaks(hostile[0], tame[0], SEQUENCES) == []
    [(without_doors, _)] = tours(tmp_path, "without-doors")
    assert len(leaks(without_doors, tame[0], SEQUENCES)) > len(SEQUENCES), "the tour sees what a missing door lets in"


def test_no_command_lets_anything_through(tmp_path: Path) -> None:
    folders = [filled(tmp_path / wish, tame=wish == "tame") for wish in ("tame", "hostile")]
    tame, hostile = sent_by_all([started(folder, "commands", folder.name) for folder in folders])
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
