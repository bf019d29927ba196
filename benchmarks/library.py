"""A large library: what starting, its list, a query and the drawing process's memory cost with 100,000 articles in it.

    python -m benchmarks.library [--runs N] [--json] [--check]

The peers are small libraries of the same articles, in turn with the large ones (A B A B ...): a busy machine then slows
both. A start is from starting the process in a pseudo-terminal to the painted title of the newest article; the list is
ready once it says how many articles there are, and any of them can be gone to. In every library a fifth of the articles
was read, starred or tagged, and a hundredth analysed. Queries are of one to three conditions of all kinds joined by
chance, their words as common as those of a language; each is asked for the first time, whole, without a limit.

`--check` exits 1 where
- the list of 100,000 is ready later than 1.3 times that of 1,000, a start with 50,000 later than 1.2 times one with 10;
- of the queries over 100,000 articles, 95 % are not answered within 50 ms;
- the process that draws takes more than 150 MB after the list was gone through and filtered.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median

from benchmarks._search import fill, some_words
from benchmarks.coldstart import start_to
from benchmarks.report import Report
from store.library import Library, open_library
from store.models import Analysis, Article, ArticleState, Change, Entity, Mention, Quote
from store.text import text_hash

SIZES = (100_000, 50_000, 1_000, 10)
NEWEST = "Soaringly"
"""The title of the newest article of each library."""
NAMES = [f"{first} {last}" for first in ("Ann", "Bob", "Cleo", "Dan") for last in ("Ash", "Birch", "Cedar", "Elm")]
TAGS = ("later", "water", "law", "city")


def make(folder: Path, size: int) -> None:
    """A library of so many articles."""
    chance = random.Random(size)
    with fill(folder, size - 1) as library:
        ids = library.search("")
        made = [_state(chance, article) for article in chance.sample(ids, len(ids) // 5)]
        library.commit(Change(what="fill", states=tuple(made)), undoable=False)  # as reading does
        for article in chance.sample(ids, len(ids) // 100):
            library.remember_analysis(_analysis(chance, library, article))
        text = "The newest of all."
        newest = {"id": "f" * 12, "source": "/newest", "title": NEWEST, "published": "2026-01-01"}
        library.add_articles([Article(**newest, text=text, text_hash=text_hash(text))])


def _state(chance: random.Random, article: str) -> ArticleState:
    return ArticleState(
        article=article,
        read=chance.random() < 0.8,
        starred=chance.random() < 0.2,
        tags=tuple(chance.sample(TAGS, chance.randrange(3))),
    )


def _analysis(chance: random.Random, library: Library, article: str) -> Analysis:
    name = chance.choice(NAMES)
    speaker = Mention(start=0, end=1, text="x", name=chance.choice(NAMES))
    said = " ".join(some_words(chance, 20))
    (row,) = library.articles([article])
    return Analysis(
        article=article,
        text_hash=row.text_hash,
        pipeline="bench@1",
        entities=(Entity(start=0, end=1, text=name, label="PERSON", name=name),),
        quotes=(
            Quote(start=0, end=1, text=said, parts=(), kind="direct", speaker=speaker, cue=None, confidence="high"),
        ),
    )


def condition(chance: random.Random) -> str:
    """One condition of a query; words are the most usual."""
    one, two = some_words(chance, 2)
    kinds = [
        *[one] * 8,
        f'"{one} {two}"',
        f"{one}*",
        f"title:{one}",
        f"-{one}",
        *["unread"] * 3,
        "starred",
        f"#{chance.choice(TAGS)}",
        f"({one} OR {two})",
        f"newer:{chance.randrange(2014, 2024)}",
        f"older:{chance.randrange(2015, 2024)}",
        f'who:"{chance.choice(NAMES)}"',
        f"said:{one}",
        "has:quote",
        f"source:{chance.randrange(1000)}",
    ]
    return chance.choice(kinds)


def queries(count: int) -> list[str]:
    """So many of one to three conditions."""
    chance = random.Random(4)
    return [" ".join(condition(chance) for _ in range(chance.randrange(1, 4))) for _ in range(count)]


def report_queries(report: Report, folder: Path, count: int) -> None:
    """Print how long queries take."""
    with open_library(folder) as library:
        began = time.perf_counter()
        library.select("unread")
        first = (time.perf_counter() - began) * 1000
        taken = []
        for query in queries(count):
            began = time.perf_counter()
            library.select(query)
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    name = f"{SIZES[0]} articles: a query"
    report.figure(f"{name}, p50", taken[len(taken) // 2], "ms")
    report.figure(f"{name}, p95", taken[len(taken) * 95 // 100], "ms", at_most=50)
    report.figure(f"{name}, slowest of {count}", taken[-1], "ms")
    report.figure(f"{name}, the first for what was read, which looks through all states", first, "ms")


def report_starts(
    report: Report, top: Path, large: int, small: int, runs: int, what: str, most: float, *, whole: bool
) -> None:
    """Print how long starts take with a large and a small library: to the newest title, or until `whole` is known."""
    commands = [
        (f"{size:,}" if whole else NEWEST, [sys.executable, "-m", "tui", "--library", str(top / str(size))])
        for size in (large, small)
    ]
    pairs = []
    for run in range(runs + 1):
        pair = [start_to(shown.encode(), command).waited for shown, command in commands]
        if run:  # the first pair warms the disk's cache
            pairs.append(pair)
    for at, size in enumerate((large, small)):
        report.figure(f"{what}, {size} articles", median(pair[at] for pair in pairs), "s")
    report.figure(f"{what}, {large} over {small}, pair by pair", median(a / b for a, b in pairs), "x", at_most=most)


def memory(argv: list[str]) -> float:
    """Megabytes of the process that draws, after its list was gone through, filtered and put under headings."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LINES="40", COLUMNS="120")
        os.execv(argv[0], argv)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        _listen(terminal, 4)
        for keys in ("G", "g", *["\x04"] * 60, "/unread newer:2016\r", "b", "G", "b", "\x0c", "b", "G", "*", "*"):
            os.write(terminal, keys.encode())
            _listen(terminal, 0.5)
        status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _listen(terminal: int, seconds: float) -> None:
    """Read what the screen sends, until it has been silent for so long."""
    while select.select([terminal], [], [], seconds)[0]:
        os.read(terminal, 65536)


def main() -> None:
    """Make the libraries, measure, and print the figures."""
    report = Report(str(__doc__), runs=9)
    top = Path(tempfile.mkdtemp(prefix="quotidian-library-", dir=os.environ.get("TMPDIR")))
    try:
        for size in SIZES:
            make(top / str(size), size)
        large, half, small, few = SIZES
        report_starts(report, top, large, small, report.runs, "list ready", 1.3, whole=True)
        report_starts(report, top, half, few, report.runs, "start", 1.2, whole=False)
        report_queries(report, top / str(large), 400)
        if sys.platform == "linux":
            used = memory([sys.executable, "-m", "tui", "--library", str(top / str(large))])
            report.figure(f"{large} articles: memory of the process that draws", used, "MB", at_most=150)
    finally:
        shutil.rmtree(top)
    report.end()


if __name__ == "__main__":
    main()
