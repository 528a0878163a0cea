"""Backups by themselves: off until there is a folder, then so many stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services.backup import keeping, making, rules
from bellbuoy.services.context import Context
from core.values.errors import UsageError
from storage.backup.folder import seal_of
from storage.engine.store import Store
from tests.fixtures.stores import NOW, context, move


@pytest.fixture
def ctx(a_store: Store) -> Context:
    return context(a_store)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def on(ctx: Context, folder: Path, **numbers: int) -> None:
    rules.set_rule(ctx, rules.FOLDER, str(folder))
    for key, number in numbers.items():
        rules.set_rule(ctx, f"backup.{key}", str(number))


def test_off_until_there_is_a_folder(ctx: Context) -> None:
    assert keeping.scheduled(ctx) == (None, ())
    assert not keeping.state(ctx).late


def test_the_newest_stay_and_those_of_some_days(ctx: Context, folder: Path) -> None:
    on(ctx, folder, keep=2, days=2)
    asked = making.make(ctx, str(folder / "mine.db"))
    went: list[str] = []
    for day in range(5):
        move(ctx, NOW + timedelta(days=day))
        _, gone = keeping.scheduled(ctx)
        went += gone
    kept = keeping.listed(ctx)
    assert len(kept) == 4, "today's, those of two days, and what was asked for"
    assert all(each.state == "kept" for each in kept)
    assert asked.path in {each.path for each in kept}
    left = {path for path in folder.iterdir() if not path.name.endswith(".json")}
    assert left == {Path(each.path) for each in kept}
    assert {seal_of(path) for path in left} == set(folder.glob("*.json"))
    assert len(went) == 2


def test_a_file_that_is_another_one_by_now_stays(ctx: Context, folder: Path) -> None:
    on(ctx, folder, keep=1, days=1)
    first, _ = keeping.scheduled(ctx)
    assert first is not None
    Path(first.path).write_text("somebody's notes")
    seal_of(Path(first.path)).unlink()
    move(ctx, NOW + timedelta(days=9))
    assert keeping.scheduled(ctx)[1] == ()
    assert Path(first.path).read_text() == "somebody's notes"


def test_late_when_the_newest_is_too_old(ctx: Context, folder: Path) -> None:
    on(ctx, folder, alarm_hours=5)
    assert (keeping.state(ctx).late, keeping.state(ctx).newest) == (True, None)
    keeping.scheduled(ctx)
    for hours, late in ((0, False), (5, False), (6, True)):
        move(ctx, NOW + timedelta(hours=hours))
        found = keeping.state(ctx)
        assert (found.hours, found.late, found.newest) == (hours, late, NOW)


@pytest.mark.parametrize(
    ("key", "value"),
    [("backup.keep", "0"), ("backup.days", "x"), ("backup.alarm_hours", "99999"),
     ("backup.dir", "/no/such/folder"), ("backup.dir", "")],
)  # fmt: skip
def test_rules_that_do_not_fit(ctx: Context, key: str, value: str) -> None:
    before = rules.rules(ctx)
    with pytest.raises(UsageError):
        rules.set_rule(ctx, key, value)
    assert rules.rules(ctx) == before


def test_a_rule_is_set_and_taken_back(ctx: Context, folder: Path) -> None:
    assert rules.set_rule(ctx, "backup.dir", str(folder)) == "off"
    assert rules.rule(ctx, "backup.dir") == str(folder)
    assert rules.set_rule(ctx, "backup.dir", "off") == str(folder)
    assert rules.rules(ctx).folder is None
    with ctx.store.reader() as reader:
        assert reader.value("SELECT count(*) FROM audit WHERE action = 'backup.configure'") == 2
