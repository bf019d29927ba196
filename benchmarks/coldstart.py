"""Cold start: from starting the process to the first painted words of an article, in a real pseudo-terminal.

    python -m benchmarks.coldstart [--runs N] [--json] [--check]

The peer is the smallest Textual app that shows one line, started in turn with ours (A B A B ...): a busy machine then
slows both. `--check` exits 1 where our median is more than 1.4 times the peer's. The processor's time until then is
printed beside: it changes less with what else the machine does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.report import Report

TARGET = 1.4
ARTICLE = Path(__file__).parents[1] / "seeds" / "blinken-beijing.txt"
WORDS = b"soaring"
"""A word of the article's first paragraph that is not in its title's beginning."""
PEER = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("soaring")
Bare().run()
"""
_SEQUENCE = re.compile(rb"\x1b\[[0-9;:?]*[ -/]*[@-~]")
"""What may stand within a painted word: where it is marked in part, or the caret is on it."""


class Start(NamedTuple):
    """What a start took, in seconds."""

    waited: float
    worked: float
    """Processor time of all its threads, ours and the system's."""


def start_to(marker: bytes, argv: list[str], deadline: float = 60.0) -> Start:
    """What it takes from starting `argv` in a pseudo-terminal of 120 x 40 until it has sent `marker`."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LINES="40", COLUMNS="120")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's second start finds compiled modules
        os.execv(argv[0], argv)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen, waited = b"", 0.0
    try:
        while not waited and time.perf_counter() - began < deadline:
            if select.select([terminal], [], [], 0.5)[0]:
                seen += os.read(terminal, 65536)  # OSError once the process has ended
                if marker in _SEQUENCE.sub(b"", seen):
                    waited = time.perf_counter() - began
    except OSError:
        deadline = time.perf_counter() - began
    finally:
        os.kill(child, signal.SIGKILL)
        _, _, used = os.wait4(child, 0)
        os.close(terminal)
    if not waited:
        raise TimeoutError(f"{argv} did not show {marker!r} within {deadline:.1f} s, but:\n{on_screen(seen)}")
    return Start(waited, used.ru_utime + used.ru_stime)


def on_screen(sent: bytes) -> str:
    """What a person saw of it."""
    import pyte

    screen = pyte.Screen(120, 40)
    pyte.ByteStream(screen).feed(sent)
    return "\n".join(line.rstrip() for line in screen.display)


def main() -> None:
    report = Report(__doc__ or "", runs=9)
    ours: list[Start] = []
    peers: list[Start] = []
    with tempfile.TemporaryDirectory() as library:
        command = [sys.executable, "-m", "tui", "--library", library, str(ARTICLE)]
        peer = [sys.executable, "-c", PEER]
        for run in range(report.runs + 1):
            mine, other = start_to(WORDS, command), start_to(WORDS, peer)
            if run:  # the first pair warms the disk's cache
                ours.append(mine)
                peers.append(other)
    pairs = list(zip(ours, peers, strict=True))
    report.figure("first words of an article", median(start.waited for start in ours), "s")
    report.figure("first words of a bare Textual app", median(start.waited for start in peers), "s")
    report.figure("ratio, pair by pair", median(a.waited / b.waited for a, b in pairs), "times", at_most=TARGET)
    report.figure("ratio of processor time, pair by pair", median(a.worked / b.worked for a, b in pairs), "times")
    report.end()


if __name__ == "__main__":
    main()
