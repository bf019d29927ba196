"""The whole command in a real pseudo-terminal: seeds, findings from the real analysis, marks, and plain TinyDB."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, made


def test_open_find_label_tag_note_quit_and_all_of_it_is_kept(seeds: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    with Terminal("--library", str(library), str(seeds)) as terminal:
        terminal.see("Beijing: On a mission")
        terminal.type("\r")
        terminal.see("held extensive talks")
        terminal.until(lambda screen: re.search(r"Entities [1-9]", screen), "the number of entities")
        terminal.until(lambda screen: re.search(r"Quotes [1-9]", screen), "the number of quotations")
        terminal.type("/Qin Gang\r")
        terminal.see("match 1")
        terminal.type("v1")
        terminal.until(lambda screen: re.search(r"Mine 1", screen), "one annotation")
        terminal.type("#")
        terminal.see("Tags of")
        terminal.type("minister\r")
        terminal.until(lambda screen: "Tags of" not in screen, "the dialog is gone")
        terminal.type("m")
        terminal.see("Note on")
        terminal.type("China’s foreign minister\x13")
        terminal.until(lambda screen: "Note on" not in screen, "the dialog is gone")
        terminal.see("saved")
        terminal.type("Q")
        assert terminal.end() == 0
    (annotation,) = made(library, "annotations")
    assert annotation["label"] == "PERSON"
    assert annotation["tags"] == ["minister"]
    assert annotation["note"] == "China’s foreign minister"
    assert str(annotation["exact"]) in ("Qin", "Qin Gang")


def test_a_terminal_that_goes_away_loses_nothing(seeds: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    with Terminal("--library", str(library), str(seeds / "blinken-beijing.txt")) as terminal:
        terminal.see("held extensive talks")
        terminal.type("/Taiwan\r")
        terminal.type("3")
        terminal.until(lambda screen: re.search(r"Mine 1", screen), "one annotation")
        os.kill(terminal.child.pid, signal.SIGKILL)
        terminal.child.wait()
    with Terminal("--library", str(library), str(seeds / "blinken-beijing.txt")) as terminal:
        terminal.until(lambda screen: re.search(r"Mine 1", screen), "the annotation is there again")
        terminal.type("Q")
        assert terminal.end() == 0
    assert [a["exact"] for a in made(library, "annotations")] == ["Taiwan"]


def test_a_reader_whose_terminal_is_gone_ends_though_no_signal_tells_it(seeds: Path, tmp_path: Path) -> None:
    library, (ours, theirs) = tmp_path / "library", os.openpty()
    command = [sys.executable, "-m", "tui", "--library", str(library), str(seeds / "blinken-beijing.txt")]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    try:
        seen = b""
        while b"saved" not in seen:
            seen += os.read(ours, 1 << 16)
        os.write(ours, b"/Taiwan\r3")
        while not (kept := library / "annotations.json.journal").exists() or b"Taiwan" not in kept.read_bytes():
            os.read(ours, 1 << 16)
        os.close(ours)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
    assert [a["exact"] for a in made(library, "annotations")] == ["Taiwan"]


PAYLOADS = [
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b]8;;http://example.org\x1b\\link",
    "\x1b]0;title",
    "\x1bP1$r\x1b\\",
    "\x1bc",
    "a\u202eb\u2066c",
    "[bold]x[/bold] [/b] plan [@click=app.quit]y[/]",
    "<antirez>",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦 🇳🇴 e\u0301\u0323",
    "x" * 10_000,
]
FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\x1b\]52|\x1b\]8;|\x1bP1|\x1bc|\xc2[\x80-\x9f]")

POINTER = re.compile(rb"\x1b\]22;[a-z]*\x07")
"""How the app itself asks for a shape of the mouse pointer."""


@pytest.mark.slow
def test_no_payload_reaches_the_terminal(tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    for number, payload in enumerate(PAYLOADS):
        (folder / f"{number:02}.txt").write_text(
            f"{payload}\n\nPayload {payload} said “{payload}”.\n", encoding="utf-8"
        )
    head = "<head><title>&#27;[2J{0}</title><meta name=author content='&#155;31m'></head>"
    page = f"<html>{head}<body><article>{{1}}</article>"
    paragraphs = "".join(
        f"<p>Words enough to be an article &#27;]52;c;x&#7; number {n} in a row.</p>" for n in range(20)
    )
    (folder / "page.html").write_text(page.format("Title", paragraphs), encoding="utf-8")
    with Terminal("--library", str(library), str(folder)) as terminal:
        terminal.see("280 words")  # the list is there: nothing can be opened before
        terminal.type("\r")
        for _ in range(len(PAYLOADS) + 1):
            terminal.until(lambda screen: re.search(r"(Entities|Quotes|Mine) +\d", screen), "an article")
            terminal.type("v3m")
            terminal.see("Note on")
            terminal.type("\x1b")
            terminal.until(lambda screen: "Note on" not in screen, "the dialog is gone")
            terminal.type("#")
            terminal.see("Tags of")
            terminal.type("\x1b")
            terminal.until(lambda screen: "Tags of" not in screen, "the dialog is gone")
            terminal.type(">")
            terminal.read(0.5)
        terminal.type("e")
        terminal.see("Export")
        terminal.type("\x1b")
        terminal.until(lambda screen: "Esc leave" not in screen, "the dialog is gone")
        terminal.type("Q")
        assert terminal.end() == 0
        sent = POINTER.sub(b"", terminal.sent)
        found = FORBIDDEN.search(sent)
        assert found is None, sent[found.start() - 60 : found.end() + 60]


@pytest.mark.slow
@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm"}])
def test_without_colours_marks_are_told_by_signs(seeds: Path, tmp_path: Path, env: dict[str, str]) -> None:
    with Terminal("--library", str(tmp_path), str(seeds / "blinken-beijing.txt"), env=env) as terminal:
        terminal.see("held extensive talks")
        terminal.until(lambda screen: re.search(r"Entities [1-9]", screen), "the number of entities")
        terminal.type("/Qin Gang\r")
        terminal.type("1")
        terminal.until(lambda screen: re.search(r"Qin Gang +2 ·", screen), "the sign of what is kept")
        terminal.type("Q")
        assert terminal.end() == 0
