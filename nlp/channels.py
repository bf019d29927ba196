"""What a process that another one started reads and writes. Imports no spaCy."""

from __future__ import annotations

import os
import signal
from typing import BinaryIO


def take_channels() -> tuple[BinaryIO, BinaryIO]:
    """The standard input and output for ourselves alone: prints go to the standard error, reads find nothing.

    An interrupt (Ctrl-C) reaches the whole group of processes; from now on when to end is the other side's decision.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(orders, "rb"), os.fdopen(replies, "wb")
