"""Connections, and to which computers they may be made: what content led to lies on the open net, or is not asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from feeds.addresses import is_open
from feeds.proxies import may_be_near, proxy_for

KEPT_OPEN = 5.0
"""Seconds that a connection stays open for another request."""


class Refused(Exception):
    """An address that content led to lies where content may not lead."""


class Guard(httpcore2.AsyncNetworkBackend):
    """Connects to computers on the open net only: the address that is checked is the one that is connected to."""

    def __init__(self) -> None:
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            allowed = [address for address in await addresses_of(host, port) if is_open(address)]
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        if not allowed:
            raise Refused
        for last, address in enumerate(allowed, start=1 - len(allowed)):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not last:
                    raise
        raise AssertionError  # the last one raised

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Connections:
    """Pools of connections: direct ones that may lead anywhere, those that may not, and one pool for each proxy."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pools: dict[tuple[str, bool, str], httpcore2.AsyncConnectionPool] = {}

    async def pool(self, scheme: str, host: str, *, anywhere: bool) -> httpcore2.AsyncConnectionPool:
        """The connections to ask this host through; not `anywhere`: on the open net only.

        A proxy connects by itself: then the names are looked up here, as far as they are known here. Raises Refused,
        and SourceError where the environment names no proxy that can be used.
        """
        proxy = proxy_for(scheme, host)
        if proxy is not None and not anywhere:
            await _require_open(host)
        kind = (scheme, anywhere or proxy is not None, proxy.url if proxy else "")
        if kind not in self._pools:
            # A context takes a while: only where wanted.
            context = httpx2.create_ssl_context() if scheme == "https" else None
            self._pools[kind] = (
                httpcore2.AsyncHTTPProxy(
                    proxy.url,
                    proxy_auth=proxy.login,
                    ssl_context=context,
                    max_connections=self._most,
                    keepalive_expiry=KEPT_OPEN,
                )
                if proxy
                else httpcore2.AsyncConnectionPool(
                    ssl_context=context,
                    max_connections=self._most,
                    keepalive_expiry=KEPT_OPEN,
                    network_backend=None if anywhere else Guard(),
                )
            )
        return self._pools[kind]

    async def close(self) -> None:
        """Close them all."""
        for pool in self._pools.values():
            await pool.aclose()


async def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses that this computer knows for a name. Raises OSError where it knows none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


async def _require_open(host: str) -> None:
    """Raise Refused where a proxy could reach a computer on its own network by this name.

    A name that is not known here is left to the proxy, as it has to be where only the proxy can look names up, unless
    it is one that only a network of one's own has.
    """
    try:
        addresses = await addresses_of(host, 0)
    except (OSError, UnicodeError):
        if may_be_near(host):
            raise Refused from None
        return
    if not all(map(is_open, addresses)):
        raise Refused
