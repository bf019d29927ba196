"""What a server says about time: how long an answer stays fresh, when to come back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

LONGEST_FRESH = timedelta(days=1)
"""A feed that says it stays as it is for longer is looked at all the same."""
LONGEST_WAIT = timedelta(days=7)
FIRST_WAIT = timedelta(minutes=15)
"""What 429 and 503 mean where they name no time; twice as long each time after, up to a day."""
PATIENT = 2
"""Failures in a row that change nothing: a server may be restarted."""
FIRST_REST = timedelta(hours=1)
"""How long a feed that failed once more is left alone; twice as long each time after, up to a day."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.I)
_NO_STORE = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.I)


def stamp(moment: datetime) -> str:
    """A time as it is kept."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def fresh_until(headers: Mapping[str, str], now: datetime) -> str:
    """Until when the answer stays as it is, by Cache-Control, else Expires; "" where it says nothing. Names in lower
    case.
    """
    control = headers.get("cache-control", "")
    if _NO_STORE.search(control):
        return ""
    if age := _MAX_AGE.search(control):
        passed = headers.get("age", "")
        seconds = int(age[1]) - (int(passed) if passed.isascii() and passed.isdigit() and len(passed) < 11 else 0)
    else:
        expires, sent = _date(headers.get("expires", "")), _date(headers.get("date", ""))
        if expires is None:
            return ""
        seconds = int((expires - (sent or now)).total_seconds())
    return stamp(now + min(timedelta(seconds=min(seconds, 10**9)), LONGEST_FRESH)) if seconds > 0 else ""


def wait_until(headers: Mapping[str, str], now: datetime, failures: int) -> str:
    """When a server that is overloaded wants to be asked again: Retry-After in seconds or as a date, else by how often
    it refused before.
    """
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        wait = timedelta(seconds=min(int(given[:10]), 10**9))
    elif moment := _date(given):
        wait = moment - now
    else:
        wait = min(FIRST_WAIT * 2 ** min(failures, 7), timedelta(days=1))
    return stamp(now + min(max(wait, timedelta()), LONGEST_WAIT))


def rest_until(failures: int, now: datetime) -> str:
    """Until when a feed that has failed so often in a row is left alone; "" where it is not."""
    doublings = failures - PATIENT - 1
    return stamp(now + min(FIRST_REST * 2 ** min(doublings, 7), timedelta(days=1))) if doublings >= 0 else ""


def _date(raw: str) -> datetime | None:
    if not raw:
        return None
    from email.utils import parsedate_to_datetime  # takes a while, and the reader starts without

    try:
        moment = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
