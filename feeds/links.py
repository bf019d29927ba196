"""Addresses that stand in what came from outside: made whole, and only those of the web. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from store.text import clean_line, without_login

LONGEST = 4_000
_ADDRESS = re.compile(r"(?:https?|feed):", re.I)
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed://", re.I)
_UNSAFE = re.compile(r"[\s\x00-\x20<>\"`{}|\\^]")


def is_address(source: str) -> bool:
    """Whether what a person typed is an address on the web."""
    return bool(_ADDRESS.match(source.strip()))


def quoted_address(address: str, limit: int = 200) -> str:
    """An address for use in a sentence: on one line, without a user name and password."""
    return f"‘{clean_line(without_login(address), limit)}’"


def web_link(raw: str, base: str) -> str:
    """The address `raw`, relative to `base`, if it is one on the web (http, https), else "". A user name and password
    in it are left out: content has none to give.
    """
    return without_login(_web_link(raw, base))


def _web_link(raw: str, base: str) -> str:
    link = clean_line(raw, limit=LONGEST + 1)
    if not link or len(link) > LONGEST:
        return ""
    try:
        whole = urljoin(base, link) if base else link
        parts = urlsplit(whole)
        allowed = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", whole) if allowed else ""


def feed_address(raw: str) -> str:
    """The address of a feed as a person or a list of feeds writes it, `feed://` too; "" where it is none on the web.

    A user name and password in it stay: they are the person's.
    """
    line = clean_line(raw, limit=LONGEST + 1)
    scheme = _FEED_SCHEME.match(line)
    if scheme:
        line = line[scheme.end() :]
        line = line if line.lower().startswith("http") else f"https://{line}"
    return _web_link(line, "")


def with_login(address: str, of: str) -> str:
    """`address` with the user name and password of another address, where both lie on the same host, and it is not less
    secret there.
    """
    try:
        here, there = urlsplit(of), urlsplit(address)
        login = here.netloc.rpartition("@")[0]
        if not login or here.hostname != there.hostname or (here.scheme, there.scheme) == ("https", "http"):
            return address
        return there._replace(netloc=f"{login}@{there.netloc.rpartition('@')[2]}").geturl()
    except ValueError:
        return address
