"""Libraries at the versions that were asked for, and facts ahead of the clock."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import PackageNotFoundError

import pytest

from bellbuoy.services.doctor import checks
from bellbuoy.services.doctor_parts import clock, libraries
from bellbuoy.services.problems.keeping import keep
from storage.engine.sqlite_store import SqliteStore
from tests.fixtures.stores import DEMO_NOW, NewStore, move

THERE = {"textual": "8.2.8", "rich": "15.0rc1", "numpy": "2.4"}


def find(name: str) -> str:
    if name not in THERE:
        raise PackageNotFoundError(name)
    return THERE[name]


@pytest.mark.parametrize(
    ("wanted", "state", "text"),
    [
        (["textual<9,>=8", "rich>=14"], "ok", "textual 8.2.8, rich 15.0rc1"),
        (["textual<8"], "fail", "textual 8.2.8 is not <8"),
        (["textual>=8.2.9"], "fail", "textual 8.2.8 is not >=8.2.9"),
        (["numpy==2.4.0", "textual<=8.2.8", "rich>14"], "ok",
         "numpy 2.4, textual 8.2.8, rich 15.0rc1"),
        (["sklearn>=1"], "fail", "sklearn is missing"),
        (["psycopg>=3; extra == 'postgresql'"], "ok", "none is named"),
    ],
)  # fmt: skip
def test_each_library_is_held_to_its_bounds(wanted: list[str], state: str, text: str) -> None:
    found = libraries(wanted, find)
    assert (found.state, found.text) == (state, text)


def test_the_libraries_of_this_installation_are_as_wanted() -> None:
    found = libraries()
    assert found.state == "ok"
    assert "textual 8" in found.text


def test_facts_ahead_of_the_clock_are_told(new_demo: NewStore) -> None:
    ctx = new_demo(DEMO_NOW)
    with ctx.store.unit() as unit:
        unit.run("UPDATE setting SET value = 'live' WHERE name = 'clock'")
    from bellbuoy.services.context import reread

    ctx = reread(ctx)
    assert clock(ctx).state == "ok"
    move(ctx, DEMO_NOW - timedelta(days=3))
    told = clock(ctx)
    assert (told.state, told.text) == (
        "warn", "live, days in UTC; the newest facts lie 3 days ahead of it",
    )  # fmt: skip
    move(ctx, DEMO_NOW + timedelta(days=40))
    assert "old" in clock(ctx).text


def test_faults_of_late_are_told_and_no_failure(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    assert isinstance(ctx.store, SqliteStore)
    named = {check.name: check for check in checks(str(ctx.store.path))}
    assert named["faults"].state == "ok"
    keep(KeyError("Acme"), "radar", ctx.store)
    named = {check.name: check for check in checks(str(ctx.store.path))}
    assert (named["faults"].state, "radar met KeyError" in named["faults"].text) == (
        "warn",
        True,
    )
