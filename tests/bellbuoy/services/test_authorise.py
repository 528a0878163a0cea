"""The door of every service: what is not granted is denied, before anything else."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import bellbuoy
import bellbuoy.services
from bellbuoy.services.authorise import GUARDS, Guard, authorise, policy, service
from bellbuoy.services.context import Context
from core.access.policy import roles_with
from core.access.types import Viewer
from core.values.errors import ConflictError, DeniedError, UsageError
from storage.engine.reader import Reader
from storage.engine.sqlite_store import SqliteStore
from storage.engine.unit import Unit
from tests.fixtures.dump import dump
from tests.fixtures.stores import NOW, context

ROOT = Path(bellbuoy.__file__).resolve().parents[1]
MODULES = tuple(
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(bellbuoy.services.__path__, "bellbuoy.services.")
)
# Functions of a context that no door needs, and why. Those of the second group
# read or keep something: they may be called from inside the services alone.
NO_DOOR = {
    "alerts.asking.by_the_wall": "the context with the machine's clock",
    "alerts.asking.fits": "tests a row that it is given",
    "alerts.asking.named_fields": "parses a text; reads nothing from the store",
    "alerts.listing.parsed": "the same",
    "alerts.quiet.held": "compares times that it is given",
    "alerts.quiet.moment": "reads a text by the zone of the context",
    "authorise.authorise": "it is the door",
    "client_detail.scored_at": "picks one of two times that it is given",
    "context.reread": "reads the store's own settings, as opening it does",
    "context.refuse_gone": "the same",
    "context.parse_as_of": "reads a text by the clock of the context",
    "groups.is_grouped": "parses a text; reads nothing from the store",
    "lists.query_context": "what a query needs of the context",
    "lists.asked": "parses a text; reads nothing from the store",
    "settings.actor_of": "names the viewer",
    "settings.frozen_at": "reads a text by the zone of the context",
    "settings.clock_words": "the clock in words",
    "logs.running.session_noted": "tells that the screens were opened",
    "making_load.load": "fills a store that is being made",
    "making_load.fill": "the same",
    "making_load.settle": "the same",
    "making_purchases.fill_purchases": "the same",
    "trace.watched": "notes what other services read",
    "alerts.rules.readable": "parses a text; reads nothing from the store",
    "desk.interactions.parsed": "the same",
    "purchases.parsed": "the same",
    "desk.interactions.checked": "compares a text and a time that it is given",
    "desk.today.readable": "parses a text; reads nothing from the store",
    "desk.tasks.parsed": "parses a text; reads nothing from the store",
    "desk.tasks.refuse_over": "compares a day with today",
    "playbooks.definitions.readable": "the same",
    "narrowing.fits": "the same",
    "narrowing.narrowed": "tests rows that it is given",
    "machine_room.slowest": "reads the log, a file of the person's own",
    "authorise.allowed": "asks the door and passes nothing on",
    "views.groups.rows_of_group": "parses a text; reads nothing from the store",
    "views.reading.command_line": "the same",
    "views.reading.shown": "the same",
    "watching.follow": "each of its looks is `standing`, which is behind the door",
    "watching.follow_incidents": "the same, by `incidents_standing`",
    "conditions.too_old": "compares times of `freshness`, which is behind the door",
    "worker.start": "does it by `launch`, which is behind the door",
    "simulations.ledger.told": "tells of rows that it is given",
    "simulations.paced.begins_words": "compares a moment with the clock of the context",
    "looks.now_of": "tells the time of a context",
    "looks.keep_quietly": "does it by `keep`, which is behind the door",
}
INSIDE = {
    "definitions.rights.refuse_subjects": "asks the door, for services that have passed it",
    "undo.following.formula_upon": "what follows an undo, which has passed the door",
    "undo.definitions.definitions_go_back": "the same",
    "alerts.asking.asked_of_clients": "a query as SQL, for services that have passed the door",
    "alerts.asking.asked_of_incidents": "the same",
    "alerts.job_facts.about": "words of a row, for services that have passed the door",
    "alerts.job_facts.job_rows": "rows of jobs, for services that have passed the door",
    "alerts.job_facts.job_subject": "the same",
    "alerts.deliver.send_now": "sends, for a service that has passed the door",
    "alerts.holding.hold": "puts a delivery off, for a service that has passed the door",
    "alerts.holding.with_held": "the same",
    "alerts.subjects.look_up": "finds subjects, for services that have passed the door",
    "refused.selection.select": "finds rows, for services that have passed the door",
    "clients.view_of": "the number of a picture, for services that have passed the door",
    "desk.tasks.open_listing": "a query as SQL, for services that have passed the door",
    "simulations.looking.looked_at": "computes, for services that have passed the door",
    "simulations.reading.changes_of": "reads, for services that have passed the door",
    "simulations.reading.read_for": "the same",
    "simulations.subjects.ground_of": "the same",
    "simulations.feed_rows.feed_on": "writes, for services that have passed the door",
    "simulations.running.begin_run": "the same",
    "scoring.past.past_view": "the same",
    "scoring.picture.keep_picture": "computes it",
    "scoring.at.whole_days": "compares two times",
    "scoring.checking.scoring_findings": "compares scores, for a service behind the door",
    "scoring.picture_bulk.picture_rows": "computes rows of a picture",
    "retention_machine.delete_machine": "deletes, for a service that has passed the door",
    "retention_machine.machine_told": "counts, for a service that has passed the door",
    "retention_months.fold_months": "folds, for a service that has passed the door",
    "retention_months.months_told": "counts, for a service that has passed the door",
    "cache.note_asked": "keeps that somebody asked for it",
    "backup.lead.leading": "takes the lead, for services that have passed the door",
    "desk.selection.chosen": "finds clients, for services that have passed the door",
    "desk.many.changed_together": "makes a change, for services that have passed the door",
    "desk.portioned.written_in_portions": "the same",
    "undo.portions.take_at_once": "puts rows back, for an undo that has passed the door",
    "undo.portions.take_portions": "the same",
    "stretched.stretched": "a change set, for services that have passed the door",
    "stretched.go_back": "takes back what such a service has begun",
    "simulations.moving.by_itself": "the context of the store's own user, for what follows",
    "simulations.moving.move_to": "moves a run on, for services that have passed the door",
    "simulations.moving.portion": "the same",
    "simulations.moving.settle": "the same",
    "simulations.preview.next_name": "a name, for services that have passed the door",
    "simulations.running.up_to_date": "turns the day, for services that have passed the door",
    "simulations.undoing.taken_back": "takes a run back, for services that have passed it",
    "simulations.undoing.run_goes_back": "the same",
    "simulations.undoing.settle_cut_off": "the same",
    "undo.following.simulation_goes_back": "what follows an undo, which has passed the door",
    "undo.unfinished.is_left": "looks whether a process lives",
    "undo.unfinished.settle_unfinished": "takes back what a dead process left, for the door",
    "undo.unfinished.go_back": "the same",
    "undo.unfinished.pace_of": "how much is written at once",
    "undo.following.owners_go_back": "what follows an undo, which has passed the door",
    "undo.following.clients_change": "the same",
    "desk.changing.changing": "a change set, for services that have passed the door",
    "desk.numbers.clients_named": "finds clients, for services that have passed the door",
    "settings.put_in_force": "puts a formula in force, for services that have passed the door",
    "supervision.schedule.pass_by": "settles slots, for services that have passed the door",
    "alerts.rules.end_alerts": "ends alerts, for services that have passed the door",
    "undo.following.nothing_else": "what follows an undo, which has passed the door",
    "undo.following.formula_again": "the same",
    "undo.following.clock_changes": "the same",
    "undo.following.schedule_changes": "the same",
    "undo.following.job_goes_on": "the same",
    "undo.following.rule_changes": "the same",
    "undo.following.channel_changes": "the same",
    "undo.following.quiet_changes": "the same",
    "undo.following.shared_name_is_free": "the same",
    "undo.following.playbook_goes": "the same",
    "undo.following.followed_once": "the same",
    "undo.following.incidents_go_back": "the same",
    "undo.following.targets_go_back": "the same",
    "incidents.reading.incident_there": "one incident, for services that have passed the door",
    "incidents.selection.chosen": "finds incidents, for services that have passed the door",
    "incidents.selection.number_meant": "the same",
    "incidents.changing.changed_together": "makes a change, for services behind the door",
    "incidents.changing.write_turns": "the same",
    "incidents.turning.decided": "the same",
    "incidents.turning.put_turns": "the same",
    "incidents.turning.upon_facts": "the same",
    "incidents.changing.scores_now": "computes scores, for services behind the door",
    "incidents.portioned.planned": "says what a change would do, for services behind it",
    "incidents.portioned.written_in_portions": "makes it, for the same",
    "playbooks.definitions.keep_within": "writes, within a change that has passed the door",
    "trace.stamp_of": "names a day and a formula, for services that have passed the door",
}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions of services whose first argument is a context."""
    for module in MODULES:
        for name, function in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(function):
                continue
            if function.__module__ != module.__name__:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and "Context" in str(first.annotation):
                yield f"{module.__name__}.{name}", function


FUNCTIONS = dict(functions())
GUARDED = sorted(name for name in FUNCTIONS if name in GUARDS)


def short(name: str) -> str:
    return name.removeprefix("bellbuoy.services.")


def test_every_function_of_a_context_has_a_door() -> None:
    bare = {short(name) for name in FUNCTIONS if name not in GUARDS}
    assert bare == NO_DOOR.keys() | INSIDE.keys()
    assert set(GUARDS) <= FUNCTIONS.keys()
    assert len(GUARDED) > 35


def test_what_has_no_door_is_not_called_from_outside() -> None:
    wanted = {name.rpartition(".")[2]: name for name in INSIDE}
    for folder in ("bellbuoy/commands", "tui", "jobs"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not wanted.keys() & set(_of_services(path)), path


def _of_services(path: Path) -> Iterator[str]:
    """The names that a file takes from services, and from modules of theirs."""
    tree = ast.parse(path.read_text("utf-8"))
    taken: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            bellbuoy.services.__name__
        ):
            yield from (each.name for each in node.names)
            taken |= {each.asname or each.name for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root = node.value
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name) and root.id in taken:
                yield node.attr


class Sealed(SqliteStore):
    """A store that may not be read, and of which only the door may write."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.units = 0

    def reader(self) -> Reader:
        raise AssertionError("it was read")

    def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
        self.units += 1
        return super().unit(durable=durable)


@pytest.mark.parametrize("role", ["nobody", "", "Admin"])
@pytest.mark.parametrize("name", GUARDED)
def test_a_role_without_grants_comes_nowhere(
    empty_store: Path, name: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    before = dump(empty_store)
    sealed = Sealed(empty_store)
    ctx = replace(context(empty_store), viewer=Viewer("eve", role), store=sealed)
    required = [
        object()
        for each in list(inspect.signature(FUNCTIONS[name]).parameters.values())[1:]
        if each.default is each.empty
    ]
    with pytest.raises(DeniedError, match=f"there is no role {role}") as caught:
        FUNCTIONS[name](ctx, *required)
    assert caught.value.exit_code == 5
    assert "admin" in caught.value.hint
    after = dump(empty_store)
    [told] = after.pop("audit")
    assert told[2:7] == ("eve", role, GUARDS[name].action, "", "denied")
    assert (before.pop("audit"), sealed.units) == ([], 1)
    assert after == before


def grants() -> dict[str, set[str]]:
    text = (ROOT / "bellbuoy" / "policy.toml").read_text("utf-8")
    return {role: set(body["allow"]) for role, body in tomllib.loads(text)["roles"].items()}


@pytest.mark.parametrize("role", sorted(grants()))
def test_each_role_may_what_the_policy_says_and_nothing_else(
    empty_store: Path, role: str
) -> None:
    ctx = context(empty_store, role=role)
    denied = set()
    for guard in GUARDS.values():
        noun = guard.action.partition(":")[0]
        try:
            authorise(ctx, guard.action, writes=guard.writes)
        except DeniedError:
            denied.add(guard.action)
            assert not grants()[role] & {"*", f"{noun}:*", guard.action}
        else:
            assert grants()[role] & {"*", f"{noun}:*", guard.action}
    with ctx.store.reader() as reader:
        told = reader.rows("SELECT DISTINCT action FROM audit WHERE outcome = 'denied'")
    assert {action for (action,) in told} == denied
    assert bool(denied) == (role != "admin")


@pytest.mark.parametrize("guard", sorted(set(GUARDS.values()), key=str), ids=str)
def test_every_action_is_somebody_s(guard: Guard) -> None:
    assert "admin" in roles_with(policy(), guard.action)
    assert guard.action.count(":") == 1


def test_an_action_that_nobody_named_is_the_admin_s_alone() -> None:
    assert roles_with(policy(), "moon:walk") == ("admin",)


@pytest.mark.parametrize("name", [n for n in GUARDED if GUARDS[n].writes])
def test_looking_back_and_reading_only_refuse_every_write(
    empty_store: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    before = dump(empty_store)
    ctx = replace(context(empty_store), store=Sealed(empty_store))
    required = [
        object()
        for each in list(inspect.signature(FUNCTIONS[name]).parameters.values())[1:]
        if each.default is each.empty
    ]
    past = replace(ctx, as_of=NOW - timedelta(days=2))
    with pytest.raises(UsageError, match="a look at 2026-03-13: it only reads"):
        FUNCTIONS[name](past, *required)
    with pytest.raises(UsageError, match="opened read-only"):
        FUNCTIONS[name](replace(ctx, read_only=True), *required)
    assert dump(empty_store) == before


def test_a_store_that_cannot_note_it_denies_all_the_same(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Locked(Sealed):
        def unit(self, *, durable: bool = True) -> AbstractContextManager[Unit]:
            raise ConflictError("locked")

    ctx = replace(context(empty_store, role="analyst"), store=Locked(empty_store))
    with pytest.raises(DeniedError, match="role analyst may not import:run"):
        authorise(ctx, "import:run")


def test_a_guard_is_kept_by_its_name_and_looks_like_what_it_guards(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellbuoy.services.authorise.GUARDS", {})

    @service("client:read")
    def thing(ctx: Context, name: str, *, more: int = 1) -> str:
        """What it does."""
        return name * more

    assert thing(context(empty_store), "a", more=2) == "aa"
    assert thing.__doc__ == "What it does."
    assert list(inspect.signature(thing).parameters) == ["ctx", "name", "more"]
