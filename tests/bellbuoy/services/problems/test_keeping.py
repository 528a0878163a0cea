"""A fault is kept wherever there is room, and holds nothing of the store."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bellbuoy.services.problems import state_file
from bellbuoy.services.problems.found import faults
from bellbuoy.services.problems.keeping import keep, lines_of, reference_of
from bellbuoy.services.problems.met import met_in
from core.operations.types import Fault
from core.values.errors import RemoteError
from storage.engine.store import Store
from tests.fixtures.stores import NewStore


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def broken(name: str = "Acme Corp") -> ValueError:
    try:
        int(name)
    except ValueError as error:
        return error
    raise AssertionError


def composed(name: str = "Acme Corp") -> ValueError:
    try:
        raise ValueError(f"no plan for {name}")
    except ValueError as error:
        return error


def test_a_fault_is_in_the_store_and_counted(new_store: NewStore) -> None:
    ctx = new_store()
    first = keep(broken(), "radar", ctx.store, trace="t-1")
    keep(broken("Other"), "client list", ctx.store, trace="t-2")
    (found,) = faults(ctx)
    assert (found.count, found.trace, found.report.word) == (2, "t-2", "client list")
    assert found.first == first.first
    assert found.report.ref == reference_of(broken())
    assert state_file.faults() == []


@pytest.mark.parametrize("make", [broken, composed])
def test_nothing_of_the_content_is_kept(make: type[object], new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    keep(make(), "radar", ctx.store)  # type: ignore[arg-type]
    text = "\n".join(lines_of(faults(ctx)[0]))
    assert "Acme" not in text
    assert str(Path(__file__).parent) not in text
    assert "test_keeping.py" in text
    assert ("base 10: '…'" in text) is (make is broken)


class Away:
    """A store whose server is gone."""

    def schema(self) -> int:
        raise RemoteError("it is away")


def test_what_no_store_takes_is_kept_beside(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    keep(broken(), "radar", None)
    keep(broken(), "radar", cast("Store", Away()))
    assert [fault.count for fault in state_file.faults()] == [1, 1]
    keep(broken(), "radar", ctx.store)
    (found,) = faults(ctx)
    assert found.count == 3


def test_the_file_beside_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_file, "_MOST_BYTES", 5_000)
    for number in range(60):
        keep(broken(), f"word {number}", None)
    found = state_file.faults()
    assert state_file.path().stat().st_size <= 5_000
    assert found[-1].report.word == "word 59"
    assert len(found) > 3


def test_what_cannot_be_kept_at_all_raises_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    fault = keep(broken(), "radar", None)
    assert isinstance(fault, Fault)


def test_a_fault_on_a_whole_store_is_the_program_s(new_store: NewStore) -> None:
    ctx = new_store()
    error = broken()
    assert met_in(error, "radar", ctx.store) is error
    (found,) = faults(ctx)
    assert error.__notes__ == [
        f"kept as {found.report.ref}: bellbuoy problem show {found.report.ref}"
    ]
    read_only = broken()
    met_in(read_only, "radar", ctx.store, read_only=True)
    assert [fault.count for fault in state_file.faults()] == [1]
