"""Feeds: 500 of 30 items each from a server on this computer that answers after 50 ms, fetched, parsed and stored.

    python -m benchmarks.feeds [--runs N] [--json] [--check]

The peer is plain feedparser over the same bytes, in one process as it is used, which neither fetches nor stores; the
network's share is what its latency costs at 16 connections. Of a second fetch the peer is a client of bare sockets in
this process, which asks for the same at as many connections, looks at nothing and stores nothing. The feeds lie on 250
addresses of this computer, because one host is asked for two things at a time (127.0.0.0/8 is all of this computer on
Linux; elsewhere it has to be made so).

`--check` exits 1 where
- fetching, parsing and storing all takes more than 1.5 times feedparser's time and the network's share together,
- or a second fetch, which brings nothing new, takes more than 1.5 times the network's share, below which it can't be.
"""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median

from benchmarks._feeds_server import feed
from benchmarks.report import Report
from feeds.client import Courier
from feeds.fetching import fetch
from feeds.network import AT_ONCE
from feeds.subscriptions import subscription
from store.feeds import FeedState
from store.library import Library, open_library
from store.models import Change

FEEDS = 500
ITEMS = 30
LATENCY = 0.05
"""Seconds."""


def fetched(library: Library) -> float:
    """Seconds that fetching all feeds takes, the start of the process that fetches included."""
    began = time.perf_counter()
    with Courier() as courier:
        for result in fetch(library, courier):
            if result.error:
                raise SystemExit(result.error)
    return time.perf_counter() - began


async def asked(port: int) -> float:
    """Seconds that asking for all feeds takes, where nothing is new and nobody looks at the answers."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def ask(number: int) -> None:
        async with turns:
            reader, writer = await asyncio.open_connection(host(number), port)
            writer.write(b'GET /%d HTTP/1.1\r\nIf-None-Match: "a"\r\n\r\n' % number)
            await reader.readuntil(b"\r\n\r\n")
            writer.close()

    began = time.perf_counter()
    await asyncio.gather(*map(ask, range(FEEDS)))
    return time.perf_counter() - began


def host(number: int) -> str:
    """Where the feed of this number lies: two on each address."""
    return f"127.0.{1 + number // 2 // 250}.{1 + number // 2 % 250}"


def measured(port: int) -> tuple[float, float]:
    """Seconds of a first and a second fetch, in a library of their own."""
    urls = [f"http://{host(number)}:{port}/{number}" for number in range(FEEDS)]
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder) / "library") as library:
        feeds = [subscription(url) for url in urls]
        library.commit(Change(what="follow", keep=tuple(feeds)))
        for one in feeds:
            library.take_in(FeedState(id=one.id, local=True))
        times = fetched(library), fetched(library)
        if len(library.articles()) != FEEDS * ITEMS:
            raise SystemExit(f"There are {len(library.articles())} articles where {FEEDS * ITEMS} were served.")
        return times


def parsed() -> float:
    """Seconds that plain feedparser takes over the same bytes."""
    import feedparser

    bodies = [feed(number, ITEMS) for number in range(FEEDS)]
    began = time.perf_counter()
    for body in bodies:
        if len(feedparser.parse(io.BytesIO(body)).entries) != ITEMS:
            raise SystemExit("feedparser lost items.")
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    report = Report(__doc__ or "", runs=3)
    warnings.simplefilter("ignore")
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._feeds_server", str(LATENCY * 1000), str(ITEMS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    try:
        times = [(parsed(), *measured(port), asyncio.run(asked(port))) for _ in range(report.runs)]
    finally:
        server.kill()
        server.wait()
    plain, first, second, bare = (median(column) for column in zip(*times, strict=True))
    network = FEEDS * LATENCY / AT_ONCE
    report.figure(f"plain feedparser over {FEEDS} feeds of {ITEMS} items", plain, "s")
    report.figure(f"the network's share: {LATENCY * 1000:.0f} ms each, {AT_ONCE} at a time", network, "s")
    report.figure("fetched, parsed and stored", first, "s")
    report.figure("times feedparser and network together", first / (plain + network), "x", at_most=1.5)
    report.figure("a second fetch, nothing new", second, "s")
    report.figure("times the network's share", second / network, "x", at_most=1.5)
    report.figure("asked by a client of bare sockets", bare, "s")
    report.figure("times that", second / bare, "x")
    report.figure("times faster than the first", first / second, "x")
    report.figure("times faster than the first at most, were all but the network's share nothing", first / network, "x")
    report.figure("times faster, the network's share left out of both", (first - network) / (second - network), "x")
    report.end()


if __name__ == "__main__":
    main()
