"""What processes of ours have in common: what they are started with, and their channels for messages alone."""

from __future__ import annotations

import os
import signal
from typing import BinaryIO


def take_channels() -> tuple[BinaryIO, BinaryIO]:
    """Both, as streams of bytes; what libraries print goes to the standard error, and reads find nothing.

    Ctrl-C, which reaches the whole group of processes, is left to the one that was started by a person.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(orders, "rb"), os.fdopen(replies, "wb")


def environment(**more: str) -> dict[str, str]:
    """What a process of ours is started with: the place that these packages were imported from comes first."""
    from pathlib import Path

    here = str(Path(__file__).parents[1])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **more}
