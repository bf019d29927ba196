"""Starting a process of this package, and speaking to it. Imports no spaCy; waits only where it says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

import msgspec

from nlp.protocol import Order, Reply, decode_reply, encode
from store.processes import environment
from store.text import clean_line

_SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")

LEAVING = 1.0
"""Seconds that a process may take to leave after its last reply."""


class Child:
    """One running module of ours. One thread may write to its `input` while another reads its `output`."""

    def __init__(self, module: str, *arguments: str) -> None:
        """Start it. Raises OSError where the system can't."""
        self._why = ""
        # What it says on its standard error must not land on the screen, and can be long: a file, not a pipe.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by argv
                # -P: a folder named nlp where the person happens to be must not be imported in place of ours.
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(),
            )
        except OSError:
            self._errors.close()
            raise

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def input(self) -> IO[bytes]:
        """What it reads. Writing may wait for a moment while the pipe is full, and raises OSError when it is gone."""
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        return self._process.stdin

    @property
    def output(self) -> IO[bytes]:
        """What it writes; ends when it is gone."""
        assert self._process.stdout is not None  # noqa: S101 - it was opened with a pipe
        return self._process.stdout

    def wait(self) -> int:
        """Wait until it is gone, and see to it that it goes; its exit code, negative for a signal."""
        try:
            return self._process.wait(LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def end(self) -> str:
        """Make sure that it is gone and let go of its pipes, which nobody may use now; why it ended, in a few words."""
        if self._why:
            return self._why
        code = self.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be sent has no reader
                    stream.close()
        self._why = self._last_words(code)
        return self._why

    def kill(self) -> None:
        """End it at once; whoever reads its replies sees them end. May be called from any thread."""
        self._process.kill()

    def _last_words(self, code: int) -> str:
        with self._errors as errors:
            size = errors.seek(0, os.SEEK_END)
            errors.seek(max(0, size - 4096))
            lines = errors.read().decode("utf-8", "replace").strip().splitlines()
        if code < 0:
            return (signal.strsignal(-code) or f"signal {-code}").lower()
        return clean_line(lines[-1], 200) if lines else f"exit code {code}"


class WorkerProcess(Child):
    """One running `nlp.worker`. One thread may send while another receives."""

    def __init__(self, pipeline: str) -> None:
        """Start it. Raises OSError where the system can't."""
        super().__init__("nlp.worker", "--pipeline", pipeline)

    def send(self, order: Order) -> None:
        """Pass an order on; may wait for a moment while the pipe is full. Raises OSError when the process is gone."""
        self.input.write(encode(order) + b"\n")
        self.input.flush()

    def replies(self) -> Iterator[Reply]:
        """Its replies as they come, until its output ends: it is gone, or says what is no reply."""
        try:
            for line in self.output:
                yield decode_reply(line)
        except (OSError, ValueError, msgspec.DecodeError):
            return


def _environment() -> dict[str, str]:
    """One thread a process for matrix products, unless the person says otherwise: several processes, or the screen,
    want the other cores.
    """
    return {**dict.fromkeys(_SINGLE_THREADED, "1"), **environment()}
