"""Analysing many articles while the reader goes on: so that queries find who is in them and what is said there."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing

from store.errors import QuotidianError
from store.library import Library
from tui.desk import Desk
from tui.handlers.opening import Opening


class Analysing(Opening):
    """Has the picked articles analysed in a process of its own; what is found is kept."""

    _stop_analysing: threading.Event | None = None
    """Ends what is under way; None while nothing is."""

    def action_analyse(self) -> None:
        """Analyse the picked articles, or that at the cursor; again to stop."""
        if self._stop_analysing is not None:
            self._stop_analysing.set()
            return
        if self.desk is None or self.desk.library.read_only:
            self.label_bar.hint("the library is only read here: nothing that is found could be kept")
            return

        def act(_: str, ids: list[str]) -> None:
            self.run_worker(self._analyse_many(ids), group="analyse", exit_on_error=False)

        self.aim(act)

    async def _analyse_many(self, ids: list[str]) -> None:
        if (desk := self.desk) is None:
            return
        stop = self._stop_analysing = threading.Event()
        self.articles.list.picked = {}
        self.articles.list.forget_drawn()
        self.say_view()
        try:
            done, failed = await asyncio.to_thread(self._work_through, desk, ids, stop, asyncio.get_running_loop())
        except QuotidianError as error:
            self.tell(error.sentence, error.title, failed=True)
            return
        finally:
            self._stop_analysing = None
            self.label_bar.progress("")
        self.complain(failed)
        self.label_bar.hint(f"analysed {done} of {len(ids)}")

    def _work_through(
        self, desk: Desk, ids: list[str], stop: threading.Event, loop: asyncio.AbstractEventLoop
    ) -> tuple[int, list[str]]:
        """Analyse what was not yet, in a thread: how many there are now, and what could not be, a sentence each."""
        from nlp.batch import analyse_all  # seldom wanted: not needed for the first paint

        library: Library = desk.library
        rest = [
            row.id for row in library.articles(ids) if library.recall_analysis(row.text_hash, self._pipeline) is None
        ]
        done, failed = len(ids) - len(rest), []
        articles = (library.article(id) for id in rest)
        with closing(analyse_all(articles, self.config.pipeline, processes=1, apart=True)) as results:
            for _, found in results:
                if stop.is_set():
                    break
                if isinstance(found, str):
                    failed.append(found)
                else:
                    library.remember_analysis(found)
                    done += 1
                said = f"analysing {done + len(failed)}/{len(ids)}, a stops"
                loop.call_soon_threadsafe(self.label_bar.progress, said)
        return done, failed

    async def leave(self) -> None:
        """Stop, then leave; what was found is kept."""
        self.abandon()
        await super().leave()

    def abandon(self) -> None:
        """End the process that analyses."""
        if self._stop_analysing is not None:
            self._stop_analysing.set()
        super().abandon()
