"""The proxy that an address is asked for through, as the environment names it: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, and
in NO_PROXY the hosts that are asked directly. In small letters too. This computer is always asked directly.
"""

from __future__ import annotations

import os
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from feeds.links import quoted_address
from store.errors import SourceError

_NAMED = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_NEAR = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa")
"""Ends of names that only a network of one's own has."""


class Proxy(Struct, frozen=True):
    """A proxy: its address without a user name and password, and these."""

    url: str
    login: tuple[str, str] | None = None


def proxy_for(scheme: str, host: str) -> Proxy | None:
    """The proxy for an address with this scheme and host; None where it is asked directly. Raises SourceError."""
    if not any(map(os.environ.get, _NAMED)) or _is_here(host):
        return None
    from urllib.request import getproxies_environment, proxy_bypass  # it imports much, and few need it

    named = getproxies_environment()
    raw = named.get(scheme) or named.get("all") or ""
    return None if not raw or proxy_bypass(host) else _proxy(raw)


def may_be_near(host: str) -> bool:
    """Whether a name that this computer knows no address for may be one of its own network: it has no dot, or ends
    like one, or in a number, as an address does that is written in an odd way.
    """
    name = host.lower().rstrip(".")
    last = name.rpartition(".")[2]
    return "." not in name or name.endswith(_NEAR) or last[:1].isdigit()


def _proxy(raw: str) -> Proxy:
    parts = _parts(raw if "://" in raw else f"http://{raw}")
    if parts is None or parts.scheme not in ("http", "https"):
        raise SourceError(
            f"The proxy {quoted_address(raw if '://' in raw else f'http://{raw}')} can't be used: "
            "name one in HTTP_PROXY or HTTPS_PROXY that begins with http:// or https://."
        )
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    login = None if parts.username is None else (unquote(parts.username), unquote(parts.password or ""))
    return Proxy(url=f"{parts.scheme}://{host}{port}", login=login)


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
        return parts if parts.hostname and (parts.port is None or parts.port) else None
    except ValueError:
        return None


def _is_here(host: str) -> bool:
    from ipaddress import ip_address

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
