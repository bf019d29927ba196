"""Fetching as the rest of the program sees it: ask for many things, take the answers as they come.

Imports nothing that fetches or parses: that is another process's, started with the first order.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from feeds.child import end, next_answer, start
from feeds.protocol import Get, Got, framed


class Courier:
    """One process that fetches. A context manager; not for several threads at once, but `stop`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._numbers = count(1)
        self._arrived: dict[int, Got] = {}
        """Answers that came while others were waited for."""

    def answers(self, orders: Sequence[Get]) -> Iterator[Got]:
        """The answers to the orders, each as it comes; every order gets one. Raises SourceError where none can be had.

        More may be asked while answers are taken. Ends early, without the rest, after `stop`.
        """
        owed = {number: order.request for number, order in zip(self._numbers, orders)}  # noqa: B905 - one has no end
        numbered = [replace(order, request=number) for number, order in zip(owed, orders, strict=True)]
        if not owed or self._stopped:
            return
        process = self._running()
        threading.Thread(target=_send, args=(process, numbered), name="orders", daemon=True).start()
        while owed:
            number = next((number for number in self._arrived if number in owed), None)
            got = next_answer(process) if number is None else self._arrived.pop(number)
            if self._stopped:
                return
            if got is None:
                break
            if got.request in owed:
                yield replace(got, request=owed.pop(got.request))
            else:
                self._arrived[got.request] = got
        for request in owed.values():
            yield Got(request=request, error="The process that fetches ended: try again.")

    def stop(self) -> None:
        """End the process now, from any thread; whoever takes answers gets no more."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()  # it ended by itself: the next orders get another
        if self._process is None:
            self._process = start("courier", "fetches")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)


def _send(process: subprocess.Popen[bytes], orders: list[Get]) -> None:
    assert process.stdin is not None  # noqa: S101 - it was opened with pipes
    with suppress(OSError, ValueError):  # it is gone; whoever takes its answers sees that too
        for order in orders:
            process.stdin.write(framed(order))
        process.stdin.flush()
