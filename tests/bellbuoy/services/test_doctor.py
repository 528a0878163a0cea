"""What a person should know of this installation."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from bellbuoy.services import doctor, worker
from bellbuoy.services.context import open_context
from core.store.types import Check
from storage.engine.sqlite_store import SqliteStore
from storage.engine.sqlite_unit import sqlite_unit

Usage = namedtuple("Usage", "total used free")


def found(url: str | None) -> dict[str, Check]:
    return {check.name: check for check in doctor.checks(url)}


def test_without_a_store_it_looks_at_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    names = found(None)
    assert set(names) == {"python", "sqlite", "libraries", "packages", "terminal"}
    assert names["python"].state == "ok"


def test_with_a_store_it_looks_at_that_too(demo_store: Path) -> None:
    names = found(str(demo_store))
    assert {"disk", "file", "references", "scores", "clock", "worker"} <= set(names)
    assert names["clock"].text == "clock 2026-11-16, days in UTC"
    assert names["worker"].state == "warn"
    worker.enlist(open_context(str(demo_store)), "w1")
    assert found(str(demo_store))["worker"].state == "ok"


def test_what_is_no_store_is_a_finding(tmp_path: Path) -> None:
    told = found(str(tmp_path / "deep" / "none.db"))["store"]
    assert (told.state, "no store at" in told.text, bool(told.hint)) == ("fail", True, True)


@pytest.mark.parametrize(("fixed", "state"), [(True, "ok"), (False, "warn")])
def test_the_fault_of_old_sqlite_is_told(
    monkeypatch: pytest.MonkeyPatch, fixed: bool, state: str
) -> None:
    monkeypatch.setattr(doctor, "version_verdict", lambda: fixed)
    assert found(None)["sqlite"].state == state


def test_a_second_owner_of_a_package_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    owners = {"core": ["bellbuoy", "stranger"], "tui": ["bellbuoy"], "other": ["x"]}
    monkeypatch.setattr(doctor, "packages_distributions", lambda: owners)
    told = found(None)["packages"]
    assert (told.state, "core (stranger)" in told.text) == ("fail", True)


@pytest.mark.parametrize(
    ("term", "size", "state"),
    [
        ("", (80, 24), "warn"), ("dumb", (80, 24), "warn"), ("xterm", (80, 24), "ok"),
        ("xterm", (79, 24), "warn"), ("xterm", (80, 23), "warn"), ("xterm", (0, 0), "ok"),
    ],
)  # fmt: skip
def test_a_terminal_that_is_too_small_is_told(
    monkeypatch: pytest.MonkeyPatch, term: str, size: tuple[int, int], state: str
) -> None:
    import os

    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda _: os.terminal_size(size))
    assert found(None)["terminal"].state == state


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, empty_store: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 10**6))
    assert found(str(empty_store))["disk"].state == "warn"


def test_a_harmed_store_is_told(demo_store: Path) -> None:
    with sqlite_unit(demo_store) as unit:
        unit.rows("UPDATE client SET score = 1 WHERE id = 2")
    assert found(str(demo_store))["scores"].state == "fail"
    assert SqliteStore(demo_store).schema()
