"""What servers say about time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.timing import fresh_until, rest_until, wait_until

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, ""),
        ({"cache-control": "max-age=3600"}, "2026-06-01T13:00:00Z"),
        ({"cache-control": "public, Max-Age=3600", "age": "600"}, "2026-06-01T12:50:00Z"),
        ({"cache-control": "no-cache, max-age=3600"}, ""),
        ({"cache-control": "max-age=0"}, ""),
        ({"cache-control": "max-age=999999999"}, "2026-06-02T12:00:00Z"),
        ({"expires": "Mon, 01 Jun 2026 12:30:00 GMT"}, "2026-06-01T12:30:00Z"),
        ({"expires": "Mon, 01 Jun 2026 12:30:00 GMT", "cache-control": "max-age=60"}, "2026-06-01T12:01:00Z"),
        ({"expires": "0"}, ""),
        ({"expires": "Mon, 01 Jun 2020 12:30:00 GMT"}, ""),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], until: str) -> None:
    assert fresh_until(headers, NOW) == until


@pytest.mark.parametrize(
    ("given_", "failures", "until"),
    [
        ("120", 0, "2026-06-01T12:02:00Z"),
        ("Mon, 01 Jun 2026 18:00:00 GMT", 0, "2026-06-01T18:00:00Z"),
        ("Mon, 01 Jun 2020 18:00:00 GMT", 0, "2026-06-01T12:00:00Z"),
        ("99999999999999", 0, "2026-06-08T12:00:00Z"),
        ("soon", 0, "2026-06-01T12:15:00Z"),
        ("", 2, "2026-06-01T13:00:00Z"),
        ("", 99, "2026-06-02T12:00:00Z"),
    ],
)
def test_when_to_come_back(given_: str, failures: int, until: str) -> None:
    assert wait_until({"retry-after": given_}, NOW, failures) == until


@given(st.text(max_size=30))
def test_no_header_raises(header: str) -> None:
    fresh_until({"cache-control": header, "expires": header, "age": header, "date": header}, NOW)
    wait_until({"retry-after": header}, NOW, 0)


def test_a_feed_that_fails_on_is_left_alone_for_longer_and_longer() -> None:
    rests = [rest_until(failures, NOW) for failures in range(100)]
    assert rests[:3] == ["", "", ""]
    assert rests[3:6] == ["2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z", "2026-06-01T16:00:00Z"]
    assert set(rests[8:]) == {"2026-06-02T12:00:00Z"}
