"""A writer that is killed at any instant, on a disk that fails: what it acknowledged is there, what it refused is not.

Its files are read after each death, and after a clean close by plain TinyDB.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.library import open_library
from tests.store.conftest import make
from tests.store.helpers import crash

ROOT = Path(__file__).parents[2]

WRITER = """
import errno, os, random, sys
from msgspec.structs import replace
from store import disk, storage
from store.errors import StoreError
from store.library import open_library
from store.marking import annotate
from store.models import Change

folder, number, fault, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
storage.FOLD_AT = 3000  # so that the kill also hits folds
chance = random.Random(seed)
failing = False

def say(deed):
    os.write(1, f"{deed} {number}\\n".encode())  # one write: the line is whole, or it is not there

def spoil(on):
    global failing
    failing = on and fault == "failing sync"
    if fault == "short writes":
        import resource
        size = chance.randint(1, 9000) if on else resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def sync(file, real=disk.sync):
    if failing and chance.random() < 0.5:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    real(file)

disk.sync = sync
while True:
    try:
        library = open_library(folder, wait=10)
    except StoreError:
        if fault != "full disk":
            raise
        say("shut")
        sys.exit()
    if library.read_only or (library.notices and fault != "full disk"):
        sys.exit(f"{library.read_only} {library.notices}")
    article = library.article(library.articles()[0].id)
    for _ in range(chance.randint(1, 40)):
        number += 1
        made = replace(annotate(article, 0, 7, note="n" * chance.randint(0, 400)), id=f"n{number}")
        spoil(chance.random() < 0.3)
        try:
            library.commit(Change(what="mark", put=(made,)))
        except StoreError:
            say("refused")
        else:
            say("kept")
        spoil(False)
    spoil(chance.random() < 0.3)
    try:
        library.close()
    except StoreError:
        say("unfolded")
    spoil(False)
"""


class Killer:
    """Starts writers on one library and kills them, and knows what has to be there."""

    def __init__(self, folder: Path, fault: str, seed: int) -> None:
        self.folder = folder
        self.fault = fault
        self.chance = random.Random(seed)
        self.number = 0
        self.expected: set[str] = set()
        self.refused: set[str] = set()
        self.seen: set[str] = set()
        with open_library(folder) as library:
            library.add_articles([make()])

    def kill_one(self) -> None:
        """Start a writer and kill it at a random instant: while it opens, between two changes, or within one."""
        line = [sys.executable, "-c", WRITER, self.folder, self.number, self.fault, self.chance.randint(1, 10**9)]
        arguments = [str(word) for word in line]
        writer = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stderr is not None
        said = []
        if self.chance.random() < 0.9:
            said = [writer.stdout.readline() for _ in range(self.chance.randint(1, 50))]
        with suppress(subprocess.TimeoutExpired):
            writer.wait(self.chance.uniform(0, 0.02 if said else 0.4))  # the instant is random, not awaited
        writer.kill()
        said += writer.stdout.readlines()
        assert writer.stderr.read() == ""
        writer.stdout.close()
        writer.stderr.close()
        writer.wait()
        deeds = [line.split() for line in said if line]
        self.seen |= {deed for deed, _ in deeds}
        self.expected |= {f"n{number}" for deed, number in deeds if deed == "kept"}
        self.refused |= {f"n{number}" for deed, number in deeds if deed == "refused"}
        self.number = max([self.number, *(int(number) for _, number in deeds)])

    def look(self, folder: Path) -> None:
        """Everything is there, by the library's own account and by that of plain TinyDB after a clean close."""
        with open_library(folder) as library:
            found = {annotation.id for annotation in library.annotations()}
            assert len(library.log(100_000)) == len(found)
            assert library.check() == []
        under_way = f"n{self.number + 1}"  # the change that the kill met may be done or not
        assert self.expected <= found <= self.expected | {under_way}
        assert not found & self.refused
        with TinyDB(folder / "annotations.json", encoding="utf-8") as plain:
            assert {row["id"] for row in plain.table("annotations")} == found
        self.number += under_way in found
        self.expected = found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "kills", "seed"),
    [*(("none", 30, seed) for seed in range(10)), ("short writes", 60, 10), ("failing sync", 60, 11)],
)
def test_nothing_acknowledged_is_lost_and_nothing_refused_is_kept(
    folder: Path, fault: str, kills: int, seed: int
) -> None:
    if fault == "short writes":
        pytest.importorskip("resource", reason="this platform has no limit on the size of files")
    killer = Killer(folder, fault, seed)
    for _ in range(kills):
        killer.kill_one()
        killer.look(folder)
    assert "kept" in killer.seen
    assert ("refused" in killer.seen) == (fault != "none")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that can grow, where mounting one is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
def test_nothing_is_lost_on_a_disk_that_is_full_again_and_again(small_disk: Path, tmp_path: Path) -> None:
    killer = Killer(small_disk / "library", "full disk", seed=12)
    for number in range(30):
        room = 180 + 12 * number
        subprocess.run(["mount", "-o", f"remount,size={room}k", str(small_disk)], check=True)
        killer.kill_one()
        killer.look(crash(small_disk / "library", tmp_path / f"after-{number}"))
    assert {"kept", "refused", "unfolded"} <= killer.seen
