"""Many texts on all cores, in the order they were given. Imports spaCy only where it analyses in this very process.

A few texts are analysed right here; more are dealt out to processes (`nlp.worker`), each of which loads the pipeline
once, while their sources are still being read. A text that breaks the pipeline, or ends a process, costs itself only.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import chain
from queue import SimpleQueue

from nlp.process import WorkerProcess
from nlp.protocol import Analysed, Batch, Ready, Text, Unusable
from store.errors import PipelineError
from store.models import Analysis, Article

FEW = 40_000
"""Characters (some 7,000 words) that are analysed before further processes would have loaded the pipeline."""
BATCH = 16_000
"""Characters that a process gets at a time: half a second of work, so that all of them end at about the same time."""
AHEAD = 4
"""Batches for each process that are read before the first of them must be done."""
ATTEMPTS = 2
"""Processes that may end over a text, in a batch or alone, before it is given up."""

Result = tuple[Article, Analysis | str]
Results = tuple[Analysis | str, ...]
Notify = Callable[[str], None]


def analyse_all(
    articles: Iterable[Article],
    pipeline: str = "",
    *,
    processes: int | None = None,
    apart: bool = False,
    notify: Notify | None = None,
) -> Generator[Result]:
    """Each article with its analysis, or with a sentence that says why there is none; in order, as they get done.

    `processes`: how many to use at most; as many as there are cores without it. `apart`: not in this process, however
    little there is. `notify` is told, in a sentence, of
    what may be wrong with the pipeline. Raises PipelineError where it does not load.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    most = processes or cores
    rest = iter(articles)
    first = _up_to(rest, FEW if most > 1 and not apart else 0)
    batches = _batches(chain(first, rest))
    if apart:
        return _dealt_out(batches, pipeline, most, notify or _nobody)
    if most == 1 or sum(len(article.text) for article in first) < FEW:
        return _here(batches, pipeline, notify or _nobody)
    return _dealt_out(batches, pipeline, most, notify or _nobody)


def _nobody(_sentence: str) -> None:
    """Nobody wants to know."""


def _up_to(articles: Iterator[Article], characters: int) -> list[Article]:
    """The first articles, until they have so many characters together."""
    taken: list[Article] = []
    while characters > 0 and (article := next(articles, None)) is not None:
        taken.append(article)
        characters -= len(article.text)
    return taken


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _texts(articles: Sequence[Article]) -> tuple[Text, ...]:
    return tuple(Text(article=a.id, text=a.text, text_hash=a.text_hash) for a in articles)


def _named(articles: Sequence[Article], results: Sequence[Analysis | str]) -> Iterator[Result]:
    """Results with their articles; a sentence about one begins with its source."""
    for article, found in zip(articles, results, strict=True):
        yield article, f"‘{article.source}’ {found}" if isinstance(found, str) else found


def _here(batches: Iterator[list[Article]], pipeline: str, notify: Notify) -> Generator[Result]:
    from nlp.analysis import analyse_many
    from nlp.pipelines import PipelineWarning, load

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        nlp = load(pipeline)
    for warning in caught:
        if issubclass(warning.category, PipelineWarning):
            notify(str(warning.message))
    for batch in batches:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a component's asides are not for whoever reads our output
            results = list(analyse_many(nlp, _texts(batch)))
        yield from _named(batch, results)


def _dealt_out(batches: Iterator[list[Article]], pipeline: str, most: int, notify: Notify) -> Generator[Result]:
    pool = _Pool(pipeline, most, notify)
    waiting: deque[tuple[list[Article], Future[Results]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(_texts(batch))))
            while waiting and (len(waiting) >= AHEAD * most or waiting[0][1].done()):
                done, results = waiting.popleft()
                yield from _named(done, results.result())
        while waiting:
            done, results = waiting.popleft()
            yield from _named(done, results.result())
    finally:
        pool.close()


class _Pool:
    """Processes that share the work; each is looked after by a thread here."""

    def __init__(self, pipeline: str, most: int, notify: Notify) -> None:
        self._pipeline = pipeline
        self._most = most
        self._notify = notify
        self._guard = threading.Lock()
        self._notified: set[str] = set()
        self._closed = False
        self._running: set[WorkerProcess] = set()
        self._work: SimpleQueue[tuple[tuple[Text, ...], Future[Results]] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def submit(self, texts: tuple[Text, ...]) -> Future[Results]:
        """Have `texts` analysed by whichever process is free first; another is started while there may be more."""
        future: Future[Results] = Future()
        self._work.put((texts, future))
        if len(self._threads) < self._most:
            thread = threading.Thread(target=self._look_after, name="analysis", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        with self._guard:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.kill()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    def _look_after(self) -> None:
        seat = _Seat(self)
        while (work := self._work.get()) is not None and not self._closed:
            texts, future = work
            try:
                future.set_result(seat.analyse(texts))
            except BaseException as error:  # noqa: BLE001 - whoever waits for the future gets it
                future.set_exception(error)
        seat.leave()

    def start(self) -> WorkerProcess:
        """A new process. Raises PipelineError where there can't be one."""
        try:
            process = WorkerProcess(self._pipeline)
        except OSError as error:
            raise PipelineError(f"The analysis could not be started ({error.strerror or error}).") from error
        with self._guard:
            self._running.add(process)
            if self._closed:
                process.kill()
        return process

    def forget(self, process: WorkerProcess) -> str:
        """A process has ended, or shall; returns why."""
        with self._guard:
            self._running.discard(process)
        return process.end()

    def hear(self, ready: Ready) -> None:
        """Pass on what a loaded pipeline has to say, once."""
        with self._guard:
            new = [notice for notice in ready.notices if notice not in self._notified]
            self._notified.update(new)
        for notice in new:
            self._notify(notice)

    @property
    def closed(self) -> bool:
        """Whether nobody waits for results any more."""
        return self._closed


class _Seat:
    """One place at the pool: a process, and another in its place when it ends."""

    def __init__(self, pool: _Pool) -> None:
        self._pool = pool
        self._process: WorkerProcess | None = None
        self._was_ready = False
        self._why = ""

    def analyse(self, texts: tuple[Text, ...], attempts: int = ATTEMPTS) -> Results:
        """The results for `texts`; one that ends the process so many times gets a sentence."""
        results = self._attempt(texts)
        if results is not None:
            return results
        if self._pool.closed:
            raise PipelineError("The analysis was stopped.")
        if len(texts) > 1:  # one of them did it: each on its own shows which
            return tuple(result for text in texts for result in self.analyse((text,), attempts - 1))
        if attempts > 1:
            return self.analyse(texts, attempts - 1)
        return (f"could not be analysed: it stops the analysis each time ({self._why}).",)

    def leave(self) -> None:
        """End the process."""
        if self._process is not None:
            self._pool.forget(self._process)
            self._process = None

    def _attempt(self, texts: tuple[Text, ...]) -> Results | None:
        if self._process is None:
            self._process = self._pool.start()
            self._was_ready = False
            self._replies = self._process.replies()
        with suppress(OSError):  # it is gone: its replies say so, or why
            self._process.send(Batch(request=1, texts=texts))
        for reply in self._replies:
            if isinstance(reply, Analysed):
                return reply.results
            if isinstance(reply, Ready):
                self._was_ready = True
                self._pool.hear(reply)
            elif isinstance(reply, Unusable):
                raise PipelineError(reply.sentence)
        self._why = self._pool.forget(self._process)
        self._process = None
        if not self._was_ready and not self._pool.closed:
            raise PipelineError(f"The analysis does not start: its process ended ({self._why}).")
        return None
