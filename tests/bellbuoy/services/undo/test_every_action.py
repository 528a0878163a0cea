"""Each change that can be taken back leaves nothing when it is, and all when it is
done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services import cache, quarantine, retention, scaling
from bellbuoy.services.alerts import acts, channels, quiet, rules
from bellbuoy.services.backup.rules import set_rule
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions, tasks
from bellbuoy.services.desk.assign import as_imported
from bellbuoy.services.desk.assign import assign as desk_assign
from bellbuoy.services.desk.snooze import snooze as desk_snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.incidents.adding import NewIncident
from bellbuoy.services.incidents.adding import add as add_incidents
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.merging import merge
from bellbuoy.services.incidents.moves import assign as assign_incident
from bellbuoy.services.incidents.moves import move, set_severity
from bellbuoy.services.incidents.moves import note as note_incident
from bellbuoy.services.incidents.targets import set_target
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.playbooks import definitions as playbooks
from bellbuoy.services.playbooks.assigning import assign as follow
from bellbuoy.services.playbooks.following import close
from bellbuoy.services.refused.fix import drop, fix
from bellbuoy.services.settings import frozen_at, set_clock
from bellbuoy.services.supervision import schedule
from bellbuoy.services.undo.actions import FINAL, UNDOABLE, UNKNOWN, final_of
from bellbuoy.services.undo.taking_back import redo, undo
from bellbuoy.services.views import writing as views
from bellbuoy.services.views.reading import find
from core.alerts.types import Channel
from core.desk.types import Selection
from core.incidents.targets import Target
from core.incidents.types import IncidentSelection
from core.playbooks.types import Playbook, Step
from core.views.types import EVERYBODY, View
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.bellbuoy.services.definitions.folders import MORE, wrote
from tests.bellbuoy.services.definitions.folders import apply as apply_files
from tests.bellbuoy.services.desk.working import some_clients
from tests.bellbuoy.services.supervision.leading import PLAN
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

Do = Callable[[Context], object]
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Case:
    """What stands before, the change, and the action that its change set has."""

    action: str
    change: Do
    before: Do = lambda _: None


def known_job(ctx: Context) -> None:
    schedule.make_known(ctx, [PLAN])


def paused_job(ctx: Context) -> None:
    known_job(ctx)
    schedule.pause(ctx, PLAN)


def odd_hours(ctx: Context) -> None:
    known_job(ctx)
    schedule.set_every(ctx, PLAN, "@hourly")


def window(ctx: Context) -> None:
    quiet.add_window(ctx, ctx.present + HOUR, ctx.present + 2 * HOUR, "a new roof")


def own_channel(ctx: Context) -> None:
    channels.add(ctx, Channel("ops", "file", ("/var/log/ä.jsonl",)))


def own_rule(ctx: Context) -> None:
    keep(ctx, "incidents>=1")


def policy(ctx: Context) -> None:
    retention.put(ctx, "telemetry", 90, "contract", new=True)


CASES = {
    "the clock": Case("store.clock", lambda c: set_clock(c, frozen_at(c, "2026-03-01"))),
    "a schedule": Case("job.schedule", odd_hours, known_job),
    "the shipped one": Case(
        "job.schedule", lambda c: schedule.set_every(c, PLAN, None), odd_hours
    ),
    "a pause": Case("job.pause", lambda c: schedule.pause(c, PLAN), known_job),
    "going on": Case("job.resume", lambda c: schedule.resume(c, PLAN), paused_job),
    "a shipped rule": Case(
        "alert.rule", lambda c: rules.edit(c, "tier-critical", {"severity": "low"})
    ),
    "a rule twice": Case(
        "alert.rule",
        lambda c: rules.edit(c, "tier-critical", {"active": False}),
        lambda c: rules.edit(c, "tier-critical", {"severity": "low"}),
    ),
    "a rule as shipped": Case(
        "alert.rule",
        lambda c: rules.delete(c, "tier-critical"),
        lambda c: rules.edit(c, "tier-critical", {"severity": "low"}),
    ),
    "a new rule": Case("alert.rule", own_rule),
    "a rule that goes": Case("alert.rule", lambda c: rules.delete(c, "mine"), own_rule),
    "a new channel": Case("alert.channel", own_channel),
    "a channel off": Case("alert.channel", lambda c: channels.turn(c, "bell", on=False)),
    "a channel that goes": Case(
        "alert.channel", lambda c: channels.delete(c, "ops"), own_channel
    ),
    "quiet hours": Case("alert.quiet", lambda c: quiet.set_hours(c, "22:00-07:00")),
    "a window": Case("alert.window", window),
    "a window that goes": Case("alert.window", lambda c: quiet.delete_window(c, 1), window),
    "a backup rule": Case("backup.configure", lambda c: set_rule(c, "backup.keep", "3")),
    "a policy": Case("retention.write", policy),
    "another policy": Case(
        "retention.write",
        lambda c: retention.put(c, "telemetry", 40, None, new=False),
        policy,
    ),
    "no policy": Case("retention.write", lambda c: retention.remove(c, "telemetry"), policy),
    "workers": Case("worker.max", lambda c: scaling.set_most(c, 3)),
    "looks": Case("cache.days", lambda c: cache.set_lifetime(c, 30)),
}  # fmt: skip


def there_and_back(ctx: Context, case: Case) -> None:
    before = state(ctx)
    case.change(ctx)
    after = state(ctx)
    assert after != before
    assert sets(ctx)[-1][:2] == (ctx.viewer.name, case.action)
    taken = undo(ctx)
    assert taken is not None
    assert (state(ctx), taken.left) == (before, 0)
    assert sets(ctx)[-1] == ("ana", f"undo:{case.action}", f"change {taken.change}")
    again = redo(ctx)
    assert again is not None
    assert (state(ctx), again.change) == (after, taken.change)
    assert sets(ctx)[-1] == ("ana", f"redo:{case.action}", f"change {taken.change}")
    assert undo(ctx) is not None
    assert state(ctx) == before


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_left_of_it(new_store: NewStore, name: str) -> None:
    ctx = new_store()
    CASES[name].before(ctx)
    there_and_back(ctx, CASES[name])


ALERTS = {
    "acknowledged": Case("alert.ack", lambda c: acts.acknowledge(c, "A-1")),
    "given to somebody": Case("alert.assign", lambda c: acts.assign(c, "A-1", "mei")),
    "snoozed": Case("alert.snooze", lambda c: acts.snooze(c, "A-1", HOUR)),
    "snoozed, then taken": Case(
        "alert.ack",
        lambda c: acts.acknowledge(c, "A-1"),
        lambda c: acts.snooze(c, "A-1", HOUR),
    ),
    "its rule asks otherwise": Case(
        "alert.rule", lambda c: rules.edit(c, "mine", {"condition": "incidents>=2"})
    ),
    "its rule goes": Case("alert.rule", lambda c: rules.delete(c, "mine")),
    "its rule is off": Case("alert.rule", lambda c: rules.edit(c, "mine", {"active": False})),
}


@pytest.mark.parametrize("name", ALERTS)
def test_alerts_are_as_they_were(new_store: NewStore, name: str) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    trouble(ctx, "k2")
    settle(ctx)
    ALERTS[name].before(ctx)
    there_and_back(ctx, ALERTS[name])


REFUSED = {
    "mended": Case("quarantine.fix", lambda c: fix(c, "kind:client", {"id": "n-é"})),
    "mended again": Case(
        "quarantine.fix",
        lambda c: fix(c, "Q-1", {"id": "n-2"}),
        lambda c: fix(c, "Q-1", {"id": "n-1"}),
    ),
    "put away": Case("quarantine.drop", lambda c: drop(c, "state:new")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_rows_wait_again(new_store: NewStore, tmp_path: Path, name: str) -> None:
    ctx = new_store()
    (tmp_path / "client.csv").write_text("id,name\n,Nameless\n,Nobody\n", encoding="utf-8")
    import_path(ctx, tmp_path, load_mapping(None, None, "crm", "USD"))
    REFUSED[name].before(ctx)
    there_and_back(ctx, REFUSED[name])
    if name == "mended":
        assert quarantine.page(ctx, "state:fixed").rows == ()


ALL = Selection(query="")
PLAYBOOK = Playbook("mine", "Mine", "tier:critical", (Step("call", 0), Step("write", 2)))


INCIDENTS = IncidentSelection(query="")


def an_incident(ctx: Context) -> None:
    add_incidents(ctx, [NewIncident((client,), "trouble", "high") for client in ("C-1", "C-2")])


def own_owner(ctx: Context) -> None:
    desk_assign(ctx, ALL, "mei")


DESK = {
    "an owner": Case(
        "client.assign", own_owner, lambda c: tasks.add(c, ["C-3"], "x", owner="raj")
    ),
    "another owner": Case("client.assign", lambda c: desk_assign(c, ALL, None), own_owner),
    "the imported owner": Case("client.assign", lambda c: as_imported(c, ALL), own_owner),
    "tags": Case(
        "client.tag", lambda c: tag(c, ALL, ["+a", "-b"]), lambda c: tag(c, ALL, ["+b"])
    ),
    "a snooze": Case("client.snooze", lambda c: desk_snooze(c, ALL, c.today, "away")),
    "no snooze": Case(
        "client.snooze",
        lambda c: desk_snooze(c, ALL, None),
        lambda c: desk_snooze(c, ALL, c.today, "away"),
    ),
    "a note": Case("interaction.add", lambda c: interactions.add(c, ["C-1", "C-2"], "x")),
    "a mended note": Case(
        "interaction.edit",
        lambda c: interactions.edit(c, "I-1", text="y"),
        lambda c: interactions.add(c, ["C-1"], "x"),
    ),
    "a playbook": Case("playbook.add", lambda c: playbooks.add(c, [PLAYBOOK])),
    "another playbook": Case(
        "playbook.edit",
        lambda c: playbooks.edit(c, replace(PLAYBOOK, title="Other")),
        lambda c: playbooks.add(c, [PLAYBOOK]),
    ),
    "a playbook that is followed": Case(
        "playbook.assign", lambda c: follow(c, ALL, "silent"), own_owner
    ),
    "a playbook that ended": Case(
        "playbook.close",
        lambda c: close(c, "P-1", "lost", "gone"),
        lambda c: follow(c, ALL, "silent"),
    ),
    "an incident": Case("incident.add", an_incident),
    "a move": Case("incident.move", lambda c: move(c, INCIDENTS, "ack"), an_incident),
    "a severity": Case(
        "incident.severity", lambda c: set_severity(c, INCIDENTS, "low"), an_incident
    ),
    "who looks after it": Case(
        "incident.assign", lambda c: assign_incident(c, INCIDENTS, "mei"), an_incident
    ),
    "words about it": Case(
        "incident.note", lambda c: note_incident(c, INCIDENTS, "x"), an_incident
    ),
    "whom it hurts": Case(
        "incident.link", lambda c: link(c, IncidentSelection(("INC-N1",)), ALL), an_incident
    ),
    "a merge": Case("incident.merge", lambda c: merge(c, INCIDENTS, "INC-N1"), an_incident),
    "a target": Case(
        "incident.targets", lambda c: set_target(c, "high", Target(1, 2)), an_incident
    ),
    "a task": Case("task.add", lambda c: tasks.add(c, ["C-1", "C-2"], "x")),
    "a later task": Case(
        "task.edit",
        lambda c: tasks.edit(c, "T-1", due=c.today + 2),
        lambda c: tasks.add(c, ["C-1"], "x"),
    ),
    "a task that is done": Case(
        "task.done", lambda c: tasks.end(c, "T-1", "ok"), lambda c: tasks.add(c, ["C-1"], "x")
    ),
}


@pytest.mark.parametrize("name", DESK)
def test_what_people_did_about_clients_goes(new_store: NewStore, name: str) -> None:
    ctx = some_clients(new_store)
    DESK[name].before(ctx)
    there_and_back(ctx, DESK[name])


LATE = View("Late", "clients", "renews<30d", sort="renews")


def own_view(ctx: Context) -> None:
    views.save(ctx, LATE)


def shared_view(ctx: Context) -> None:
    own_view(ctx)
    views.share(ctx, "Late", EVERYBODY)


def later_view(ctx: Context) -> None:
    standing = find(ctx, "Late")
    views.save(ctx, replace(standing, query="renews<9d"), rev=standing.rev)


VIEWS = {
    "a new view": Case("view.save", own_view),
    "another query": Case("view.save", later_view, shared_view),
    "a view that goes": Case("view.delete", lambda c: views.delete(c, "Late"), own_view),
    "shared": Case("view.share", lambda c: views.share(c, "Late", "rep"), own_view),
    "shared no more": Case("view.share", lambda c: views.share(c, "Late", ""), shared_view),
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_are_as_they_were(new_store: NewStore, name: str) -> None:
    ctx = new_store()
    VIEWS[name].before(ctx)
    there_and_back(ctx, VIEWS[name])


DEFINED = {
    "views": f"prune = true\n{MORE}",
    "alerts": 'prune = true\nquiet_hours = "21:00-06:00"\n'
              '[[rule]]\nname = "mine"\ncondition = "incidents>=2"\n',
}  # fmt: skip


def test_definitions_that_were_applied(new_store: NewStore, tmp_path: Path) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    settle(ctx)
    shared_view(ctx)
    files = wrote(tmp_path, **DEFINED)
    there_and_back(ctx, Case("definition.apply", lambda c: apply_files(c, files)))


def test_every_action_is_tried() -> None:
    cases = (CASES, ALERTS, REFUSED, DESK, VIEWS)
    every = [case for some in cases for case in some.values()]
    tried = {case.action for case in every}
    # test_formula_again, test_definitions_that_were_applied, simulations/test_undoing
    apart = {"health.configure", "definition.apply", "simulation.run"}
    assert tried | apart == UNDOABLE.keys()


def test_what_nobody_knows_cannot_be_taken_back() -> None:
    assert UNDOABLE.keys().isdisjoint(FINAL)
    assert final_of("colour.paint") is UNKNOWN
    assert final_of("import") is FINAL["import"]
    assert final_of("alert.rule") is None
