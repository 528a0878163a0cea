"""Commands as people type them, inside this process, and what they said."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.__main__ import main
from core.values.instants import iso
from tests.fixtures.stores import DEMO_NOW

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = "C-0008"
"""The client of the demo store whose name attacks the terminal."""

AS_OF = iso(DEMO_NOW)


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows = self.json["rows"]
        assert isinstance(rows, list)
        return rows

    @property
    def fault(self) -> dict[str, Any]:
        """The error object of stderr."""
        found = json.loads(self.err)
        assert isinstance(found, dict)
        return found

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Bell = Callable[..., Told]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of one's own: no test reads or writes that of the person."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{variable}_HOME", raising=False)
    for variable in ("BELLBUOY_STORE", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    return home


@pytest.fixture
def bell(away: Path, capsys: pytest.CaptureFixture[str]) -> Bell:
    """Runs a command line; `store` names the store that it is about."""

    def run(*words: str, store: Path | None = None) -> Told:
        capsys.readouterr()
        line = [*words] if store is None else [*words, "--store", str(store)]
        code = main(line)
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def shared_demo(demo_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo store for all that commands read: a look at a past day
    keeps its picture in the store, a denial its line in the audit."""
    return Path(shutil.copy(demo_master, tmp_path_factory.mktemp("shared") / "demo.db"))


@pytest.fixture
def demo(bell: Bell, shared_demo: Path) -> Bell:
    """Runs a command line on the shared demo store: reads only."""

    def run(*words: str) -> Told:
        return bell(*words, store=shared_demo)

    return run


@pytest.fixture
def newer_store(demo_store: Path) -> Path:
    """A store that a later program has made."""
    with sqlite3.connect(demo_store) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.close()
    return demo_store


@pytest.fixture
def live_store(empty_store: Path) -> Path:
    """An empty store whose clock runs with that of the machine."""
    return empty_store
