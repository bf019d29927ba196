"""Another process of this package, asked over its standard input: starting it, its answers, ending it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

from feeds.protocol import Got, decode_got, next_frame
from store.errors import SourceError
from store.processes import environment


def start(module: str, does: str) -> subprocess.Popen[bytes]:
    """Run `feeds.<module>`, which `does` something ("fetches"). Raises SourceError."""
    try:
        return subprocess.Popen(  # noqa: S603 - our own module, by argv
            # -P: a folder named feeds where the person happens to be must not be imported in place of ours.
            [sys.executable, "-P", "-m", f"feeds.{module}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(OMP_NUM_THREADS="1"),
        )
    except OSError as error:
        raise SourceError(f"The process that {does} could not be started: close something first.") from error


def next_answer(process: subprocess.Popen[bytes]) -> Got | None:
    """Its next answer; None where it ended before it gave one."""
    assert process.stdout is not None  # noqa: S101 - it was opened with pipes
    frame = next_frame(process.stdout)
    return None if frame is None else decode_got(frame)


def end(process: subprocess.Popen[bytes]) -> None:
    """End it at once, and let go of its pipes."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
