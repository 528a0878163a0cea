"""Every rule that ships rings from facts, and ends when they no longer say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.context import Context
from core.alerts.shipped import RULES
from core.values.instants import to_micros
from storage.alerts.deliveries import Posted, claim, finish, post
from storage.backup.tables import Backup
from storage.engine.unit import bulk_insert
from storage.integrations.tables import Quarantine
from tests.bellbuoy.services.alerts.ringing import (
    DAY,
    alerts,
    bodies,
    later,
    outbox,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.facts import calls, incident, logins, store
from tests.fixtures.stores import NewStore

Step = Callable[[Context], None]
HOUR = timedelta(hours=1)


def lose_points(ctx: Context) -> None:
    later(ctx, 8 * DAY)
    for number in range(3):
        trouble(ctx, "k1", f"i-{number}")


def fall_silent(ctx: Context) -> None:
    later(ctx, 31 * DAY)


def fall_silent_and_troubled(ctx: Context) -> None:
    later(ctx, 31 * DAY)
    for number in range(4):
        trouble(ctx, "k1", f"i-{number}")


def use_again(ctx: Context) -> None:
    used = [calls(ctx, f"more-{n}", f"k{n}", ctx.today, 4_000) for n in (1, 2, 3)]
    seen = [logins(ctx, f"seen-{n}", f"k{n}", ctx.today, 30) for n in (1, 2, 3)]
    store(ctx, "event", [*used, *seen])


def wait_for_an_answer(ctx: Context) -> None:
    opened = ctx.present - 9 * HOUR
    store(ctx, "incident", [incident("i-1", "k1", opened, severity="high")])


def resolve(ctx: Context) -> None:
    for number in range(4):
        opened = ctx.present - 9 * HOUR
        done = incident(f"i-{number}", "k1", opened, severity="high", resolved=ctx.present)
        store(ctx, "incident", [done])


def run_of(ctx: Context, job: str, state: str, ago: timedelta = timedelta()) -> None:
    ended = to_micros(ctx.clock.now() - ago)
    with ctx.store.unit() as unit:
        number = unit.value("SELECT coalesce(max(id), 0) + 1 FROM job_run")
        unit.run(
            "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker,"
            " fence, error) VALUES (?, ?, ?, ?, ?, 0, 0, 'w', 1, ?)",
            (number, job, state, ended - 1, ended, None if state == "ok" else "no room"),
        )


def refuse(ctx: Context) -> None:
    columns = (
        "id", "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest",
        "state", "first_seen_us",
    )  # fmt: skip
    seen = to_micros(ctx.present)
    rows = [
        (n, 1, "app", "a.csv", n, "client", "x", "y", b"", str(n), "new", seen)
        for n in range(1, 101)
    ]
    with ctx.store.unit() as unit:
        unit.bulk(bulk_insert(Quarantine, columns), rows)


def back_up(ctx: Context) -> None:
    columns = (
        "id", "made_us", "path", "host", "kind", "bytes", "rows", "sha256", "checksum",
    )  # fmt: skip
    with ctx.store.unit() as unit:
        number = unit.value("SELECT coalesce(max(id), 0) + 1 FROM backup")
        row = (number, ctx.wall_us, "/b", "here", "asked", 1, 1, "", "")
        unit.bulk(bulk_insert(Backup, columns), [row])


def back_up_and_wait(ctx: Context) -> None:
    back_up(ctx)
    later(ctx, 37 * HOUR)


def give_up_a_delivery(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        posted = Posted("u", None, "mine", "ops", "ring", "pass", "{}")
        (number,) = post(unit, [posted], ctx.wall_us)
        claim(unit, number, ctx.wall_us)
        finish(unit, number, "dead", ctx.wall_us, "gone")


def mend_deliveries(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM alert_delivery WHERE state = 'dead'")


def a_day_later(ctx: Context) -> None:
    later(ctx, DAY + HOUR)


def a_week_later(ctx: Context) -> None:
    """What was lost then is no fall any more."""
    later(ctx, 8 * DAY)


CASES: dict[str, tuple[Step, Step]] = {
    "health-drop": (lose_points, a_week_later),
    "tier-critical": (fall_silent_and_troubled, use_again),
    "tier-at-risk": (lose_points, resolve),
    "silent-client": (fall_silent, use_again),
    "sla-respond": (wait_for_an_answer, resolve),
    "sla-resolve": (wait_for_an_answer, resolve),
    "job-failed": (
        lambda ctx: run_of(ctx, "score-history", "failed"),
        lambda ctx: run_of(ctx, "score-history", "ok"),
    ),
    "job-late": (
        lambda ctx: run_of(ctx, "score-clients", "ok", 2 * HOUR),
        lambda ctx: run_of(ctx, "score-clients", "ok"),
    ),
    "stale-data": (lambda ctx: later(ctx, 3 * DAY), use_again),
    "quarantine-growth": (refuse, a_day_later),
    "backup-old": (back_up_and_wait, back_up),
    "delivery-dead": (give_up_a_delivery, mend_deliveries),
}


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_rings_from_facts_and_ends(new_store: NewStore, name: str) -> None:
    begin, mend = CASES[name]
    ctx = quiet_store(new_store, name)
    settle(ctx)
    assert alerts(ctx) == []
    begin(ctx)
    settle(ctx)
    rung = alerts(ctx)
    assert rung
    assert {(row[0], row[2], row[4]) for row in rung} == {(name, "new", 1)}
    why = [body["facts"]["why"] for body in bodies(ctx) if body]
    assert why
    assert all(isinstance(words, str) and words for words in why)
    sent = outbox(ctx)
    assert evaluate(ctx).changed == 0
    assert outbox(ctx) == sent
    mend(ctx)
    settle(ctx)
    assert {row[2] for row in alerts(ctx)} == {"resolved"}
