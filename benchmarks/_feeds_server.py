"""A server of feeds for the benchmark, in a process of its own: every answer comes after a latency.

    python -m benchmarks._feeds_server LATENCY_MS ITEMS

Prints its port. `/N` is a feed with an ETag; who has that gets 304. It ends when its input does.
"""

from __future__ import annotations

import asyncio
import sys

PARAGRAPH = (
    "&lt;p&gt;The council met on Monday, and Maria Lopez said that the bridge, which had been closed for two years, "
    'would &lt;a href="https://example.org/bridge"&gt;open in May&lt;/a&gt; &amp;amp; stay open.&lt;/p&gt;'
)


def feed(number: int, items: int) -> bytes:
    """The feed of this number: `items` items of some 150 words."""
    body = "".join(
        f"<item><guid>feed-{number}-item-{n}</guid><title>Report {n} of {number}</title>"
        f"<link>https://example.org/{number}/{n}</link><pubDate>Mon, 01 Jun 2026 10:{n % 60:02}:00 GMT</pubDate>"
        f"<description>{PARAGRAPH * 4}</description></item>"
        for n in range(items)
    )
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{body}</channel></rss>'.encode()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, latency: float, items: int) -> None:
    """Serve one connection."""
    while line := await reader.readline():
        path = line.split()[1].decode()
        known = False
        while (header := await reader.readline()).strip():
            known = known or header.lower().startswith(b"if-none-match")
        await asyncio.sleep(latency)
        if known:
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n')
        else:
            data = feed(int(path[1:]), items)
            writer.write(b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Length: %d\r\n\r\n' % len(data) + data)
        await writer.drain()
    writer.close()


async def main() -> None:
    """Serve until the input ends."""
    latency, items = float(sys.argv[1]) / 1000, int(sys.argv[2])
    server = await asyncio.start_server(lambda r, w: answer(r, w, latency, items), "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
