"""A few processes that read (`feeds.parser`), each asked one thing at a time and ended where that takes too long."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress

from feeds.apart import DEADLINE
from feeds.contents import Unreadable
from feeds.protocol import Got, Read, decode_got, framed
from store.processes import environment


class Readers:
    """Reads bytes in other processes. Use in one loop; `close` when done."""

    def __init__(self, count: int = 0, deadline: float = DEADLINE) -> None:
        """`count` processes at most, by default as many as there are processors; each is started when it is needed."""
        self._free: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.Queue()
        for _ in range(count or min(4, os.cpu_count() or 1)):
            self._free.put_nowait(None)
        self._running: set[asyncio.subprocess.Process] = set()
        self._deadline = deadline

    async def read(self, order: Read) -> Got:
        """The answer to an order; never raises for what is to be read."""
        process = await self._free.get()
        try:
            if process is None or process.returncode is not None:
                process = await self._start()
            async with asyncio.timeout(self._deadline):
                return await self._ask(process, order)
        except TimeoutError:
            what = f"takes longer than {self._deadline:.0f} seconds to be taken apart"
        except (OSError, EOFError, asyncio.IncompleteReadError):
            what = "ends the process that reads it"
        finally:
            self._free.put_nowait(process)
        if process is not None:
            await self._end(process)
        return Got(request=order.request, url=order.url, contents=Unreadable(what=what))

    async def close(self) -> None:
        """End the processes."""
        for process in list(self._running):
            await self._end(process)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "feeds.parser"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(OMP_NUM_THREADS="1"),
        )
        self._running.add(process)
        return process

    async def _ask(self, process: asyncio.subprocess.Process, order: Read) -> Got:
        assert process.stdin is not None  # noqa: S101 - it was opened with pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(framed(order))
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(4), "big")
        return decode_got(await process.stdout.readexactly(size))

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._running.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
