"""The analysing process as the reader sees it: ask, and findings are delivered. Imports no spaCy; no call waits.

The process is started again when it ends, and asked again what it still owes; a request that ends it twice fails.
Deliveries come one at a time, from a thread of the client's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from msgspec import Struct

from nlp.process import WorkerProcess
from nlp.protocol import Ask, Began, Cancel, Failed, Findings, Order, Ready, Reply, Text, Unusable
from store.models import Article

__all__ = ["Analyst", "Delivery", "Failed", "Findings", "Ready", "Restarted"]

ATTEMPTS = 2
"""How often a request may end the process before it is given up, and how often the process may fail to start."""
CLOSING = 1.0
"""Seconds that closing waits at most for a delivery that is under way."""


class Restarted(Struct, frozen=True, kw_only=True):
    """The process ended by itself and was started again."""

    sentence: str


Delivery = Findings | Failed | Ready | Restarted


class Analyst:
    """Analyses articles in another process. All methods may be called from any thread, and return at once."""

    def __init__(self, pipeline: str, deliver: Callable[[Delivery], None]) -> None:
        """`deliver` is called from another thread for each delivery, never after `close` has returned."""
        self._pipeline = pipeline
        self._deliver = deliver
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: WorkerProcess | None = None
        self._outbox: SimpleQueue[Order | None] = SimpleQueue()
        self._owed: dict[int, Ask] = {}
        self._strikes: dict[int, int] = {}
        self._last = 0
        self._at = 0
        """The request that the process works on."""
        self._unusable = ""
        """Why the process can't be used, as a sentence, once that is known."""
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The id of the process, None while there is none."""
        process = self._process
        return process.pid if process else None

    def start(self) -> None:
        """Start the process. Requests may be made before and after."""
        with self._guard:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="analyst", daemon=True)
                self._thread.start()

    def request(self, article: Article, visible: int = 0) -> int:
        """Ask for the findings in `article`, those around offset `visible` first; returns the request's id.

        A request for another article is forgotten: nobody looks at that one any more. Where the same text is already
        being analysed, or fetched in advance, that goes on as this request and its id is returned.
        """
        return self._ask(article, visible, urgent=True)

    def prefetch(self, article: Article) -> int:
        """Ask for the findings in `article` when nothing else is to be done."""
        return self._ask(article, 0, urgent=False)

    def cancel(self, request: int) -> None:
        """Forget a request: nothing is delivered for it any more, but what is on its way."""
        with self._guard:
            self._forget(request)

    def close(self) -> None:
        """End the process and deliver nothing more. `deliver` must not wait for the thread that calls this."""
        with self._guard:
            self._closed = True
            self._owed.clear()
            self._outbox.put(None)
            thread, process = self._thread, self._process
        if process is not None:
            process.kill()
        if thread is not None and thread is not threading.current_thread():
            thread.join(CLOSING)

    # What follows runs under the guard.

    def _ask(self, article: Article, visible: int, *, urgent: bool) -> int:
        text = Text(article=article.id, text=article.text, text_hash=article.text_hash)
        with self._guard:
            same = next((owed for owed in self._owed.values() if owed.text == text), None)
            if urgent:
                for owed in list(self._owed.values()):
                    if owed.urgent and owed is not same:
                        self._forget(owed.request)
            if same is not None and same.urgent >= urgent:
                return same.request
            self._last += same is None
            ask = Ask(request=same.request if same else self._last, text=text, visible=visible, urgent=urgent)
            self._owed[ask.request] = ask
            self._outbox.put(ask)
            return ask.request

    def _new_outbox(self) -> SimpleQueue[Order | None]:
        """An outbox for what answers from now on, with all that is still owed."""
        self._outbox = SimpleQueue()
        for ask in self._owed.values():
            self._outbox.put(ask)
        if self._closed:
            self._outbox.put(None)
        return self._outbox

    def _forget(self, request: int) -> None:
        if self._owed.pop(request, None) is not None:
            self._strikes.pop(request, None)
            self._outbox.put(Cancel(request=request))

    # What follows runs in the client's own thread.

    def _run(self) -> None:
        failures = 0
        while not self._closed:
            was_ready, why = self._serve()
            if self._closed:
                return
            failures = 0 if was_ready else failures + 1
            if self._unusable or failures >= ATTEMPTS:
                self._refuse(self._unusable or f"The analysis does not start: its process ended ({why}).")
                return
            given_up = self._strike()
            self._hand_over(Restarted(sentence=f"The analysis stopped ({why}) and was started again."))
            for request in given_up:
                sentence = "This article stops the analysis each time: it stays without findings."
                self._hand_over(Failed(request=request, sentence=sentence))

    def _serve(self) -> tuple[bool, str]:
        """Start the process and deliver what it says until it ends: whether it had become ready, and why it ended."""
        try:
            process = WorkerProcess(self._pipeline)
        except OSError as error:
            return False, str(error.strerror or error)
        with self._guard:
            if self._closed:
                process.kill()
            self._process, self._at = process, 0
            outbox = self._new_outbox()
        writer = threading.Thread(target=_write, args=(process, outbox), name="analyst-writer", daemon=True)
        writer.start()
        ready = False
        for reply in process.replies():
            ready = ready or isinstance(reply, Ready)
            self._receive(reply)
        process.wait()  # a writer that waits for room in the pipe is set free
        outbox.put(None)
        writer.join()
        with self._guard:
            self._process = None
        return ready, process.end()

    def _receive(self, reply: Reply) -> None:
        if isinstance(reply, Unusable):
            self._unusable = reply.sentence
        elif isinstance(reply, Began):
            self._at = reply.request
        elif isinstance(reply, Findings | Failed):
            with self._guard:
                wanted = reply.request in self._owed
                if isinstance(reply, Failed) or reply.done:
                    self._owed.pop(reply.request, None)
                    self._strikes.pop(reply.request, None)
            if wanted:
                self._hand_over(reply)
        elif isinstance(reply, Ready):
            self._hand_over(reply)

    def _strike(self) -> list[int]:
        """Hold the process's end against the request it worked on; returns those that are given up."""
        with self._guard:
            if self._at not in self._owed:
                return []
            self._strikes[self._at] = self._strikes.get(self._at, 0) + 1
            if self._strikes[self._at] < ATTEMPTS:
                return []
            self._forget(self._at)
            return [self._at]

    def _refuse(self, sentence: str) -> None:
        """The process cannot be had: fail what is owed, and from now on whatever is asked."""
        with self._guard:
            self._unusable = sentence
            outbox = self._new_outbox()
        while (order := outbox.get()) is not None:
            if isinstance(order, Ask):
                with self._guard:
                    wanted = self._owed.pop(order.request, None) is not None
                if wanted:
                    self._hand_over(Failed(request=order.request, sentence=sentence))

    def _hand_over(self, delivery: Delivery) -> None:
        if not self._closed:
            self._deliver(delivery)


def _write(process: WorkerProcess, outbox: SimpleQueue[Order | None]) -> None:
    """Pass on what is put into `outbox`; a thread of its own, for a pipe can be full."""
    while (order := outbox.get()) is not None:
        try:
            process.send(order)
        except OSError:
            return  # it is gone; whoever reads its replies sees that too
