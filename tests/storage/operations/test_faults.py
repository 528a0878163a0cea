"""Faults in the store, on each engine: one row a reference, counted up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.operations.types import Fault, Frame, Report
from storage.engine.store import Store
from storage.operations import faults as module
from storage.operations.faults import faults, put_fault

AT = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)


def fault(ref: str, second: int = 0, word: str = "radar", trace: str = "t") -> Fault:
    frames = (Frame("core/a.py", 3, "f"), Frame("core/b.py", 4, "g"))
    at = AT + timedelta(seconds=second)
    return Fault(Report(ref, "KeyError", "'…'", word, frames, "1", "Python"), at, at, 1, trace)


def put(store: Store, *some: Fault) -> list[Fault]:
    with store.unit() as unit:
        for each in some:
            put_fault(unit, each)
    with store.reader() as reader:
        return faults(reader)


def test_a_fault_that_comes_again_is_counted(a_store: Store) -> None:
    found = put(
        a_store, fault("E-1", 5), fault("E-2", 6), fault("E-1", 9, "client list", "late"),
        fault("E-1", 2),
    )  # fmt: skip
    assert [each.report.ref for each in found] == ["E-1", "E-2"]
    again = found[0]
    assert (again.count, again.first, again.last) == (
        3, AT + timedelta(seconds=2), AT + timedelta(seconds=9),
    )  # fmt: skip
    assert again.report.frames == fault("E-1").report.frames
    assert found[1] == fault("E-2", 6)


def test_only_so_many_places_are_kept(a_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    found = put(a_store, *(fault(f"E-{n}", n) for n in range(5)))
    assert [each.report.ref for each in found] == ["E-4", "E-3", "E-2"]
