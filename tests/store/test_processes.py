"""Several processes, and processes that die: nothing that was acknowledged is lost, and one writes at a time."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store import lock
from store.library import open_library
from tests.store.conftest import make
from tests.store.helpers import keep, mark

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from msgspec.structs import replace
from store import storage
from store.library import open_library
from store.models import Article, Change
from store.marking import annotate
from store.text import article_id, text_hash

storage.FOLD_AT = 3000  # so that the kill also hits folds
folder, begin = sys.argv[1], int(sys.argv[2])
library = open_library(folder)
assert not library.read_only, library.read_only
number = begin
while True:
    text = f"Number {number} was here. " + "Words go on. " * (number % 5)
    article = Article(id=article_id("/n"), source="/n", title="N", text=text, text_hash=text_hash(text))
    if number % 7 == 0 or not library.articles():
        library.add_articles([article])
        print("article", number, flush=True)
    article = library.article(article_id("/n"))
    start = article.text.index("was")
    made = replace(annotate(article, start, start + 3), id=f"n{number}", note=str(number))
    library.commit(Change(what=f"mark {number}", put=(made,)))
    print("mark", number, flush=True)
    if number % 3 == 0:
        library.undo()
        print("undo", number, flush=True)
    number += 1
"""

HOLDER = """
import sys
from store.library import open_library
library = open_library(sys.argv[1])
print("open" + library.read_only, flush=True)
sys.stdin.read()
"""


def run(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_after(process: subprocess.Popen[str], lines: int) -> list[tuple[str, int]]:
    """What the process said was done, up to its sudden end some instant after its n-th line."""
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    done = [line.split() for line in said if line.endswith("\n")]
    return [(deed, int(number)) for deed, number in done]


def kill_again_and_again(folder: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    expected: set[int] = set()
    begin = 1
    for _ in range(rounds):
        done = killed_after(run(WRITER, folder, begin), chance.randint(1, 40))
        for deed, number in done:
            if deed == "mark":
                expected.add(number)
            elif deed == "undo":
                expected.discard(number)
        last = max(number for _, number in done)
        with open_library(folder) as library:
            assert not library.read_only
            found = {int(annotation.note) for annotation in library.annotations()}
            # The deed under way at the kill may be done or not: a mark more, or an undo of the last one.
            assert found - expected <= {last, last + 1}
            assert expected - found <= {last}
            expected = found
            assert library.check() == []
        begin = last + 2
    with open_library(folder) as library:
        while expected:
            assert library.undo() is not None
            found = {int(annotation.note) for annotation in library.annotations()}
            assert found < expected
            expected = found
        assert library.undo() is None or library.annotations() == []


def test_kill_9_at_any_instant_loses_nothing_acknowledged(folder: Path) -> None:
    kill_again_and_again(folder, rounds=3, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_kill_9_many_times(folder: Path, seed: int) -> None:
    kill_again_and_again(folder, rounds=20, seed=seed)


def test_a_second_process_reads_until_the_first_one_ends(folder: Path) -> None:
    article = make()
    with open_library(folder) as library:
        library.add_articles([article])
        keep(library, mark(article, "Blinken"))
    first = run(HOLDER, folder)
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with open_library(folder) as reader:
            assert f"process {first.pid}" in reader.read_only
            assert len(reader.annotations()) == 1
    finally:
        first.kill()
        first.wait()
    with open_library(folder) as library:
        assert library.read_only == ""


def test_who_waits_gets_the_library_when_the_other_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(HOLDER, folder)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    waited: list[float] = []

    def let_go(seconds: float) -> None:
        waited.append(seconds)
        first.communicate("end")

    with monkeypatch.context() as patched:
        patched.setattr("store.lock.time.sleep", let_go)
        with open_library(folder, wait=60) as library:
            assert library.read_only == ""
    assert len(waited) == 1


def test_who_has_waited_long_enough_reads(folder: Path) -> None:
    with open_library(folder), open_library(folder, wait=0.05) as reader:
        assert "has this library open" in reader.read_only


def test_a_stale_lock_file_is_no_obstacle(folder: Path) -> None:
    folder.mkdir()
    (folder / "library.lock").write_text("1\n")
    with open_library(folder) as library:
        assert library.read_only == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_a_forked_child_does_not_hold_the_lock(folder: Path) -> None:
    folder.mkdir()
    held = lock.acquire(folder / "lock")
    assert held is not None
    ready, tell = os.pipe()
    wait, go = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.write(tell, b"x")
            os.close(go)
            os.read(wait, 1)
        os._exit(0)
    os.read(ready, 1)
    try:
        assert lock.acquire(folder / "lock") is None
        held.release()
        again = lock.acquire(folder / "lock")
        assert again is not None
        again.release()
    finally:
        os.close(go)
        os.waitpid(child, 0)
        for end in (ready, tell, wait):
            os.close(end)


def test_who_holds_a_lock_can_be_read(folder: Path) -> None:
    folder.mkdir()
    assert lock.holder(folder / "lock") == ""
    held = lock.acquire(folder / "lock")
    assert held is not None
    assert lock.holder(folder / "lock") == str(os.getpid())
    held.release()
    held.release()
    (folder / "lock").write_text("\x1b[31m")
    assert lock.holder(folder / "lock") == ""
