"""The store: what a change, an opening and one article's annotations cost at 1,000, 10,000 and 100,000 annotations.

    python -m benchmarks.store [--runs N] [--json] [--check]

The peer is plain TinyDB with the same documents in the same run, and for the disk's own share a bare append of as many
bytes, synced. Inserts take turns: one in each library, one bare append, so that a busy disk slows all alike. What
bounds an insert is the disk's sync: the rest is some 0.2 ms. Plain TinyDB syncs nothing.

`--check` exits 1 where at 100,000 annotations
- an insert is not 1,000 times faster than plain TinyDB's, or, where the disk's sync alone takes more than that allows,
  not as many times as an insert that takes 1.5 bare appends would be;
- an insert takes more than 1.5 times as long as at 1,000;
- opening takes more than 1 s, or reading one article's annotations more than 1 ms (p95),
- or the first screenful of a search in 50,000 articles more than 5 ms newest first, or 60 ms best first (p95).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import msgspec
from msgspec.structs import replace
from tinydb import TinyDB, where

from benchmarks import _search
from benchmarks.report import Report
from store.library import open_library
from store.marking import annotate
from store.models import Annotation, Article, Change
from store.text import text_hash

SIZES = (1_000, 10_000, 100_000)
FIRST = 20
"""Articles whose annotations are asked for, each for the first time."""
EACH = 50
"""Annotations an article."""
SENTENCE = "Antony Blinken met Qin Gang in Beijing on Sunday, and both called the talks candid. "

Timed = list[float]


def make_articles(count: int) -> list[Article]:
    """Made-up articles of some 700 words."""
    text = (SENTENCE * 10 + "\n\n") * 5
    text = text.strip()
    return [
        Article(id=f"{n:012x}", source=f"/{n}", title=f"Talks {n}", text=text, text_hash=text_hash(text))
        for n in range(count)
    ]


def make_annotations(made: list[Article]) -> list[Annotation]:
    """EACH annotations for every article, with all that a real one carries."""
    first = annotate(made[0], 0, 14, label="PERSON", tags=("talks", "china"), note="look up", annotator="ada")
    step = len(SENTENCE)
    text = made[0].text
    starts = [text.index("Antony", place) for place in range(0, step * (EACH - 1), step)][:EACH]
    starts += [0] * (EACH - len(starts))
    return [
        replace(first, id=f"{number}-{place}", article=article.id, start=start, end=start + 14)
        for number, article in enumerate(made)
        for place, start in enumerate(starts)
    ]


def once(action: Callable[[int], object], run: int) -> float:
    """Milliseconds that one run takes."""
    began = time.perf_counter()
    action(run)
    return (time.perf_counter() - began) * 1000


def timed(action: Callable[[int], object], runs: int) -> Timed:
    """Milliseconds of each run, in order of size."""
    return sorted(once(action, run) for run in range(runs))


def in_turn(actions: Sequence[Callable[[int], object]], runs: int) -> list[Timed]:
    """Milliseconds of each of the actions, which take turns."""
    rounds = [[once(action, run) for action in actions] for run in range(runs)]
    return [sorted(taken) for taken in zip(*rounds, strict=True)]


class Bare:
    """A file that is only appended to, waiting for the disk each time: what any durable change costs at least."""

    def __init__(self, path: Path, size: int) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._data = b"x" * size

    def append(self, _: int) -> None:
        os.write(self._file, self._data)
        getattr(os, "fdatasync", os.fsync)(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)


def p(taken: Timed, percent: int) -> float:
    """The percentile."""
    return taken[min(len(taken) - 1, len(taken) * percent // 100)]


class Size:
    """A library with so many annotations, and the same in a plain file."""

    def __init__(self, top: Path, size: int) -> None:
        self.size = size
        self.made = make_articles(size // EACH)
        self.kept = make_annotations(self.made)
        self.plain = top / f"{size}.json"
        self._folder = top / f"{size}"
        self.taken: dict[str, Timed] = {}
        self._library = open_library(self._folder)
        self._library.add_articles(self.made)
        self._library.commit(Change(what="fill", put=tuple(self.kept)))

    def open(self) -> None:
        """Close and open it again, three times; once more for what it takes of memory."""
        self.taken["open"] = sorted(self._open_again() for _ in range(3))
        tracemalloc.start()
        self._open_again()
        gc.collect()
        self.bytes_each = tracemalloc.get_traced_memory()[0] / self.size
        tracemalloc.stop()

    def _open_again(self) -> float:
        self._library.close()
        began = time.perf_counter()
        self._library = open_library(self._folder)
        return (time.perf_counter() - began) * 1000

    def insert(self, run: int) -> None:
        made = replace(annotate(self.made[run % len(self.made)], 0, 14, label="PERSON"), id=f"new-{run}")
        self._library.commit(Change(what="insert", put=(made,)))

    def measure(self, runs: int) -> None:
        """The rest of what can be done, and then it is closed."""
        library, kept = self._library, self.kept
        put = library.commit
        taken = self.taken
        taken["update"] = timed(lambda run: put(Change(what="u", put=(replace(kept[run], note="new"),))), runs)
        taken["remove"] = timed(lambda run: put(Change(what="r", remove=(f"new-{run}",))), runs)
        taken["undo"] = timed(lambda _: library.undo(), runs)
        taken["one article's"] = timed(lambda run: library.annotations(self.made[run].id), FIRST)
        taken["close"] = timed(lambda _: library.close(), 1)


def measure_plain(path: Path, kept: list[Annotation], runs: int) -> dict[str, Timed]:
    """The same with plain TinyDB."""
    rows = {str(number): msgspec.to_builtins(annotation) for number, annotation in enumerate(kept, start=1)}
    path.write_text(json.dumps({"annotations": rows}), encoding="utf-8")
    with TinyDB(path) as db:
        table = db.table("annotations")
        row = rows["1"]
        article = kept[0].article
        return {
            "insert": timed(lambda _: table.insert(row), runs),
            "update": timed(lambda run: table.update({"note": "changed"}, doc_ids=[run + 1]), runs),
            "remove": timed(lambda run: table.remove(doc_ids=[len(kept) + run + 1]), runs),
            "one article's": timed(lambda _: (table.clear_cache(), table.search(where("article") == article)), runs),
        }


def report_size(report: Report, at: Size, bare: Timed) -> None:
    """Print what was measured at one size, beside plain TinyDB."""
    last = at.size == SIZES[-1]
    plain = measure_plain(at.plain, at.kept, 3 if last else 10)
    limits = {"open": (50, 1000.0), "one article's": (95, 1.0)} if last else {}
    for what, taken in at.taken.items():
        for percent in (50, 95, 99):
            if percent == 50 or len(taken) >= 20:
                most = limits[what][1] if limits.get(what, (0, 0))[0] == percent else None
                report.figure(f"{at.size}: {what}, p{percent}", p(taken, percent), "ms", at_most=most)
        if what in plain:
            times = p(plain[what], 50) / p(taken, 50)
            allowed = min(1000.0, p(plain[what], 50) / (1.5 * p(bare, 50)))
            least = allowed if last and what == "insert" else None
            report.figure(f"{at.size}: {what}, plain TinyDB p50", p(plain[what], 50), "ms")
            report.figure(f"{at.size}: {what}, times faster than plain", times, "x", at_least=least)
    report.figure(f"{at.size}: insert over bare append, p50", p(at.taken["insert"], 50) / p(bare, 50), "x")
    report.figure(f"{at.size}: memory for an annotation", at.bytes_each, "bytes")


def report_search(report: Report, folder: Path, runs: int) -> None:
    """Print what searching costs."""
    library = _search.fill(folder)
    with library:
        for what, ranked, most in (("newest first", False, 5.0), ("best first", True, 60.0)):
            taken = timed(_search.searches(library, ranked=ranked, runs=runs), runs)
            name = f"{_search.ARTICLES} articles: search, {what}"
            report.figure(f"{name}, p50", p(taken, 50), "ms")
            report.figure(f"{name}, p95", p(taken, 95), "ms", at_most=most)


def main() -> None:
    """Measure all sizes and print the figures."""
    report = Report(str(__doc__), runs=200)
    top = Path(tempfile.mkdtemp(prefix="quotidian-store-", dir=os.environ.get("TMPDIR")))
    try:
        report_search(report, top / "search", report.runs)
        sizes = [Size(top, size) for size in SIZES]
        for at in sizes:
            at.open()
        gc.collect()
        gc.freeze()  # as the reader does after its first paint
        with Bare(top / "bare", 1_000) as bare:
            *inserted, appended = in_turn([*(at.insert for at in sizes), bare.append], report.runs)
        for at, taken in zip(sizes, inserted, strict=True):
            at.taken["insert"] = taken
            at.measure(report.runs)
        for percent in (50, 95, 99):
            report.figure(f"bare synced append, p{percent}", p(appended, percent), "ms")
        for at in sizes:
            report_size(report, at, appended)
        for what, most in (("insert", 1.5), ("one article's", 3.0)):
            growth = p(sizes[-1].taken[what], 50) / p(sizes[0].taken[what], 50)
            report.figure(f"{what}: p50 at {SIZES[-1]} over p50 at {SIZES[0]}", growth, "x", at_most=most)
    finally:
        shutil.rmtree(top)
    report.end()


if __name__ == "__main__":
    main()
