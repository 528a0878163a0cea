"""The drill says at which step there is no way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.backup.drill import STEPS, drill
from core.values.errors import BellbuoyError
from storage.backup import restoring
from storage.engine.store import Store
from tests.fixtures.dump import dump
from tests.fixtures.stores import context


def test_every_step_passes_and_nothing_stays(a_demo: Store, tmp_path: Path) -> None:
    before = dump(a_demo)
    found = drill(context(a_demo), str(tmp_path))
    assert [(each.name, each.state) for each in found] == [(name, "ok") for name in STEPS]
    assert dump(a_demo) == before
    assert list(tmp_path.iterdir()) == []


def test_it_stops_where_it_fails(
    a_demo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise BellbuoyError("the disk is full")

    monkeypatch.setattr(restoring, "restore_new", fail)
    found = drill(context(a_demo), str(tmp_path))
    assert [each.state for each in found] == ["ok", "ok", "fail"]
    assert (found[-1].name, found[-1].text) == ("restore", "the disk is full")
    assert list(tmp_path.iterdir()) == []
