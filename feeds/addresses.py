"""Which computers may be asked: what a person typed may lie anywhere, what stood in content only on the open net. Pure.

A feed, a redirect or a link could otherwise have this program speak to a router, a database or a cloud's metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_EMBEDDED = "64:ff9b::/96"
"""IPv6 addresses that a gateway turns into the IPv4 address in their last 32 bits."""


def is_open(address: str) -> bool:
    """Whether an IP address is one of the open net: not this computer, not a private network, not a special one."""
    from ipaddress import ip_address  # not for whoever only compares addresses

    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meant(found))


def _meant(found: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, or the IPv4 addresses that it carries."""
    from ipaddress import IPv4Address, IPv6Network

    if isinstance(found, IPv4Address):
        return [found]
    carried = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in IPv6Network(_EMBEDDED):
        carried.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return [one for one in carried if one is not None] or [found]


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; what can't be taken apart has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return parts.scheme.lower(), (parts.hostname or "").lower(), port
    except ValueError:
        return "", "", 0


def same_computer(one: str, other: str) -> bool:
    """Whether two addresses name the same server by the same name: to go on there reaches nothing new."""
    return bool(origin(one)[1]) and origin(one)[1:] == origin(other)[1:]
