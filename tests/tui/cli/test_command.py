"""The command as it is installed, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "tui"]


def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    line = [*COMMAND, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, timeout=120, **more)  # type: ignore[call-overload,no-any-return]


def test_the_sample_articles_are_analysed(seeds: Path) -> None:
    done = run("analyze", seeds)
    assert (done.returncode, done.stderr) == (0, b"")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert "blinken-beijing.txt" in [Path(record["source"]).name for record in records]
    assert all(record["quotes"] or record["entities"] or record["text"] for record in records)


def test_output_that_nobody_reads_to_its_end_is_no_failure(seeds: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "analyze", str(seeds)], stdout=writing, stderr=subprocess.PIPE, timeout=120)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_disk_that_is_full_is_said(seeds: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "config"], stdout=full, stderr=subprocess.PIPE, timeout=120)
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_that_knows_no_unicode_gets_a_table_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "café.txt"
    file.write_text("“Ça va,” said Zoë.", encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "QUOTIDIAN_LIBRARY": str(tmp_path / "library")}
    assert run("add", file, env=env).returncode == 0
    done = run("list", env=env)
    assert done.returncode == 0
    assert b"said Zo?." in done.stdout


def test_completion_is_a_script_that_bash_accepts() -> None:
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash here")
    script = run("completion", "bash").stdout
    assert subprocess.run([bash, "-n"], input=script, timeout=60).returncode == 0


def test_ctrl_c_ends_a_long_analysis_quietly(tmp_path: Path) -> None:
    for number in range(60):
        words = f"Ann Lee said number {number} was fine. " * 100
        (tmp_path / f"{number}.txt").write_text(words)
    line = [*COMMAND, "analyze", str(tmp_path), *[str(tmp_path)] * 50]
    # A shell that runs the tests in the background has them ignore interrupts, and what they start would too.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(line, **pipes, start_new_session=True, preexec_fn=heed)
    assert process.stdout
    assert process.stdout.readline().startswith(b'{"source"')
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (130, b"")
