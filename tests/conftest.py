"""Every test runs alone: no library, configuration or settings of the person who runs it, the same size and colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("quotidian", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quotidian")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Point every folder that the program would use by itself into a temporary one."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("QUOTIDIAN_LIBRARY", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of sample articles."""
    return Path(__file__).parents[1] / "seeds"
