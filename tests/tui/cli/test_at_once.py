"""Many commands at once on one library: each is stored or refused with a sentence, and what was printed is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.tui.cli.conftest import Ran, Run


class Shell:
    """Runs `quotidian` in processes of their own, on one library."""

    def __init__(self, library: Path) -> None:
        self._environment = os.environ | {"QUOTIDIAN_LIBRARY": str(library)}
        self.printed: list[dict[str, Any]] = []
        self.refused: list[str] = []

    def run(self, *arguments: object) -> Ran:
        line = [sys.executable, "-m", "tui", *map(str, arguments)]
        done = subprocess.run(line, capture_output=True, text=True, timeout=120, env=self._environment, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    def annotate(self, article: str, note: str) -> None:
        ran = self.run("annotate", article, "--start", 27, "--end", 34, "--label", "PERSON", "--note", note)
        if ran.code == 0:
            (made,) = ran.records()
            assert (made["note"], made["exact"], ran.err) == (note, "Ann Lee", "")
            self.printed.append(made)
        else:
            assert (ran.code, ran.out) == (1, "")
            assert "has this library open" in ran.err
            assert len(ran.err.splitlines()) == 1
            self.refused.append(note)

    def look(self) -> None:
        """Read the library while others write: all that was printed before is there."""
        before = {made["id"] for made in self.printed}
        ran = self.run("annotations", "--json")
        assert (ran.code, ran.err) == (0, "")
        assert before <= {made["id"] for made in ran.records()}


def all_at_once(run: Run, article: Path, library: Path, *, processes: int, each: int) -> None:
    (record,) = run("add", article).records()
    shell = Shell(library)

    def work(number: int) -> None:
        for turn in range(each):
            shell.annotate(record["id"], f"{number}.{turn}")

    with ThreadPoolExecutor(processes + 1) as pool:
        workers = [pool.submit(work, number) for number in range(processes)]
        looks = 0
        while not looks or any(not worker.done() for worker in workers):
            shell.look()
            looks += 1
        for worker in workers:
            worker.result()
    assert len(shell.printed) + len(shell.refused) == processes * each
    assert len(shell.printed) > len(shell.refused)
    with TinyDB(library / "annotations.json", encoding="utf-8") as plain:
        kept = {row["id"]: dict(row) for row in plain.table("annotations")}
    assert kept == {made["id"]: made for made in shell.printed}
    assert len(kept) == len(shell.printed)


def test_a_few_commands_at_once(run: Run, article: Path, tmp_path: Path) -> None:
    all_at_once(run, article, tmp_path / "library", processes=3, each=2)


@pytest.mark.slow
def test_many_commands_at_once(run: Run, article: Path, tmp_path: Path) -> None:
    all_at_once(run, article, tmp_path / "library", processes=8, each=25)
