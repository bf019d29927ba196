"""Getting what is at an address, and nothing else: bounded in time, in size and in where it may lead.

One GET, redirects followed by hand, each hop checked where it connects. Nothing is kept between two runs: no cookies,
no cache. Runs in the process that fetches (`feeds.courier`), never in the one that draws.
"""

from __future__ import annotations

import asyncio
import zlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version

import httpcore2
import httpx2
from msgspec import Struct

from feeds.addresses import origin, same_computer
from feeds.connections import Connections, Refused
from feeds.links import quoted_address, web_link, with_login
from feeds.proxies import Proxy, proxy_for
from feeds.timing import fresh_until, wait_until
from store.errors import SourceError
from store.text import clean_line, without_login

MOST_HOPS = 8
AT_ONCE = 16
"""Connections in all."""
AT_ONE_HOST = 2
CONNECTING = 10.0
"""Seconds that a connection may take to be made."""

_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_OVERLOADED = (429, 503)
_PIECE = 256 * 1024
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, "
    "text/html;q=0.8, application/xhtml+xml;q=0.8, */*;q=0.5"
)
_UNKNOWN_NAME = ("name or service", "nodename", "no address associated", "name resolution", "getaddr")
_STATUS = {
    401: "wants a user name and password: write them into its address, as https://name:password@host/feed",
    403: "may not be read by programs like this one: open it in a browser",
    404: "is not there: check the address",
    407: "is behind a proxy that wants a password: write it into HTTP_PROXY, as http://name:password@proxy:port",
    410: "is gone for good, its server says",
    429: "was asked too often, its server says: it is left alone for a while",
    451: "may not be shown for legal reasons, its server says",
    503: "is overloaded or being repaired, its server says: it is left alone for a while",
}


class Answer(Struct, frozen=True, kw_only=True):
    """What a server answered, redirects followed."""

    status: int
    url: str
    """Where the answer came from in the end."""
    moved: str = ""
    """The address that takes the place of the one asked, where it moved for good; else ""."""
    data: bytes = b""
    """Decoded."""
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    fresh_until: str = ""
    wait_until: str = ""

    @property
    def refusal(self) -> str:
        """What a status other than "here it is" and "nothing changed" means, to follow a name; else ""."""
        if self.status in (200, 203, 226, 304):
            return ""
        kind = "could not be given by its server" if self.status >= 500 else "was refused by its server"
        return _STATUS.get(self.status, f"{kind}: try again later, or open it in a browser") + f" (HTTP {self.status})"


class Network:
    """Gets answers, at most two at a time from one host and sixteen in all. Use as a context manager, in one loop."""

    def __init__(self) -> None:
        self._connections = Connections(AT_ONCE)
        self._all = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONE_HOST))
        self._agent = f"Quotidian/{version('quotidian')} (news reader)"

    async def __aenter__(self) -> Network:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connections.close()

    async def get(
        self,
        url: str,
        *,
        local: bool,
        limit: int,
        deadline: float,
        etag: str = "",
        modified: str = "",
        failures: int = 0,
    ) -> Answer:
        """What is at `url`, of at most `limit` bytes, within `deadline` seconds from when its turn comes.

        `local`: the person gave the address, so it may lie on this computer or its network; redirects may not lead
        there, but within the same server. Raises SourceError, in a sentence.
        """
        name = quoted_address(url)
        conditions = [("If-None-Match", etag)] * bool(etag) + [("If-Modified-Since", modified)] * bool(modified)
        async with self._turn(url):
            try:
                async with asyncio.timeout(deadline):
                    return await self._follow(url, name, local, limit, conditions, failures)
            except TimeoutError as error:
                raise SourceError(
                    f"{name} did not answer fully within {deadline:.0f} seconds: try again later."
                ) from error
            except Refused as error:
                raise SourceError(
                    f"{name} leads to a computer on your own network, where only an address that you give yourself "
                    "may lead: it was not asked."
                ) from error
            except (httpcore2.TimeoutException, httpcore2.ConnectError, httpcore2.ProxyError) as error:
                proxy = proxy_for(*origin(url)[:2])
                said = _by_proxy(name, proxy, error) if proxy else _unreachable(name, error)
                raise SourceError(said) from error
            except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
                raise SourceError(f"{name} broke off in the middle ({_said(error)}): try again later.") from error
            except (zlib.error, EOFError) as error:
                raise SourceError(f"{name} was packed in a way that can't be unpacked: try again later.") from error
            except (httpx2.InvalidURL, UnicodeError, ValueError, OSError) as error:
                raise SourceError(f"{name} could not be asked ({_said(error)}): check the address.") from error

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        async with self._hosts[origin(url)[1]], self._all:  # whoever waits for a host takes no place from others
            yield

    async def _follow(
        self, url: str, name: str, local: bool, limit: int, conditions: list[tuple[str, str]], failures: int
    ) -> Answer:
        here, for_good, seen = url, True, {url}
        for _ in range(MOST_HOPS):
            allowed = local and same_computer(here, url)
            given = [*conditions, *_login(with_login(here, url))]
            status, headers, data = await self._ask(here, given, limit, name, anywhere=allowed)
            if status not in _REDIRECTS or "location" not in headers:
                now = datetime.now(UTC)
                return Answer(
                    status=status,
                    url=without_login(here),
                    moved=with_login(here, url) if for_good and here != url else "",
                    data=data,
                    content_type=headers.get("content-type", "").lower(),
                    etag=headers.get("etag", ""),
                    modified=headers.get("last-modified", ""),
                    fresh_until=fresh_until(headers, now),
                    wait_until=wait_until(headers, now, failures) if status in _OVERLOADED else "",
                )
            for_good = for_good and status in _PERMANENT
            target = web_link(headers["location"], here)
            if not target:
                raise SourceError(f"{name} leads to what is no address on the web: it was not followed.")
            if target in seen:
                raise SourceError(f"{name} leads back to itself, round and round: its server has a fault.")
            seen.add(target)
            here = target
        raise SourceError(f"{name} leads on and on, {MOST_HOPS} times by now: it was not followed further.")

    async def _ask(
        self, url: str, conditions: list[tuple[str, str]], limit: int, name: str, *, anywhere: bool
    ) -> tuple[int, dict[str, str], bytes]:
        parts = httpx2.URL(url)
        if parts.scheme not in ("http", "https") or not parts.host:
            raise SourceError(f"{name} is no address on the web: give one that begins with http:// or https://.")
        headers = [("Host", parts.netloc.decode("ascii")), ("User-Agent", self._agent), ("Accept", _ACCEPT)]
        headers += [("Accept-Encoding", "gzip, deflate"), *conditions]
        address = httpcore2.URL(
            scheme=parts.raw_scheme, host=parts.raw_host, port=parts.port, target=parts.raw_path or b"/"
        )
        times = {"connect": CONNECTING, "read": None, "write": None, "pool": None}
        pool = await self._connections.pool(parts.scheme, parts.host, anywhere=anywhere)
        async with pool.stream("GET", address, headers=headers, extensions={"timeout": times}) as response:
            given = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in response.headers}
            if response.status in _REDIRECTS or response.status == 304:
                return response.status, given, b""
            return response.status, given, await _body(response, given.get("content-encoding", ""), limit, name)


def _login(url: str) -> list[tuple[str, str]]:
    """The header that gives the user name and password of an address."""
    if "@" not in url:
        return []
    parts = httpx2.URL(url)
    if not parts.userinfo:
        return []
    pair = f"{parts.username}:{parts.password}".encode()
    return [("Authorization", f"Basic {b64encode(pair).decode('ascii')}")]


async def _body(response: httpcore2.Response, encoding: str, limit: int, name: str) -> bytes:
    """The body, unpacked piece by piece: what would unpack to more than `limit` is refused before it does."""
    unpack = _Unpacker(encoding.strip().lower(), name)
    pieces: list[bytes] = []
    size = 0
    async for raw in response.aiter_stream():
        for piece in unpack.pieces(raw):
            size += len(piece)
            if size > limit:
                raise SourceError(f"{name} is larger than {limit // 1_000_000} MB, as no feed and no article is.")
            pieces.append(piece)
    if not unpack.ended:
        raise SourceError(f"{name} broke off in the middle: try again later.")
    return b"".join(pieces)


class _Unpacker:
    """Unpacks gzip and deflate in pieces of a bounded size."""

    def __init__(self, encoding: str, name: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise SourceError(f"{name} was packed as {clean_line(encoding, 20)}, which was not asked for.")
        self._packed = encoding not in ("", "identity")
        self._gzip = "gzip" in encoding
        self._inflate = zlib.decompressobj(47) if self._packed else None  # 47: gzip or zlib, whichever it is
        self._begun = False

    @property
    def ended(self) -> bool:
        """Whether what was packed came to its end."""
        return self._inflate is None or not self._begun or self._inflate.eof

    def pieces(self, raw: bytes) -> Iterable[bytes]:
        if raw and not self._begun:
            self._begun = True
            if self._packed and not self._looks_packed(raw):
                self._inflate = None  # it only says that it is packed
        if self._inflate is None:
            yield raw
            return
        while raw:
            yield self._inflate.decompress(raw, _PIECE)
            raw = self._inflate.unconsumed_tail
            if self._inflate.eof:
                return

    def _looks_packed(self, raw: bytes) -> bool:
        if self._gzip:
            return raw[:2] == b"\x1f\x8b" or len(raw) < 2
        if raw[0] & 0x0F == 8 and (len(raw) < 2 or (raw[0] * 256 + raw[1]) % 31 == 0):
            return True
        if raw[:1] in (b"<", b"{", b" ", b"\n"):
            return False
        self._inflate = zlib.decompressobj(-15)  # deflate without its wrapping, as many servers send it
        return True


def _by_proxy(name: str, proxy: Proxy, error: Exception) -> str:
    if "certificate" in _said(error).lower():
        return _unreachable(name, error)
    return (
        f"{name} could not be reached through the proxy {quoted_address(proxy.url)} ({_said(error)}): check the "
        "address, and HTTP_PROXY and HTTPS_PROXY in your environment."
    )


def _unreachable(name: str, error: Exception) -> str:
    reason = _said(error)
    low = reason.lower()
    if "certificate" in low:
        return f"{name} has a certificate that can't be trusted ({reason}): check the address."
    if any(
        word in low for word in ("name or service", "nodename", "no address associated", "name resolution", "getaddr")
    ):
        return f"{name} names a computer that is not known: check the address, and whether you are online."
    if isinstance(error, httpcore2.TimeoutException):
        return f"{name} did not answer within {CONNECTING:.0f} seconds: try again later."
    return f"{name} could not be reached ({reason}): check the address, and whether you are online."


def _said(error: Exception) -> str:
    return clean_line(str(error), 120).rstrip(".") or type(error).__name__
