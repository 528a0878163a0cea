"""Today: who waits, and who no longer does once something was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.desk.interactions import add as say
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tasks import add, end
from bellbuoy.services.desk.today import today
from core.desk.types import Selection
from core.query.errors import QueryError
from core.values.errors import UsageError
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """C-1 is critical, C-2 renews soon and falls, C-3 is silent, C-4 has nothing."""
    ctx = some_clients(new_store, 4)
    day = ctx.today
    with ctx.store.unit() as unit:
        unit.run("UPDATE client SET last_seen_day = ?", (day,))
        unit.run("UPDATE client SET tier = 'critical', score = 12 WHERE id = 1")
        unit.run("UPDATE client SET delta7 = -9, renews_day = ? WHERE id = 2", (day + 30,))
        unit.run("UPDATE client SET last_seen_day = ? WHERE id = 3", (day - 20,))
    return ctx


def keys(ctx: Context, query: str | None = "") -> list[str]:
    return [row.key for row in today(ctx, query).rows]


def test_who_waits_and_why(ctx: Context) -> None:
    found = today(ctx)
    assert (found.whose, found.more) == ("", 0)
    assert [(row.key, row.why) for row in found.rows] == [
        ("C-1", "critical, and no next step, health 12"),
        ("C-2", "renews in 30 d with falling health, -9 in 7 d"),
        ("C-3", "silent, no use for 20 d"),
    ]


def test_a_next_step_takes_a_client_off_until_it_is_due(ctx: Context) -> None:
    add(ctx, ["C-1"], "call Dana", due=ctx.today + 9)
    assert keys(ctx) == ["C-2", "C-3"]
    move(ctx, NOW + timedelta(days=7))
    assert "T-1" in keys(ctx)
    assert "C-1" not in keys(ctx)
    end(ctx, "T-1", "she is away")
    assert "T-1" not in keys(ctx)
    assert "C-1" in keys(ctx)


def test_a_call_rests_a_client_and_a_note_does_not(ctx: Context) -> None:
    say(ctx, ["C-1"], "a thought")
    assert keys(ctx)[0] == "C-1"
    say(ctx, ["C-1"], "she is fine", kind="call")
    assert keys(ctx) == ["C-2", "C-3"]
    move(ctx, NOW + timedelta(days=3, minutes=1))
    assert keys(ctx)[0] == "C-1"
    snooze(ctx, Selection(("C-1",)), ctx.today + 1, "away")
    assert "C-1" not in keys(ctx)


def test_it_is_about_ones_own_where_one_has_any(ctx: Context) -> None:
    add(ctx, ["C-4"], "call", due=ctx.today, owner="mei")
    add(ctx, ["C-3"], "send", due=ctx.today, owner="kim")
    assert sorted(keys(ctx, None)) == ["C-1", "C-2", "T-1", "T-2"]  # ana has nothing
    assert keys(of(ctx, "mei"), None) == ["T-1"]
    assert sorted(keys(of(ctx, "kim"), None)) == ["C-1", "T-2"]
    assign(ctx, Selection(("C-2",)), "mei")
    assert sorted(keys(of(ctx, "mei"), None)) == ["C-2", "T-1"]
    assert keys(of(ctx, "zoe", "analyst"), None) == ["C-1", "C-2"]


def test_nothing_falls_through_when_a_colleague_takes_over(ctx: Context) -> None:
    """Tasks of whoever had the client go along."""
    add(ctx, ["C-3"], "send", due=ctx.today, owner="raj")
    assert keys(of(ctx, "raj"), None) == ["T-1"]
    assign(ctx, Selection(query="owner:raj"), "mei")
    assert keys(of(ctx, "mei"), None) == ["T-1"]
    assert keys(of(ctx, "raj"), "owner:me") == []
    assert keys(ctx, "owner:mei") == ["T-1"]
    assert keys(ctx, "owner:raj") == []


def test_what_is_refused(ctx: Context) -> None:
    with pytest.raises(QueryError):
        today(ctx, "nope:1")
    with pytest.raises(UsageError):
        today(ctx, "asof:2026-01-01")
    with pytest.raises(UsageError):
        today(ctx.looking_at(NOW - timedelta(days=3)))
