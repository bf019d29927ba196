"""The article view on a stage of its own, in a terminal with all colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tui.reading.helpers import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Stage]:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    return Stage
