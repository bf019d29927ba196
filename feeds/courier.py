"""The process that fetches: orders in, answers out as they come, many at a time.

    python -m feeds.courier

It holds the connections, and has what comes read by other processes. It ends when its input does, at once: whoever
asked is gone.
"""

from __future__ import annotations

import asyncio
import os
import threading
from queue import SimpleQueue
from typing import BinaryIO

from feeds.contents import Unreadable
from feeds.files import FEED_LIMIT, PAGE_LIMIT
from feeds.links import quoted_address
from feeds.network import Network
from feeds.protocol import Get, Got, Read, decode_get, framed, next_frame
from feeds.readers import Readers
from store.errors import SourceError
from store.processes import take_channels

AT_HAND = 48
"""Answers that are waited for, held or read at a time: a thousand feeds are not all in memory at once."""
DEADLINE = float(os.environ.get("QUOTIDIAN_DEADLINE") or 30)
"""Seconds that one answer may take in all, from the first hop to the last byte."""


def main() -> None:
    """Serve until the input ends."""
    orders, replies = take_channels()
    asyncio.run(_serve(orders, replies))


async def _serve(orders: BinaryIO, replies: BinaryIO) -> None:
    queue: asyncio.Queue[Get] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_take_orders, args=(orders, queue, loop), name="intake", daemon=True).start()
    outbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_send, args=(replies, outbox), name="replies", daemon=True).start()
    readers, at_hand = Readers(), asyncio.Semaphore(AT_HAND)
    async with Network() as network, asyncio.TaskGroup() as tasks:
        while True:
            order = await queue.get()
            tasks.create_task(_answer(order, network, readers, at_hand, outbox))


def _take_orders(orders: BinaryIO, queue: asyncio.Queue[Get], loop: asyncio.AbstractEventLoop) -> None:
    while (frame := next_frame(orders)) is not None:
        loop.call_soon_threadsafe(queue.put_nowait, decode_get(frame))
    os._exit(0)  # the readers end with their inputs


def _send(replies: BinaryIO, outbox: SimpleQueue[bytes]) -> None:
    """Write replies; a thread of its own, so that no connection waits for whoever reads them."""
    while True:
        try:
            replies.write(outbox.get())
            replies.flush()
        except OSError:
            os._exit(0)  # nobody listens any more


async def _answer(
    order: Get, network: Network, readers: Readers, at_hand: asyncio.Semaphore, outbox: SimpleQueue[bytes]
) -> None:
    try:
        async with at_hand:
            got = await _get(order, network, readers)
    except SourceError as error:
        got = Got(request=order.request, error=error.sentence)
    except Exception as error:  # noqa: BLE001 - one bad address stops nothing
        what = f"could not be fetched ({type(error).__name__})"
        got = Got(request=order.request, error=f"{quoted_address(order.url)} {what}: try again later.")
    outbox.put(framed(_worded(order, got)))


async def _get(order: Get, network: Network, readers: Readers) -> Got:
    answer = await network.get(
        order.url,
        local=order.local,
        limit=PAGE_LIMIT if order.wanted == "page" else FEED_LIMIT,
        deadline=DEADLINE,
        etag=order.etag,
        modified=order.modified,
        failures=order.failures,
    )
    contents, error = None, ""
    if answer.refusal:
        error = f"{quoted_address(order.url)} {answer.refusal}."
    elif answer.status != 304:
        read = Read(
            request=order.request,
            url=answer.url,
            data=answer.data,
            content_type=answer.content_type,
            wanted=order.wanted,
        )
        contents = (await readers.read(read)).contents
    return Got(
        request=order.request,
        url=answer.url,
        moved=answer.moved,
        status=answer.status,
        contents=contents,
        error=error,
        etag=answer.etag,
        modified=answer.modified,
        fresh_until=answer.fresh_until,
        wait_until=answer.wait_until,
    )


def _worded(order: Get, got: Got) -> Got:
    """The answer; what could not be read, as a sentence."""
    from msgspec.structs import replace

    if isinstance(got.contents, Unreadable):
        sentence = f"{quoted_address(order.url)} {got.contents.what}: open it in a browser to see what it is."
        return replace(got, contents=None, error=sentence)
    return got


if __name__ == "__main__":
    main()
