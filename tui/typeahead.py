"""Keys typed ahead reach what the keys before them opened.

Textual hands every key at once to the widget that has the focus then. Over a slow line, or typed fast, the first
letters of a note would go to the article, whose keys act. Here a key waits until the one before it has done its work:
until it was used or came back unused, and the dialog or prompt that it opened has the focus.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.message_pump import MessagePump

PATIENCE = 10.0
"""Seconds that a key waits for the one before it, at most: on a busy machine a dialog takes a while to open."""
GLANCE = 0.05
"""Seconds between looks whether a widget is gone: then it can't say any more that it is done."""


class TypeAhead(App[ReturnType]):
    """An app whose keys are handled one after the other. No key is held up but by keys before it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._turn: events.Event | None = None
        """Whose turn it is: it is on its way or being settled, and all others wait. None where nothing was typed."""
        self._settling: asyncio.Task[None] | None = None
        """Held here, or it might be collected before it ends."""

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key or a paste only in its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._turn is None or self._turn is event:
            self._turn = event
            await self._handle(event)
        else:
            self._waiting.append(event)

    async def _handle(self, event: events.Key | events.Paste) -> None:
        screen, target = self.screen, self.focused or self.screen
        await super().on_event(event)
        self._settling = asyncio.create_task(self._settle(event, target, screen))

    async def _settle(self, event: events.Event, target: DOMNode, screen: DOMNode) -> None:
        """Wait until the event has done its work, then hand over the next one."""
        for node in target.ancestors_with_self:
            await self._reached(node)
            if event._stop_propagation:
                break
        if self.screen is not screen:
            opened, shown = asyncio.Event(), self.screen
            shown.call_after_refresh(opened.set)
            await self._patiently(opened, shown)
        await self._reached(self)  # focus moves by a message of the app's
        # Its turn lasts until it comes back as a message: what was typed meanwhile is on its way too, and stays behind.
        self._turn = self._waiting.popleft() if self._waiting else None
        if self._turn is not None:
            self.post_message(self._turn)

    async def _reached(self, node: MessagePump) -> None:
        """Wait until `node` has handled what it was sent so far."""
        done = asyncio.Event()
        if node.call_later(done.set):
            await self._patiently(done, node)

    async def _patiently(self, done: asyncio.Event, node: MessagePump) -> None:
        """Wait until `done` is set, unless `node`, which is to set it, is gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while node.is_running and not done.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(done.wait(), GLANCE)
