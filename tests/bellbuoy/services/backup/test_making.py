"""A backup is noted where it can be, and made where it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.backup import keeping, making
from bellbuoy.services.backup.rules import set_rule
from core.values.errors import ConflictError, UsageError
from storage.engine.store import Store
from tests.fixtures.stores import NOW, context


def test_it_goes_into_the_folder_of_the_rules(a_store: Store, tmp_path: Path) -> None:
    ctx = context(a_store)
    with pytest.raises(UsageError, match="say where"):
        making.make(ctx)
    set_rule(ctx, "backup.dir", str(tmp_path))
    first, second = making.make(ctx), making.make(ctx)
    assert Path(first.path).name.endswith("-20260315T183000Z.db")
    assert Path(second.path).name.endswith("-20260315T183000Z-2.db")
    assert [each.path for each in keeping.listed(ctx)] == [second.path, first.path]
    assert (first.made, first.recorded) == (NOW, True)


def test_a_store_that_may_not_be_written_is_backed_up(a_demo: Store, tmp_path: Path) -> None:
    ctx = replace(context(a_demo), read_only=True)
    made = making.make(ctx, str(tmp_path / "b.db"))
    assert not made.recorded
    assert keeping.listed(ctx) == ()


def test_a_worker_that_has_lost_the_lead_does_not_note_it(
    a_store: Store, tmp_path: Path
) -> None:
    ctx = context(a_store)
    with pytest.raises(ConflictError, match="taken the lead"):
        making.make(ctx, str(tmp_path / "b.db"), fence=7)
    assert keeping.listed(ctx) == ()


def test_a_plan_makes_nothing(a_demo: Store, tmp_path: Path) -> None:
    ctx = context(a_demo)
    planned = making.plan(ctx, str(tmp_path / "b.db"))
    made = making.make(ctx, str(tmp_path / "b.db"))
    assert (planned.path, planned.tables, planned.rows) == (made.path, made.tables, made.rows)
    assert (planned.made, planned.checksum, planned.recorded) == (None, None, False)
