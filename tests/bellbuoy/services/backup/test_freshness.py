"""Doctor says whether there is a backup to go back to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bellbuoy.services.backup import keeping, making, rules
from bellbuoy.services.backup.freshness import freshness
from storage.engine.store import Store
from tests.fixtures.stores import NOW, context, move


def test_from_none_to_late(a_store: Store, tmp_path: Path) -> None:
    ctx = context(a_store)
    told = [freshness(ctx)]
    making.make(ctx, str(tmp_path / "b.db"))
    told.append(freshness(ctx))
    rules.set_rule(ctx, "backup.dir", str(tmp_path))
    rules.set_rule(ctx, "backup.alarm_hours", "30")
    move(ctx, NOW + timedelta(hours=30))
    told.append(freshness(ctx))
    move(ctx, NOW + timedelta(hours=31))
    told.append(freshness(ctx))
    assert [(each.state, each.text) for each in told] == [
        ("warn", "there is no backup"),
        ("ok", "the newest is 0 h old; none are made by themselves"),
        ("ok", f"the newest is 30 h old, in {tmp_path}"),
        ("fail", "the newest is 31 h old; backup.alarm_hours is 30"),
    ]
    made, _ = keeping.scheduled(ctx)
    assert freshness(ctx).state == "ok"
    assert made is not None
    Path(made.path).unlink()
    assert freshness(ctx).text == "the newest is 31 h old; backup.alarm_hours is 30"


def test_a_demo_store_needs_none(a_demo: Store, tmp_path: Path) -> None:
    ctx = context(a_demo)
    assert freshness(ctx).state == "ok"
    rules.set_rule(ctx, "backup.dir", str(tmp_path))
    assert (freshness(ctx).state, freshness(ctx).text) == (
        "fail",
        "there is no backup yet",
    )
