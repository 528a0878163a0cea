"""Every rule that ships rings from facts, and ends when they no longer say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.backup import making
from bellbuoy.services.context import Context
from bellbuoy.services.supervision.schedule import make_known, pause, set_every
from core.access.types import Viewer
from core.alerts.shipped import RULES
from core.values.instants import to_micros
from jobs.registry import JOBS, job_named
from storage.alerts.deliveries import Posted, claim, finish, post
from storage.backup.tables import Backup
from storage.engine.unit import bulk_insert
from storage.integrations.tables import Quarantine
from storage.jobs.marks import settle as settle_slot
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
from tests.fixtures.facts import calls, incident, logins, store, subscription
from tests.fixtures.stores import NewStore

Step = Callable[[Context], None]
HOUR = timedelta(hours=1)
SYSTEM = Viewer("system", "system")


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


def nearly_too_late(ctx: Context) -> None:
    """High, seven of its eight hours are used, and answered in time."""
    opened = ctx.present - 7 * HOUR
    taken = incident(
        "i-1", "k1", opened, severity="high", status="acknowledged", acknowledged=opened
    )
    store(ctx, "incident", [taken])


def in_trouble_again(ctx: Context) -> None:
    for number in range(3):
        trouble(ctx, "k1", f"i-{number}")


def in_trouble_before_it_renews(ctx: Context) -> None:
    paid = subscription("s-1", "k1", ctx.today - 350, period="year", term_months=12)
    store(ctx, "subscription", [paid])
    settle(ctx)
    trouble(ctx, "k1", "i-1")


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


def be_late(ctx: Context) -> None:
    """The job of each night has not run since yesterday's."""
    make_known(replace(ctx, viewer=SYSTEM), [job_named("backup").plan])
    run_of(ctx, "backup", "ok", 26 * HOUR)


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
    "sla-risk": (nearly_too_late, resolve),
    "client-incidents": (in_trouble_again, resolve),
    "incident-renewal": (in_trouble_before_it_renews, resolve),
    "job-failed": (
        lambda ctx: run_of(ctx, "score-history", "failed"),
        lambda ctx: run_of(ctx, "score-history", "ok"),
    ),
    "job-late": (be_late, lambda ctx: run_of(ctx, "backup", "ok")),
    "stale-data": (lambda ctx: later(ctx, 3 * DAY), use_again),
    "quarantine-growth": (refuse, a_day_later),
    "backup-old": (back_up_and_wait, back_up),
    "delivery-dead": (give_up_a_delivery, mend_deliveries),
}


def late_names(ctx: Context) -> list[tuple[str, str]]:
    settle(ctx)
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT rule, subject FROM alert WHERE open_key IS NOT NULL ORDER BY 2"
        )


def test_every_job_that_is_scheduled_is_watched_but_a_paused_one(new_store: NewStore) -> None:
    ctx = replace(quiet_store(new_store, "job-late", "job-failed"), viewer=SYSTEM)
    make_known(ctx, [job.plan for job in JOBS])
    for job in JOBS:
        run_of(ctx, job.id, "ok")
    assert late_names(ctx) == []
    later(ctx, 26 * HOUR)
    run_of(ctx, "score-clients", "ok")
    run_of(ctx, "deliver-alerts", "failed")
    person = replace(ctx, viewer=Viewer("ana", "admin"))
    pause(person, job_named("drop-looks").plan)
    pause(person, job_named("evaluate-alerts").plan)
    found = late_names(ctx)
    assert [name for rule, name in found if rule == "job-failed"] == ["deliver-alerts"]
    watched = sorted(
        {job.id for job in JOBS} - {"score-clients", "drop-looks", "evaluate-alerts"}
    )
    assert [name for rule, name in found if rule == "job-late"] == watched
    words = [body["facts"]["why"] for body in bodies(ctx) if body["rule"] == "job-late"]
    assert any(word.startswith("backup should have run ") for word in words)
    set_every(person, job_named("backup").plan, "0 2 1 * *")
    assert ("job-late", "backup") not in late_names(ctx)


def test_a_job_that_never_ran_is_late_from_its_first_slot_on(new_store: NewStore) -> None:
    ctx = quiet_store(new_store, "job-late")
    make_known(replace(ctx, viewer=SYSTEM), [job_named("backup").plan])
    later(ctx, 3 * DAY)
    assert late_names(ctx) == [], "no worker has ever looked at it"
    with ctx.store.unit() as unit:
        settle_slot(unit, "backup", ctx.wall_us)
    later(ctx, 2 * HOUR)
    assert late_names(ctx) == []
    later(ctx, DAY)
    assert late_names(ctx) == [("job-late", "backup")]
    body = bodies(ctx)[0]
    assert body["facts"]["why"].endswith("min ago; it has never ended well")


def test_a_backup_whose_file_is_gone_is_none(new_store: NewStore, tmp_path: Path) -> None:
    ctx = quiet_store(new_store, "backup-old")
    old = making.make(ctx, str(tmp_path / "old.db"))
    later(ctx, 37 * HOUR)
    assert [row[1] for row in late_names(ctx)] == ["store"]
    new = making.make(ctx, str(tmp_path / "new.db"))
    assert late_names(ctx) == []
    Path(new.path).unlink()
    assert [row[1] for row in late_names(ctx)] == ["store"]
    assert Path(old.path).exists()


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
