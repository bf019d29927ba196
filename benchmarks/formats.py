"""The formats: annotations a second out, and in again, and the memory that takes at 10,000 and at 100,000 annotations;
and the same through a library, with its disk: loading, which is one step of undo, and exporting.

    python -m benchmarks.formats [--runs N] [--json] [--check]

The peer is Python's own `json.dumps` of the same articles and annotations, a line an article, in the same run. Memory
is what Python allocated at most while writing, above what was there before, in a pass of its own. A format that is
written by another process has that one's memory besides: all that it ever held, the libraries it loads with it.

`--check` exits 1 where writing needs more than 1.5 times the memory at 100,000 annotations than at 10,000.
"""

from __future__ import annotations

import io
import json
import resource
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.report import Report
from store.export import export
from store.formats import Folder, Item, Losses, Readable, ReadableFolder, Stream
from store.library import open_library
from store.loading import load
from store.marking import annotate
from store.models import Article
from store.text import text_hash
from tui.exchange import formats

SIZES = (10_000, 100_000)
EACH = 50
"""Annotations an article."""
SENTENCE = "Antony Blinken met Qin Gang in Beijing on Sunday, and both called the talks candid. "
PLACES = ((0, 14, "PERSON"), (19, 27, "PERSON"), (31, 38, "GPE"), (42, 48, "DATE"))


def items(count: int) -> Iterator[Item]:
    """Articles of some 700 words with `count` annotations in all, made one by one."""
    text = "\n\n".join([(SENTENCE * 10).strip()] * 5)
    for number in range(count // EACH):
        identity = f"{number:012x}"
        named = {"source": f"/{number}", "title": f"Talks {number}"}
        article = Article(id=identity, text=text, text_hash=text_hash(text), **named)
        lines = [len(SENTENCE) * line + line // 10 for line in range(13)]
        spans = [(at + first, at + last, label) for at in lines for first, last, label in PLACES][:EACH]
        yield Item(article=article, annotations=tuple(annotate(article, s, e, label=label) for s, e, label in spans))


def chunks(name: str, count: int, ready: list[Item] | None = None) -> Iterator[str | bytes]:
    """The format's output, whatever it writes into."""
    chosen, losses = formats.find(name), Losses()
    given = iter(ready) if ready is not None else items(count)
    if isinstance(chosen, Stream):
        yield from chosen.write(given, losses)
    elif isinstance(chosen, Folder):
        for item in given:
            for _, content in chosen.write(item, losses):
                yield content


def drain(found: Iterator[object]) -> None:
    """Take everything and keep nothing."""
    for _ in found:
        pass


def seconds(work: Callable[[], object], runs: int) -> float:
    """The quickest of so many runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def peak(name: str, count: int) -> int:
    """Bytes that writing allocated at most."""
    return peak_of(lambda: drain(chunks(name, count)))


def peak_of(work: Callable[[], object]) -> int:
    """Bytes that some work allocated at most."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    work()
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return most


def report_speed(report: Report, size: int) -> None:
    """Annotations a second, out of a list that is there already."""
    ready = list(items(size))

    def write_peer() -> None:
        for item in ready:
            json.dumps(msgspec.to_builtins(item))

    peer = seconds(write_peer, report.runs)
    report.figure("json.dumps: annotations written", size / peer, "/s")
    for name in formats.names():
        taken = seconds(partial(write, name, size, ready), report.runs)
        report.figure(f"{name}: annotations written", size / taken, "/s")
        report.figure(f"{name}: time over json.dumps", taken / peer, "x")
        chosen = formats.find(name)
        if isinstance(chosen, Readable):
            data = b"".join(map(in_bytes, chunks(name, size, ready)))
            taken = seconds(partial(read, chosen, data), report.runs)
            report.figure(f"{name}: annotations read", size / taken, "/s")
        if isinstance(chosen, ReadableFolder) and isinstance(chosen, Folder):
            files = [{suffix: in_bytes(c) for suffix, c in chosen.write(item, Losses())} for item in ready]
            taken = seconds(partial(read_files, chosen, files), report.runs)
            report.figure(f"{name}: annotations read", size / taken, "/s")


def write(name: str, count: int, ready: list[Item]) -> None:
    """Write everything to nowhere."""
    drain(chunks(name, count, ready))


def in_bytes(content: str | bytes) -> bytes:
    """What a format wrote, as a file has it."""
    return content.encode() if isinstance(content, str) else content


def read_files(chosen: ReadableFolder, files: list[dict[str, bytes]]) -> None:
    """Read the files of every article and keep nothing."""
    for one in files:
        wanted = {end: next(c for suffix, c in one.items() if suffix.endswith(end)) for end in chosen.wants}
        chosen.read(wanted, "a", Losses())


def read(chosen: Readable, data: bytes) -> None:
    """Read everything and keep nothing."""
    drain(chosen.read(io.BytesIO(data), Losses()))


def report_apart(report: Report) -> None:
    """The memory of the process that writes spaCy's documents; no other may have been started before."""
    for size in SIZES:
        drain(chunks("spacy", size))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        report.figure(f"spacy: memory of its process at {size}", most / 2**10, "MB")


def report_library(report: Report, size: int) -> None:
    """Annotations a second into a new library and out of it again, and the memory of reading them through first."""
    with TemporaryDirectory() as top, open_library(Path(top) / "library") as library:
        file = Path(top) / "marks.jsonl"
        file.write_bytes(b"".join(map(in_bytes, chunks("jsonl", size))))
        report.figure("load: annotations into a library", size / seconds(partial(load, library, file), 1), "/s")
        ids = library.search("")
        again = partial(export, library, ids, "jsonl", Path(top) / "again.jsonl")
        report.figure("export: annotations out of a library", size / seconds(again, report.runs), "/s")
        # Half of them are more than the library keeps decoded, so both fill what it keeps, and nothing else grows.
        parts = (ids[: len(ids) // 2], ids)
        small, large = (peak_of(partial(export, library, part, "csv", Path(top) / "x")) for part in parts)
        report.figure("export: memory with what the library keeps decoded", large / 2**20, "MB")
        report.figure("export: memory over that for half of them", large / small, "x", at_most=1.5)


def main() -> None:
    """Measure every format and print the figures."""
    report = Report(str(__doc__), runs=1)
    size = SIZES[-1]
    report_apart(report)
    report_speed(report, size)
    report_library(report, size)
    for name in formats.names():
        drain(chunks(name, EACH))  # what is loaded once is not the format's
        small, large = (peak(name, count) for count in SIZES)
        report.figure(f"{name}: memory at {size}", large / 2**20, "MB")
        report.figure(f"{name}: memory at {size} over {SIZES[0]}", large / small, "x", at_most=1.5)
    report.end()


if __name__ == "__main__":
    main()
