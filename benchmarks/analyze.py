"""Analysis: words a second of `quotidian analyze` on one core and on two, and how soon a long article shows findings.

    python -m benchmarks.analyze [--runs N] [--json] [--check]

The peer is the script that anyone would write, a loop over `nlp.pipe` with the same pipeline, its quotations included,
pinned to one core; both are measured from the start of the process to its end, in turn. The articles are made of the
sample articles' paragraphs, with other names in them, so that no two are alike. Needs a system that pins a process to
a core (Linux).
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from queue import Queue
from statistics import median

from benchmarks.report import Report
from feeds import Skipped, read_sources
from nlp.client import Analyst, Delivery, Findings, Ready
from store.models import Article
from store.text import count_words, text_hash

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES = 400
LONG = 100_000
"""Words of the long article."""
ONE_CORE, TWO_CORES = 0.9, 1.7
"""Targets: our words a second, as a multiple of the peer's."""
PEER = """
import sys
from pathlib import Path
from nlp.pipelines import load
nlp = load()
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).iterdir())]
for doc in nlp.pipe(texts):
    len(doc.ents), len(doc._.quotes)
"""
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_SYLLABLES = ["ka", "lo", "mi", "ren", "to", "sa", "vel", "dor", "an", "bri"]


def made_articles(count: int) -> list[str]:
    """`count` articles of six to fourteen paragraphs each; the same ones in every run."""
    paragraphs = [
        paragraph
        for item in read_sources([str(SEEDS)])
        if not isinstance(item, Skipped)
        for paragraph in item.text.split("\n\n")
    ]
    chance = random.Random(1)
    return [
        "\n\n".join(_renamed(p, chance) for p in chance.choices(paragraphs, k=chance.randint(6, 14)))
        for _ in range(count)
    ]


def _renamed(paragraph: str, chance: random.Random) -> str:
    """The paragraph with every third name, roughly, replaced by one that nobody has."""

    def other(name: re.Match[str]) -> str:
        made = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize()
        return made if chance.random() < 0.3 else name[0]

    return _NAME.sub(other, paragraph)


def seconds(command: list[str], cores: set[int]) -> float:
    """From the start of `command` to its end, pinned to `cores`; its output goes nowhere."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    return time.perf_counter() - began


def throughput(report: Report, folder: Path, words: int) -> None:
    """Words a second of the peer on one core, and of ours on one and on two."""
    cores = sorted(os.sched_getaffinity(0))
    peer = [sys.executable, "-c", PEER, str(folder)]
    ours = [sys.executable, "-m", "tui", "analyze", str(folder)]
    took: dict[str, list[float]] = {"peer": [], "one": [], "two": []}
    for _ in range(report.runs):
        took["peer"].append(seconds(peer, {cores[0]}))
        took["one"].append(seconds(ours, {cores[0]}))
        if len(cores) > 1:
            took["two"].append(seconds(ours, set(cores[:2])))
    report.figure("nlp.pipe in a bare script, one core", words / median(took["peer"]), "words/s")
    report.figure("quotidian analyze, one core", words / median(took["one"]), "words/s")
    report.figure("ratio on one core", _ratio(took["peer"], took["one"]), "times", at_least=ONE_CORE)
    if took["two"]:
        report.figure("quotidian analyze, two cores", words / median(took["two"]), "words/s")
        report.figure("ratio on two cores", _ratio(took["peer"], took["two"]), "times", at_least=TWO_CORES)


def _ratio(peer: list[float], ours: list[float]) -> float:
    return median(theirs / mine for theirs, mine in zip(peer, ours, strict=True))


def long_article(report: Report, texts: list[str]) -> None:
    """How soon the reader has something to show of a long article opened in its middle, and of the next one."""
    long, short = _article("\n\n".join(texts), "long"), _article(texts[0], "short")
    inbox: Queue[Delivery] = Queue()
    analyst = Analyst("", inbox.put)
    analyst.start()
    try:
        while not isinstance(inbox.get(), Ready):
            pass
        first, after, whole = [], [], 0.0
        for _ in range(report.runs):
            analyst.request(long, visible=len(long.text) // 2)
            first.append(_until_findings(inbox, done=False))
            analyst.request(short)
            after.append(_until_findings(inbox, done=True))
        analyst.request(long)
        whole = _until_findings(inbox, done=True)
    finally:
        analyst.close()
    report.figure(f"article of {count_words(long.text):,} words, all findings", whole, "s")
    report.figure("its first findings, those in view", 1000 * median(first), "ms", at_most=500)
    report.figure("findings of a short article opened meanwhile", 1000 * median(after), "ms", at_most=1000)


def _until_findings(inbox: Queue[Delivery], *, done: bool) -> float:
    began = time.perf_counter()
    while True:
        got = inbox.get(timeout=600)
        if isinstance(got, Findings) and got.done >= done:
            return time.perf_counter() - began


def _article(text: str, name: str) -> Article:
    return Article(id=name, source=name, title=name, text=text, text_hash=text_hash(text))


def main() -> None:
    """Measure and report."""
    report = Report(__doc__ or "", runs=5)
    if not hasattr(os, "sched_setaffinity"):
        sys.exit("This system can't pin a process to a core, so there is nothing to compare with.")
    texts = made_articles(ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number:04}.txt").write_text(text, encoding="utf-8")
        throughput(report, Path(folder), sum(map(count_words, texts)))
    words, chosen = 0, 0
    while words < LONG and chosen < len(texts):
        words += count_words(texts[chosen])
        chosen += 1
    long_article(report, texts[:chosen])
    report.end()


if __name__ == "__main__":
    main()
