"""Alerts begin, ring again and end as facts say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bellbuoy.services.alerts import evaluate as module
from bellbuoy.services.alerts import subjects
from bellbuoy.services.alerts.acts import acknowledge, snooze
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.alerts.rules import edit, listed
from bellbuoy.services.scoring.recompute import recompute
from core.values.errors import ConflictError
from storage.alerts.marks import EVERYBODY, MANY, mark_due, taken
from storage.jobs.lease import acquire
from tests.bellbuoy.services.alerts.ringing import (
    DAY,
    alerts,
    bodies,
    keep,
    later,
    outbox,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore


def test_an_alert_begins_once_and_ends_with_its_condition(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    assert settle(ctx).opened == 0
    trouble(ctx, "k2")
    told = settle(ctx)
    assert (told.opened, told.posted) == (1, 1)
    key = alerts(ctx)[0][1]
    assert alerts(ctx) == [("mine", key, "new", 1, 1)]
    assert settle(ctx).changed == 0
    opened = NOW - timedelta(hours=1)
    resolved = incident("i-k2", "k2", opened, severity="critical", resolved=NOW)
    store(ctx, "incident", [resolved])
    assert settle(ctx).closed == 1
    assert alerts(ctx) == [("mine", key, "resolved", 1, 1)]
    trouble(ctx, "k2", "another")
    assert settle(ctx).opened == 1
    assert alerts(ctx)[1] == ("mine", key, "new", 2, 1)
    assert outbox(ctx) == [("screen", "ring", "waiting")] * 2


def test_only_clients_that_changed_are_looked_at(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = quiet_store(new_store, clients=6)
    keep(ctx, "incidents>=1")
    settle(ctx)
    seen: list[object] = []
    found = subjects.look_up

    def watch(*args: object) -> object:
        seen.append(args[3])
        return found(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "look_up", watch)
    assert settle(ctx).looked == 0
    assert seen == []
    trouble(ctx, "k5")
    settle(ctx)
    with ctx.reader() as reader:
        number = reader.value("SELECT number FROM alert")
    assert seen == [{number}]


def test_a_new_day_asks_everybody(new_store: NewStore) -> None:
    """Silence is no fact that comes in: the day says it."""
    ctx = quiet_store(new_store)
    keep(ctx, "since<2d")
    settle(ctx)
    store(ctx, "client", [client("fresh", ctx.today)])
    assert settle(ctx).opened == 1
    later(ctx, 5 * DAY)
    assert evaluate(ctx).closed == 1


def test_many_marks_become_one(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    settle(ctx)
    with ctx.store.unit() as unit:
        mark_due(unit, range(1, MANY + 1))
        mark_due(unit, [MANY + 1])
    evaluate(ctx)
    with ctx.reader() as reader:
        assert taken(reader) == []
    with ctx.store.unit() as unit:
        mark_due(unit, range(1, MANY + 2))
        assert taken(unit) == [(EVERYBODY, 1)]


def test_a_move_counts_from_what_was_before(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, "tier-at-risk")
    settle(ctx)
    later(ctx, DAY)
    settle(ctx)
    assert alerts(ctx) == []
    trouble(ctx, "k1", "i-1")
    trouble(ctx, "k1", "i-2")
    trouble(ctx, "k1", "i-3")
    assert settle(ctx).opened == 1
    facts = bodies(ctx)[0]["facts"]
    assert (facts["from"]["tier"], facts["to"]["tier"]) == ("healthy", "at_risk")
    assert facts["why"].startswith("healthy 92 → at risk 62 since 2026-03-15; ")
    assert facts["why"].endswith("incidents 100 → 0")
    # What stays at risk stays one episode, however long.
    later(ctx, 3 * DAY)
    settle(ctx)
    assert [row[2:] for row in alerts(ctx)] == [("new", 1, 1)]


def test_a_move_that_nobody_saw_still_counts(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, "tier-critical")
    settle(ctx)
    later(ctx, 35 * DAY)
    recompute(ctx)
    # Scores went down, and nobody evaluates for three days more.
    later(ctx, 3 * DAY)
    recompute(ctx)
    assert evaluate(ctx).opened == 3


def test_an_open_alert_rings_again_as_its_rule_says(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1", again=3600)
    trouble(ctx, "k1")
    settle(ctx)
    later(ctx, timedelta(minutes=59))
    assert evaluate(ctx).again == 0
    later(ctx, timedelta(minutes=1))
    assert evaluate(ctx).again == 1
    assert evaluate(ctx).again == 0
    assert alerts(ctx)[0][4] == 2
    acknowledge(ctx, "A-1")
    later(ctx, DAY)
    assert evaluate(ctx).again == 0
    uids = {body["rings"] for body in bodies(ctx)}
    assert uids == {1, 2}


def test_what_was_snoozed_wakes_when_it_still_holds(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    snooze(ctx, "A-1", timedelta(hours=4))
    later(ctx, timedelta(hours=3))
    assert evaluate(ctx).again == 0
    later(ctx, timedelta(hours=1))
    assert evaluate(ctx).again == 1
    assert alerts(ctx)[0][2:] == ("new", 1, 2)


def test_a_flood_is_one_delivery(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, clients=21)
    keep(ctx, "name:starts:client")
    told = settle(ctx)
    assert told.opened == 21
    body = bodies(ctx)[0]
    assert (body["kind"], body["count"], len(body["subjects"])) == ("summary", 21, 20)
    assert outbox(ctx) == [("screen", "summary", "waiting")]


def test_a_storm_rings_once_in_five_minutes(new_store: NewStore) -> None:
    """Sixty alerts in twelve looks: nothing is told one by one once they are many, and
    what is told counts each of them once."""
    ctx = quiet_store(new_store, clients=60)
    keep(ctx, "incidents>=1", channels=("screen", "bell"))
    settle(ctx)
    for first in range(1, 61, 5):
        for number in range(first, first + 5):
            trouble(ctx, f"k{number}")
        assert settle(ctx).opened == 5
        later(ctx, timedelta(seconds=5))
    kinds = Counter((channel, kind) for channel, kind, _ in outbox(ctx))
    assert kinds == {(c, k): n for c in ("screen", "bell") for k, n in RUNG.items()}
    summaries = [body for body in bodies(ctx) if body["kind"] == "summary"]
    assert [body["count"] for body in summaries] == [40, 40]
    named = [each["id"] for each in summaries[0]["subjects"]]
    assert named == [f"k{number}" for number in range(21, 41)]


RUNG = {"ring": 20, "summary": 1}
"""What a channel is told of sixty alerts that begin within a minute."""


def test_what_begins_behind_a_summary_waits_for_the_next(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, clients=30)
    keep(ctx, "incidents>=1")
    settle(ctx)
    for number in range(1, 26):
        trouble(ctx, f"k{number}")
    settle(ctx)
    assert deliver(ctx).done == 1
    later(ctx, timedelta(minutes=1))
    for number in (26, 27):
        trouble(ctx, f"k{number}")
        settle(ctx)
    assert [body["count"] for body in bodies(ctx)] == [25, 2]
    assert deliver(ctx).tried == 0
    later(ctx, timedelta(minutes=4))
    assert deliver(ctx).done == 1
    later(ctx, timedelta(minutes=6))
    trouble(ctx, "k28")
    settle(ctx)
    assert [body["kind"] for body in bodies(ctx)] == ["summary", "summary", "ring"]


def test_what_was_tried_grows_no_more(new_store: NewStore) -> None:
    """The receiver may have had it: what begins since is another delivery."""
    ctx = quiet_store(new_store, clients=30)
    keep(ctx, "incidents>=1")
    for number in range(1, 26):
        trouble(ctx, f"k{number}")
    settle(ctx)
    with ctx.store.unit() as unit:
        unit.run("UPDATE alert_delivery SET attempts = 1")
    trouble(ctx, "k26")
    settle(ctx)
    assert [body["count"] for body in bodies(ctx)] == [25, 1]


def test_many_that_ring_again_are_one_delivery(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, clients=21)
    keep(ctx, "name:starts:client", again=3600)
    settle(ctx)
    later(ctx, timedelta(hours=1))
    assert evaluate(ctx).again == 21
    assert [(body["kind"], body["count"]) for body in bodies(ctx)] == [("summary", 21)] * 2


def test_a_rule_that_is_too_wide_says_what_it_left_out(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "MOST_OPEN", 4)
    ctx = quiet_store(new_store, clients=7)
    keep(ctx, "id:any")
    assert settle(ctx).opened == 4
    row = next(row for row in listed(ctx) if row.rule.name == "mine")
    assert (row.open, row.left_out) == (4, 3)
    assert evaluate(ctx).changed == 0


def test_a_rule_turned_off_ends_its_alerts_and_begins_anew(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    edit(ctx, "mine", {"active": False})
    assert alerts(ctx)[0][2] == "resolved"
    assert evaluate(ctx).opened == 0
    edit(ctx, "mine", {"active": True})
    assert evaluate(ctx).opened == 1
    edit(ctx, "mine", {"severity": "low"})
    assert [row[2] for row in alerts(ctx)] == ["resolved", "new"]


def test_a_rule_that_cannot_be_read_any_more_says_so_and_stops_nobody(
    new_store: NewStore,
) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "owner:an", name="ambiguous")
    keep(ctx, "incidents>=1")
    owned = [client("o1", owner="ana"), client("o2", owner="andrea")]
    store(ctx, "client", owned)
    trouble(ctx, "k1")
    assert settle(ctx).opened == 1
    row = next(row for row in listed(ctx) if row.rule.name == "ambiguous")
    assert "fits several" in row.error


def test_a_leader_that_is_no_more_writes_nothing(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    recompute(ctx)
    with ctx.store.unit() as unit:
        fence = acquire(unit, "worker", "me", ctx.wall_us, ctx.wall_us + 10)
    assert fence is not None
    with pytest.raises(ConflictError):
        evaluate(ctx, fence=fence + 1)
    assert alerts(ctx) == []
    assert evaluate(ctx, fence=fence).opened == 1


def test_points_lost_in_a_week_are_those_that_history_tells(new_store: NewStore) -> None:
    """Seven days are asked of the client's own row, any other span of history."""
    ctx = quiet_store(new_store)
    keep(ctx, "fell>=20", name="in-a-week", days=7)
    keep(ctx, "fell>=20", name="in-eight-days", days=8)
    settle(ctx)
    later(ctx, 9 * DAY)
    trouble(ctx, "k1", "i-1")
    trouble(ctx, "k1", "i-2")
    trouble(ctx, "k1", "i-3")
    assert settle(ctx).opened == 2
    later(ctx, 7 * DAY)
    settle(ctx)
    assert {row[0]: row[2] for row in alerts(ctx)} == {
        "in-a-week": "resolved",
        "in-eight-days": "new",
    }


def test_a_look_that_says_nothing_new_is_no_commit(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, "job-failed", "stale-data")
    keep(ctx, "incidents>=1")
    settle(ctx)
    with ctx.store.reader() as reader:
        before = reader.changes()
        assert evaluate(ctx).changed == 0
        assert reader.changes() == before
