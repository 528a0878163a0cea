"""What all tests share: fixtures live in tests/fixtures, one file a subject."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.fixtures.depth import draw_less

pytest_plugins = [
    "tests.fixtures.postgresql", "tests.fixtures.stores", "tests.process.storm.summary",
]  # fmt: skip


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: many tests wait for a process or for a clock."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    draw_less(items)


@pytest.fixture(scope="session")
def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where each test has a home; none is made before something is written there."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _no_home_of_a_person(_nowhere: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs, faults, settings and the usual store are nobody's, and no other test's."""
    home = next(_nowhere)
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
