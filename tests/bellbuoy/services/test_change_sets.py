"""Whoever changes facts or settings leaves a change set: who, what, before, after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import cache, formula, retention
from bellbuoy.services.alerts import channels, quiet
from bellbuoy.services.authorise import GUARDS
from bellbuoy.services.backup.rules import set_rule
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.settings import frozen_at, set_clock, set_formula
from core.health.types import Baseline, HealthConfig
from core.values.instants import iso
from storage.audit.reads import rows_of
from storage.engine.store import Store
from tests.bellbuoy.services.test_authorise import MODULES
from tests.fixtures.stores import NOW, context

assert MODULES  # All services are loaded, and so all guards are known.

DERIVED = {
    "scoring.recompute.recompute": "scores follow from facts",
    "scoring.backfill.backfill": "history follows from facts",
    "integrations.settle_history": "the two above",
}
OWN_LEDGER = {
    "simulations.living.advance": "how far a run is stands in the ledger of runs",
    "simulations.living.step": "the same",
    "simulations.living.pause": "the same",
    "simulations.living.resume": "the same",
    "simulations.living.stop": "the same",
    "simulations.verifying.verify": "it writes nothing that is kept",
    "looks.keep": "when somebody looked is a row of its own",
    "formula.may_apply": "asks the door, and changes nothing",
    "definitions.applying.may_apply": "the same",
    "definitions.applying.apply": "tests/bellbuoy/services/definitions looks at its rows",
    "jobs.ask": "a request is a row of its own, with who asked",
    "jobs.begin": "a run is a row of its own",
    "jobs.note_progress": "the same",
    "jobs.end": "the same",
    "supervision.taking.take": "the same, with the slots that it settles",
    "supervision.endings.close": "the same, with the next try",
    "supervision.endings.retry": "a request is a row of its own, with who asked",
    "supervision.schedule.make_known": "what the program says of its jobs",
    "worker.enlist": "the list of workers",
    "worker.beat": "the same, and the lease",
    "worker.leave": "the same",
    "worker.ask_stop": "the same",
    "worker.launch": "starts a process",
    "scaling.check": "test_scaling: who was started and stopped",
    "scaling.to_number": "the same",
    "worker.tidy_log": "moves the log into the file",
    "metrics.pace.add": "what the worker measured of itself",
    "alerts.evaluate.evaluate": "alerts follow from facts",
    "alerts.deliver.deliver": "a delivery is a row of its own, with each try",
    "alerts.testing.try_out": "the same",
    "backup.compacting.compact": "gives room back, and changes no row",
    "backup.keeping.scheduled": "a backup is a row of its own; what it expires is a change set",
}
TOLD_ELSEWHERE = {
    "simulations.running.run": "simulations/test_undoing: a change set",
    "simulations.undoing.undo": "the same, its undo",
    "simulations.feeding.begin_feed": "simulations/test_feeding: a change set",
    "jobs.cancel_run": "test_jobs: it is in the audit",
    "jobs.cancel_job": "the same",
    "supervision.schedule.set_every": "supervision/test_schedule: a change set",
    "supervision.schedule.pause": "the same",
    "supervision.schedule.resume": "the same",
    "scaling.set_most": "test_scaling: a change set",
    "cache.clear": "test_cache: it is in the audit",
    "cache.expire": "the same, as the system",
    "refused.fix.fix": "refused/test_fix: who mended what",
    "refused.fix.drop": "the same",
    "refused.replay.replay": "refused/test_replay: who let what in",
    "alerts.rules.add": "alerts/test_rules: a change set",
    "alerts.rules.edit": "the same",
    "alerts.rules.delete": "the same",
    "alerts.channels.add": "as channels.turn, below",
    "alerts.channels.delete": "the same",
    "alerts.quiet.add_window": "a window is a row of its own, with its reason",
    "alerts.quiet.delete_window": "the same",
    "alerts.acts.acknowledge": "alerts/test_acts: who, and until when",
    "alerts.acts.snooze": "the same",
    "alerts.acts.assign": "the same",
    "alerts.deliver.retry": "alerts/test_deliver",
    "undo.taking_back.undo": "undo/test_taking_back: a change set of its own",
    "undo.taking_back.redo": "the same",
    "backup.live.restore_live": "backup/test_live: in the store that it restored",
    "views.writing.save": "undo/test_every_action: a change set, there and back",
    "views.writing.delete": "the same",
    "views.writing.share": "the same",
    "desk.assign.assign": "the same",
    "desk.assign.as_imported": "the same",
    "desk.tags.tag": "the same",
    "desk.snooze.snooze": "the same",
    "desk.interactions.add": "the same",
    "desk.interactions.edit": "the same",
    "incidents.moves.move": "what a person does has an undo test of its own",
    "incidents.moves.set_severity": "the same",
    "incidents.moves.assign": "the same",
    "incidents.moves.note": "the same",
    "incidents.adding.add": "the same",
    "incidents.linking.link": "the same",
    "incidents.linking.set_parent": "the same",
    "incidents.merging.merge": "the same",
    "incidents.splitting.split": "the same",
    "incidents.targets.set_target": "the same",
    "desk.tasks.add": "the same",
    "desk.tasks.edit": "the same",
    "desk.tasks.end": "the same",
    "desk.many_tasks.end_many": "desk/test_many_tasks: there and back",
    "desk.many_tasks.give_many": "the same",
    "desk.many_tasks.put_off_many": "the same",
    "playbooks.definitions.add": "undo/test_every_action: a change set, there and back",
    "playbooks.definitions.edit": "the same",
    "playbooks.assigning.assign": "the same",
    "playbooks.following.close": "the same",
    "retention.remove": "as retention.put, below",
    "retention.run": "test_retention: rows, and up to which day",
}


@dataclass(frozen=True)
class Case:
    """A service that changes facts or settings, called; what must be told of it."""

    run: Callable[[Context, Path], object]
    action: str
    target: str
    before: object
    after: object


def change_clients(ctx: Context, folder: Path) -> None:
    for name in ("First", "Second"):
        (folder / "client.csv").write_text(f"id,name\na,{name}\n")
        import_path(ctx, folder, load_mapping(None, None, "crm", "USD"))


OTHER = HealthConfig(baseline=Baseline(9, 9))
CASES = {
    "settings.set_clock": Case(
        lambda ctx, _: set_clock(ctx, frozen_at(ctx, "2026-03-01")),
        "store.clock", "clock", {"value": "live"},
        {"value": "frozen:2026-03-01T23:59:59.999999+00:00"},
    ),
    "settings.set_formula": Case(
        lambda ctx, _: set_formula(ctx, OTHER),
        "health.configure", "health/2", {"value": "health/1"}, {"value": "health/2"},
    ),
    "formula.apply": Case(
        lambda ctx, _: formula.apply(ctx, OTHER, expect="health/1"),
        "health.configure", "health/2", {"value": "health/1"}, {"value": "health/2"},
    ),
    "formula.rollback": Case(
        lambda ctx, _: (set_formula(ctx, OTHER), formula.rollback(ctx, "health/1")),
        "health.configure", "health/3", {"value": "health/2"}, {"value": "health/3"},
    ),
    "cache.set_lifetime": Case(
        lambda ctx, _: cache.set_lifetime(ctx, 30),
        "cache.days", "cache.days", {"value": "7"}, {"value": "30"},
    ),
    "backup.rules.set_rule": Case(
        lambda ctx, _: set_rule(ctx, "backup.keep", "3"),
        "backup.configure", "backup.keep", {"value": "7"}, {"value": "3"},
    ),
    "retention.put": Case(
        lambda ctx, _: retention.put(ctx, "telemetry", 90, "contract", new=True),
        "retention.write", "telemetry",
        None,
        {"name": "telemetry", "days": 90, "basis": "contract", "set": iso(NOW)},
    ),
    "alerts.quiet.set_hours": Case(
        lambda ctx, _: quiet.set_hours(ctx, "22:00-07:00"),
        "alert.quiet", "alerts.quiet", {"value": "off"}, {"value": "22:00-07:00"},
    ),
    "alerts.channels.turn": Case(
        lambda ctx, _: channels.turn(ctx, "bell", on=False),
        "alert.channel", "bell", {"active": 1}, {"active": 0},
    ),
    "integrations.import_path": Case(
        change_clients, "import", "import 2",
        {"name": "First", "name_key": "first"}, {"name": "Second", "name_key": "second"},
    ),
}  # fmt: skip


def test_every_writing_service_is_looked_at() -> None:
    writing = {
        name.removeprefix("bellbuoy.services.") for name, g in GUARDS.items() if g.writes
    }
    looked_at = CASES.keys() | DERIVED.keys() | OWN_LEDGER.keys() | TOLD_ELSEWHERE.keys()
    assert writing == looked_at


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_with_who_what_before_and_after(
    a_store: Store, tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    ctx = context(a_store, user="ana", role="admin")
    case.run(ctx, tmp_path)
    with ctx.reader() as reader:
        found = reader.rows("SELECT id, at_us, actor, action, target, trace_id FROM change_set")
        number, at_us, *told = found[-1]
        assert told == ["ana", case.action, case.target, ctx.trace_id]
        assert at_us == int(ctx.present.timestamp() * 1_000_000)
        rows = [row for row in rows_of(reader, number, 100) if row.after is not None]
        audited = reader.rows(
            "SELECT at_us, actor, role, action, target, outcome, reason, trace_id"
            " FROM audit WHERE change_id = ?",
            (number,),
        )
    assert [(row.before, row.after) for row in rows] == [(case.before, case.after)]
    assert audited == [
        (at_us, "ana", "admin", case.action, case.target, "done", "", ctx.trace_id)
    ]


@pytest.mark.parametrize("name", ["settings.set_clock", "settings.set_formula"])
def test_what_changes_nothing_tells_nothing(a_store: Store, tmp_path: Path, name: str) -> None:
    ctx = context(a_store)
    CASES[name].run(ctx, tmp_path)

    def told() -> list[tuple[Any, ...]]:
        with ctx.reader() as reader:
            return reader.rows("SELECT id FROM change_set UNION ALL SELECT id FROM audit")

    before = told()
    CASES[name].run(ctx, tmp_path)
    assert told() == before
