"""What was left half done by a kill goes with the next backup, restore or look."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from bellbuoy.services.backup import making
from bellbuoy.services.backup.drill import drill
from bellbuoy.services.backup.left import leftovers, restore_place
from bellbuoy.services.context import Context
from storage.engine.store import Store
from tests.fixtures.stores import context


@pytest.fixture
def ctx(a_demo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    folder = tmp_path / "system"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return context(a_demo)


def left(ctx: Context) -> list[Path]:
    """As a killed restore and a killed drill leave them."""
    prefix, parent = restore_place(ctx.store)
    found = [parent / f"{prefix}abc", Path(tempfile.gettempdir()) / "bellbuoy-drill-abc"]
    for each in found:
        each.mkdir()
        (each / "restored.db").write_text("half")
    return found


def test_doctor_tells_what_it_has_removed(ctx: Context) -> None:
    folders = left(ctx)
    (told,) = leftovers(ctx.store)
    assert told.text == "removed 2 folders that a killed restore or drill left"
    assert not any(each.exists() for each in folders)
    assert leftovers(ctx.store) == ()


def test_a_backup_and_a_drill_leave_none(ctx: Context, tmp_path: Path) -> None:
    folders = left(ctx)
    making.make(ctx, str(tmp_path / "b.db"))
    assert not any(each.exists() for each in folders)
    left(ctx)
    assert all(each.state == "ok" for each in drill(ctx))
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
