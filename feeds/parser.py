"""The process that reads what came from outside: bytes in, records out, one after the other.

    python -m feeds.parser

Whoever started it ends it where it takes too long (`feeds.readers`); what it may take of the memory is bounded here.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import warnings

from feeds.contents import Contents, Unreadable
from feeds.protocol import Got, Read, ReadFile, decode_read, framed, next_frame
from store.errors import SourceError
from store.processes import take_channels

MEMORY = 1_500_000_000
"""Bytes of address space."""
LONGEST = 300.0
"""Seconds that anything may take where nobody is left to end it; whoever asks waits for less."""


def main() -> None:
    """Serve until the input ends."""
    orders, replies = take_channels()
    warnings.simplefilter("ignore")
    _bound_memory()
    gc.freeze()
    while (frame := next_frame(orders)) is not None:
        order = decode_read(frame)
        _bound_time(LONGEST)
        try:
            reply = framed(_read_file(order) if isinstance(order, ReadFile) else _read(order))
        except MemoryError:
            reply = framed(
                Got(request=order.request, contents=Unreadable(what="needs more memory than any feed or page"))
            )
        _bound_time(0)
        try:
            replies.write(reply)
            replies.flush()
        except OSError:
            os._exit(0)  # nobody listens any more


def _read(order: Read) -> Got:
    return Got(request=order.request, url=order.url, contents=_taken(order))


def _read_file(order: ReadFile) -> Got:
    from feeds.filed import read_filed

    try:
        return Got(request=order.request, contents=read_filed(order.data, order.format, order.name))
    except SourceError as error:
        return Got(request=order.request, error=error.sentence)


def _taken(order: Read) -> Contents:
    from feeds.taking import take

    try:
        return take(order.data, order.url, order.content_type, order.wanted)
    except RecursionError:
        return Unreadable(what="is nested deeper than any feed or page")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what a parser makes of hostile input must not end the reading
        return Unreadable(what=f"could not be taken apart ({type(error).__name__})")


def _bound_time(seconds: float) -> None:
    """End in so long, whatever a parser in C is doing: whoever would end this process may itself have ended."""
    with contextlib.suppress(AttributeError):  # a system that has no such alarm does without
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # a system that has no such bound does without
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
