"""The process that analyses: reads orders from its standard input, a line each, and answers on its standard output.

    python -m nlp.worker [--pipeline NAME]

Nothing else can write to that output: what components print goes to the standard error. The process ends when its
input does, at once: whoever asked is gone.
"""

from __future__ import annotations

import argparse
import gc
import os
import threading
import warnings
from collections import deque
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from nlp.protocol import (
    Analysed,
    Ask,
    Batch,
    Began,
    Cancel,
    Failed,
    Findings,
    Order,
    Ready,
    Reply,
    Unusable,
    decode_order,
    encode,
)
from store.errors import PipelineError
from store.processes import take_channels

if TYPE_CHECKING:
    from spacy.language import Language

    from nlp.analysis import Examination


class Intake(threading.Thread):
    """Reads orders while the pipeline is busy or still loading, so that a cancellation is heard between two pieces."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(name="intake", daemon=True)
        self._stream = stream
        self._orders: deque[Order] = deque()
        self._arrived = threading.Condition()

    def run(self) -> None:
        """Read until the input ends; then end the process, whatever it is doing."""
        try:
            for line in self._stream:
                order = decode_order(line)
                with self._arrived:
                    self._orders.append(order)
                    self._arrived.notify()
        except (OSError, msgspec.DecodeError):
            os._exit(1)
        os._exit(0)

    def take(self, *, wait: bool) -> list[Order]:
        """The orders that arrived since the last call, in order; waits for one where `wait` is set."""
        with self._arrived:
            while wait and not self._orders:
                self._arrived.wait()
            orders = list(self._orders)
            self._orders.clear()
        return orders


class Bench:
    """The requests at hand: the urgent first, then in the order they came. Batches have no pieces and go in one."""

    def __init__(self, nlp: Language, reply: Replies) -> None:
        self._nlp = nlp
        self._reply = reply
        self._waiting: dict[int, Ask | Batch] = {}
        self._begun: dict[int, Examination] = {}
        self._at = 0
        """The request that was worked on last."""

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self._waiting

    def take(self, order: Order) -> None:
        """Put an order on the bench, or what it cancels off it."""
        if isinstance(order, Cancel):
            self._drop(order.request)
        else:
            self._waiting[order.request] = order

    def work(self) -> None:
        """One piece of work on what is most wanted."""
        order = min(self._waiting.values(), key=lambda o: (not getattr(o, "urgent", True), o.request))
        try:
            if order.request != self._at:
                self._at = order.request
                self._reply(Began(request=order.request))
            self._batch(order) if isinstance(order, Batch) else self._piece(order)
        except Exception as error:  # noqa: BLE001 - whatever a component raises: one broken text stops nothing
            from nlp.analysis import broken

            self._drop(order.request)
            self._reply(Failed(request=order.request, sentence=f"This article {broken(error)}"))

    def _batch(self, order: Batch) -> None:
        from nlp.analysis import analyse_many

        results = tuple(analyse_many(self._nlp, order.texts))
        self._drop(order.request)
        self._reply(Analysed(request=order.request, results=results))

    def _piece(self, order: Ask) -> None:
        from nlp.analysis import Examination

        examination = self._begun.get(order.request)
        if examination is None:
            examination = self._begun[order.request] = Examination(self._nlp, order.text, order.visible)
        analysis = examination.advance()
        done = examination.result is not None
        if done:
            self._drop(order.request)
        if analysis is not None:
            self._reply(Findings(request=order.request, analysis=analysis, done=done))

    def _drop(self, request: int) -> None:
        self._waiting.pop(request, None)
        self._begun.pop(request, None)


class Replies:
    """Writes replies, a line each."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __call__(self, reply: Reply) -> None:
        try:
            self._stream.write(encode(reply) + b"\n")
            self._stream.flush()
        except OSError:
            os._exit(0)  # nobody listens any more


def main() -> None:
    """Serve until the input ends."""
    ask = argparse.ArgumentParser(description="The analysing process of Quotidian: JSON lines in, JSON lines out.")
    ask.add_argument("--pipeline", default="", help="an installed spaCy pipeline, or a folder")
    pipeline: str = ask.parse_args().pipeline
    orders, replies = take_channels()
    reply = Replies(replies)
    intake = Intake(orders)
    intake.start()
    serve(intake, reply, pipeline)


def serve(intake: Intake, reply: Replies, pipeline: str) -> None:
    """Load the pipeline and work on what comes in; returns only where it does not load."""
    try:
        nlp, ready = _load(pipeline)
    except PipelineError as error:
        reply(Unusable(sentence=error.sentence))
        return
    reply(ready)
    gc.collect()
    gc.freeze()  # what is loaded stays: a collection need not look at it again
    bench = Bench(nlp, reply)
    while True:
        for order in intake.take(wait=bench.idle):
            bench.take(order)
        if not bench.idle:
            bench.work()


def _load(pipeline: str) -> tuple[Language, Ready]:
    from nlp.pipelines import PipelineWarning, load, pipeline_id

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        nlp = load(pipeline)
    notices = tuple(str(w.message) for w in caught if issubclass(w.category, PipelineWarning))
    return nlp, Ready(pipeline=pipeline_id(nlp), notices=notices)


if __name__ == "__main__":
    main()
