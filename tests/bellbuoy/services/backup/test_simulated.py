"""Backups and copies say which runs of simulations they hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.backup.keeping import listed
from bellbuoy.services.backup.making import make, plan
from bellbuoy.services.backup.verifying import verify
from bellbuoy.services.context import Context
from bellbuoy.services.copying import copy
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.desk.types import Selection
from core.store.seal import read_seal, seal_text
from core.values.errors import ConflictError
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    """A demo store with an outage at a client in force."""
    ctx: Context = new_demo(DEMO_NOW)
    run(ctx, "outage", Selection(("C-0007",)), {})
    return ctx


def test_a_seal_tells_of_runs_in_force(ctx: Context, tmp_path: Path) -> None:
    first = make(ctx, str(tmp_path / "with.db"))
    undo(ctx, [1])
    second = make(ctx, str(tmp_path / "without.db"), clean=True)
    assert (first.simulated, second.simulated) == (("run-0001",), ())
    assert [each.simulated for each in listed(ctx)] == [(), ("run-0001",)]
    told = [verify(path)[0].text for path in (first.path, second.path)]
    assert told[0].endswith("; simulated: run-0001, in force when it was made")
    assert "simulated" not in told[1]


def test_a_clean_one_is_refused_while_a_run_is_in_force(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="run-0001 is in force") as refused:
        make(ctx, str(tmp_path / "clean.db"), clean=True)
    assert "bellbuoy sim undo" in refused.value.hint
    assert plan(ctx, str(tmp_path / "clean.db")).simulated == ("run-0001",)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_begins_meanwhile_is_found_in_the_file(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellbuoy.services.backup.making._runs", lambda ctx: ())
    with pytest.raises(ConflictError, match="run-0001 is in force"):
        make(ctx, str(tmp_path / "clean.db"), clean=True)
    assert not (tmp_path / "clean.db").exists()


def test_a_seal_that_is_gone_says_nothing(ctx: Context, tmp_path: Path) -> None:
    made = make(ctx, str(tmp_path / "with.db"))
    Path(f"{made.path}.json").unlink()
    assert [each.simulated for each in listed(ctx)] == [None]


def test_a_seal_of_before_is_read_and_the_runs_are_sealed(ctx: Context, tmp_path: Path) -> None:
    made = make(ctx, str(tmp_path / "with.db"))
    text = Path(f"{made.path}.json").read_text()
    with pytest.raises(ValueError, match="does not hold what was written"):
        read_seal(text.replace("run-0001", "run-0002"))
    older = seal_text(replace(read_seal(text), simulated=()))
    assert '"simulated"' not in older
    assert read_seal(older).simulated == ()


def test_a_copy_tells_of_them_too(ctx: Context, tmp_path: Path) -> None:
    assert copy(ctx, str(tmp_path / "copy.db")).simulated == ("run-0001",)
