"""By what an item of a feed is known again: the feed's own name for it, its address, its title and date. Pure.

Feeds change their guids, give the same one twice, move to https, put a token into every link. So each item has several
keys, the surest first, and one that two items of a feed share is no key of either.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec.structs import replace

from feeds.contents import Item, Keys

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*:(?://[^/?#]*)?/*", re.I)
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|at_\w+|ns_\w+|cmpid|ref|ref_src|source|src|rss|partner|smid|ocid"
    r"|traffic_source|ftag|cid|s_cid|xtor|amp|share|token|session(?:id)?|sid|phpsessid|jsessionid",
    re.I,
)
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.I)
_START = 200
"""Characters of the text that stand in for a date where there is none."""


def with_keys(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with their keys; items that are the same, word for word, have the same ones."""
    candidates = {item: _candidates(item) for item in items}
    shared = Counter(key for keys in candidates.values() for key in set(filter(None, keys)))
    own = {item: tuple(key if shared[key] == 1 else "" for key in keys) for item, keys in candidates.items()}
    return tuple(replace(item, keys=own[item] if any(own[item]) else _last_resort(item)) for item in items)


def canonical_link(link: str) -> str:
    """What two addresses of one page have in common: no scheme, no `www.`, no fragment, nothing that only tracks."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    if not parts.netloc:
        return link
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    host = host.removesuffix(":80").removesuffix(":443")
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k))
    path = _SESSION_PATH.sub("", parts.path).rstrip("/")
    return f"{host}{path}{'?' if query else ''}{urlencode(query)}"


def _candidates(item: Item) -> Keys:
    """Guid, guid without its scheme and host, link, title and date; "" for what the item does not have."""
    loose = _ORIGIN.sub("", item.guid, count=1).rstrip("/") if item.guid else ""
    link = canonical_link(item.link) if item.link else ""
    link = link if "/" in link or "?" in link else ""  # a front page is the address of no item
    return (
        f"guid {item.guid}" if item.guid else "",
        f"loose {loose}" if loose else "",
        f"link {link}" if link else "",
        f"title {' '.join(item.title.casefold().split())} {item.published or _digest(item.text[:_START])}",
    )


def _last_resort(item: Item) -> Keys:
    """For an item that shares everything with others: all that it says."""
    everything = "\0".join((item.guid, item.link, item.title, item.published, item.text))
    return ("", "", "", "", f"all {_digest(everything)}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
