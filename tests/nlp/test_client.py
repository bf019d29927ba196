"""The analysing process as the reader sees it: a real process, with a pipeline that misbehaves when a text says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from queue import Queue
from typing import TypeVar

import pytest

from nlp import chunks
from nlp.client import Analyst, Delivery, Failed, Findings, Ready, Restarted
from store.models import Article
from store.text import text_hash

PATIENCE = 60
"""Seconds after which a delivery that did not come is a failure."""

D = TypeVar("D", bound=Delivery)


def article(text: str) -> Article:
    return Article(id=text_hash(text), source="s", title="t", text=text, text_hash=text_hash(text))


class Desk:
    """An analyst, and what it delivered."""

    def __init__(self, pipeline: str) -> None:
        self.inbox: Queue[Delivery] = Queue()
        self.analyst = Analyst(pipeline, self.inbox.put)

    def next(self, kind: type[D], request: int | None = None) -> D:
        """The next delivery of this kind (for this request); findings of which only the last count are passed over."""
        while True:
            got = self.inbox.get(timeout=PATIENCE)
            if isinstance(got, Findings) and (not got.done or (kind is Findings and got.request != request)):
                continue
            assert isinstance(got, kind), got
            assert request is None or getattr(got, "request", None) == request
            return got


@pytest.fixture
def desk(odd_pipeline: str) -> Iterator[Desk]:
    made = Desk(odd_pipeline)
    yield made
    made.analyst.close()


def test_a_process_that_ends_is_replaced_and_asked_again(desk: Desk) -> None:
    analyst = desk.analyst
    early = analyst.request(article("The Red Cross PRINTs."))  # before there is a process at all
    analyst.start()
    assert desk.next(Ready).pipeline.startswith("en_odd@1.0+")
    found = desk.next(Findings, early).analysis
    assert [(e.text, e.label) for e in found.entities] == [("Red Cross", "ORG")]

    broken = analyst.request(article("This will RAISE."))
    assert "a component raises" in desk.next(Failed, broken).sentence

    deadly = analyst.request(article("This will KILL."))
    kept = analyst.prefetch(article("Another Red Cross."))
    assert "killed" in desk.next(Restarted).sentence
    desk.next(Ready)
    desk.next(Restarted)
    assert "each time" in desk.next(Failed, deadly).sentence
    desk.next(Ready)
    assert len(desk.next(Findings, kept).analysis.entities) == 1

    assert analyst.pid is not None
    os.kill(analyst.pid, signal.SIGKILL)
    desk.next(Restarted)
    after = analyst.request(article("The Red Cross again."))
    desk.next(Ready)
    assert len(desk.next(Findings, after).analysis.entities) == 1


def test_a_long_article_gives_way_to_the_one_that_is_opened_next(desk: Desk) -> None:
    paragraph = "The Red Cross came. " * 20 + "\n\n"
    long = article((paragraph * 1500).strip())
    analyst = desk.analyst
    analyst.start()
    desk.next(Ready)
    first = analyst.request(long, visible=len(long.text) // 2)
    partial = desk.inbox.get(timeout=PATIENCE)
    assert isinstance(partial, Findings)
    assert not partial.done
    middle = partial.analysis.entities[0]
    assert abs(middle.start - len(long.text) // 2) < 2 * chunks.PIECE

    second = analyst.request(article("A short Red Cross."))
    assert second != first
    assert len(desk.next(Findings, second).analysis.entities) == 1
    third = analyst.request(article("A third."))
    deliveries = [desk.next(Findings, third)]
    while not desk.inbox.empty():
        deliveries.append(desk.inbox.get())
    assert all(delivery.request == third for delivery in deliveries)


def test_a_cancelled_request_is_never_answered(desk: Desk) -> None:
    analyst = desk.analyst
    gone = analyst.request(article("Forget the Red Cross."))
    analyst.cancel(gone)
    wanted = analyst.request(article("Keep the Red Cross."))
    analyst.start()
    desk.next(Ready)
    assert desk.inbox.get(timeout=PATIENCE).request == wanted  # type: ignore[union-attr]


def test_asking_twice_for_the_same_text_is_one_request(desk: Desk) -> None:
    analyst = desk.analyst
    in_advance = analyst.prefetch(article("The Red Cross."))
    assert analyst.request(article("The Red Cross.")) == in_advance
    assert analyst.prefetch(article("The Red Cross.")) == in_advance
    analyst.start()
    desk.next(Ready)
    desk.next(Findings, in_advance)
    assert analyst.request(article("The Red Cross.")) != in_advance


@pytest.mark.parametrize("how", ["raise", "exit"])
def test_a_pipeline_that_never_loads_fails_what_is_asked_then_and_later(
    desk: Desk, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ODD_FAILS", how)
    early = desk.analyst.request(article("One."))
    desk.analyst.start()
    got = desk.inbox.get(timeout=PATIENCE)
    while isinstance(got, Restarted):
        got = desk.inbox.get(timeout=PATIENCE)
    assert isinstance(got, Failed)
    assert got.request == early
    assert ("never loads" if how == "raise" else "exit code 3") in got.sentence
    later = desk.analyst.request(article("Two."))
    assert desk.next(Failed, later).sentence == got.sentence


def test_closing_ends_the_process_and_can_be_done_at_any_time(odd_pipeline: str) -> None:
    never_started = Analyst(odd_pipeline, lambda _: None)
    never_started.close()
    never_started.start()
    assert never_started.pid is None

    desk = Desk(odd_pipeline)
    desk.analyst.start()
    desk.next(Ready)
    process = desk.analyst.pid
    assert process is not None
    desk.analyst.close()
    desk.analyst.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert desk.inbox.empty()
