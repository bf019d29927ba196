"""A server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.server import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this computer."""
    with serving() as running:
        yield running
