"""A server on this computer that answers as a test tells it, well or badly. Only the standard library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Request"], None]

RSS = "application/rss+xml"


class Request(BaseHTTPRequestHandler):
    """One request; an answer calls `give`, or writes to `wfile` what it likes."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.entered(self)
        try:
            answer = self.server.answers.get(self.path)
            if answer is None:
                self.give(404, b"nothing here")
            else:
                answer(self)
        except OSError:
            self.close_connection = True  # who asked has gone
        finally:
            self.server.left()

    def give(self, status: int = 200, body: bytes | str = b"", **headers: str) -> None:
        """A whole answer; underscores in the names of headers are dashes."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    """Answers by path; keeps who asked for what, and how many at a time."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Request)
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.most = 0
        """The most requests that were under way at a time."""
        self._now = 0
        self._guard = threading.Lock()

    def url(self, path: str) -> str:
        """The address of a path."""
        host, port = self.server_address[:2]
        return f"http://{host}:{port}{path}"

    def give(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        """Always answer a path this way."""
        self.answers[path] = lambda request: request.give(status, body, **headers)

    def redirect(self, path: str, target: str, status: int = 302) -> None:
        """Always send who asks for a path elsewhere."""
        self.give(path, b"", status, Location=target)

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(path == asked for asked, _ in self.requests)

    def last(self, path: str) -> dict[str, str]:
        """The headers, names in lower case, with which a path was last asked for."""
        return [headers for asked, headers in self.requests if asked == path][-1]

    def entered(self, request: Request) -> None:
        with self._guard:
            self._now += 1
            self.most = max(self.most, self._now)
            self.requests.append((request.path, {name.lower(): value for name, value in request.headers.items()}))

    def left(self) -> None:
        with self._guard:
            self._now -= 1

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A server that runs."""
    server = Server(host)
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rss(*items: str, title: str = "The Daily Bridge", more: str = "") -> str:
    """An RSS feed of these items."""
    return f'<rss version="2.0"><channel><title>{title}</title><link>http://h/</link>{more}{"".join(items)}</channel></rss>'


def item(number: int | str, text: str = "", title: str = "", more: str = "", guid: str | None = None) -> str:
    """An item with a guid, a link and a date of its own."""
    name = f"item-{number}" if guid is None else guid
    return (
        f"<item><guid>{name}</guid><title>{title or f'Title {number}'}</title><link>http://h/{number}</link>"
        f"<description>{text or f'The text of item {number}.'}</description>{more}</item>"
    )
