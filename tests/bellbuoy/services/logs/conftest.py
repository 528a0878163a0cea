"""A state folder of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.paths import log_file


@pytest.fixture
def log_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's log is."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BELLBUOY_LOG", raising=False)
    return log_file()
