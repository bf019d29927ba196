"""Where an export goes: whole or not at all, in parts, counted as it goes, never over what is no file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from store.errors import UnknownArticle, UsageError
from store.export import export, export_split
from store.library import Library
from tests.store.conftest import make
from tests.store.helpers import keep, mark

KILLED = """
import sys, time
from pathlib import Path
from store import formats
from store.export import export
from store.library import open_library

class Endless(formats.Stream):
    name, suffix, about = "endless", ".x", ""
    def write(self, items, losses):
        for item in items:
            yield "new" * 100_000
            print("half", flush=True)
            time.sleep(600)

with open_library(sys.argv[1], read_only=True) as library:
    export(library, [row.id for row in library.articles()], Endless(), Path(sys.argv[2]))
"""


@pytest.fixture
def many(library: Library) -> list[str]:
    """The ids of twenty more articles, with a mark each."""
    made = [make(f"/{number}", text=f"Number {number} is here.") for number in range(20)]
    library.add_articles(made)
    keep(library, *(mark(article, "here") for article in made))
    return [article.id for article in made]


def lines(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_process_that_is_killed_leaves_the_old_file(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "marks.x"
    target.write_text("old", encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(library.folder), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert target.read_text(encoding="utf-8") == "old"
    done = export(library, [row.id for row in library.articles()], "jsonl", target)
    assert (done.count, lines(target)) == (1, [row.id for row in library.articles()])
    assert [path.name for path in tmp_path.glob("marks*")] == ["marks.x"]


def test_a_split_is_three_files_that_stay_the_same(library: Library, many: list[str], tmp_path: Path) -> None:
    told: list[int] = []
    done = export_split(library, many, "jsonl", tmp_path / "a", (80, 10, 10), seed=3, tell=told.append)
    files = {part: tmp_path / "a" / f"{part}.jsonl" for part in ("train", "dev", "test")}
    assert {part: exported.files for part, exported in done.items()} == {part: (file,) for part, file in files.items()}
    assert [len(lines(file)) for file in files.values()] == [16, 2, 2]
    assert told == list(range(1, 21))
    export_split(library, reversed(many), "jsonl", tmp_path / "b", (8, 1, 1), seed=3)
    for part, file in files.items():
        assert set(lines(file)) == set(lines(tmp_path / "b" / f"{part}.jsonl"))
    other = export_split(library, many, "markdown", tmp_path / "c", (1, 0, 1))
    assert [len(exported.files) for exported in other.values()] == [10, 0, 10]
    assert {path.parent.name for exported in other.values() for path in exported.files} == {"train", "test"}


def test_a_split_needs_a_folder_and_known_articles(library: Library, many: list[str], tmp_path: Path) -> None:
    with pytest.raises(UnknownArticle, match="nothere"):
        export_split(library, [*many, "nothere"], "jsonl", tmp_path / "a", (8, 1, 1))
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="folder"):
        export_split(library, many, "jsonl", tmp_path / "file", (8, 1, 1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_to_and_not_replaced(library: Library, many: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    export(library, many, "csv", pipe)
    reader.join()
    assert pipe.is_fifo()
    assert read[0].count(b"\n") == 21
