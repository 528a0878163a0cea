"""What follows where a change is taken back: the same as where it was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.health.types import HealthConfig
from core.jobs.types import JobPlan
from core.values.errors import ConflictError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.incidents.hurt import Hurt
    from core.operations.undo import Step
    from storage.audit.steps import KeptRow
    from storage.audit.writes import Change
    from storage.engine.unit import Unit


@dataclass(frozen=True, slots=True)
class Taking:
    """A change that is being taken back, or done again: the first of its chain, the
    rows as the last of it kept them, and the change set that comes of it. What follows
    may add to what that one tells (`told`). `hurt`: of one that goes back in portions,
    whom it concerns, to be marked once at the end; None: at once."""

    first: Step
    rows: tuple[KeptRow, ...]
    change: Change
    told: dict[str, object] = field(default_factory=dict)
    hurt: Hurt | None = None


@contextmanager
def nothing_else(_ctx: Context, _unit: Unit, _taking: Taking) -> Iterator[None]:
    """The rows say it all."""
    yield


def formula_again(ctx: Context, unit: Unit, taking: Taking) -> dict[str, object]:
    """Put the formula of before in force under the next name; what differs by it. A
    version that was in force stays one: scores, and days that are over, name it."""
    from storage.health.config import current_config

    return formula_upon(ctx, unit, taking, current_config(unit))


def formula_upon(
    ctx: Context, unit: Unit, taking: Taking, now: HealthConfig
) -> dict[str, object]:
    """The same where `now` is in force, or was until its row was put back."""
    from bellbuoy.services.settings import next_version, put_in_force
    from core.health.formula import differences
    from storage.health.config import config_of

    row = next(row for row in taking.rows if row.key == "health.config")
    wanted = HealthConfig().version if row.before is None else str(row.before["value"])
    following = replace(config_of(unit, wanted), version=next_version(now.version))
    put_in_force(ctx, unit, now, following)
    return {"changed": differences(now, following), "version": following.version}


def simulation_goes_back(ctx: Context, unit: Unit, taking: Taking) -> dict[str, object]:
    """All that a run wrote goes, and what it changed is set back."""
    from bellbuoy.services.simulations.undoing import run_goes_back

    return run_goes_back(ctx, unit, int(taking.first.target.removeprefix("run ")))


@contextmanager
def clock_changes(ctx: Context, unit: Unit, _taking: Taking) -> Iterator[None]:
    """It may stand there, and every score is due again."""
    from bellbuoy.services.folded import refuse_folded
    from core.values.instants import local_day
    from storage.health.marks import mark_everyone
    from storage.store.reads import parse_clock, settings

    yield
    clock = parse_clock(settings(unit).get("clock", "live"))
    if clock.instant is not None:
        refuse_folded(unit, local_day(clock.instant, ctx.zone) - 1)
    mark_everyone(unit, "clock")


@contextmanager
def schedule_changes(ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """Slots of the line that ends are settled; the other counts from now."""
    from bellbuoy.services.supervision.schedule import pass_by
    from storage.jobs.marks import mark_of

    plan, mark = _plan(unit, taking), mark_of(unit, taking.first.target)
    if plan is not None and mark.paused is None:
        pass_by(ctx, unit, plan, mark, "while the schedule changed")
    yield


@contextmanager
def job_goes_on(ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """Where a pause ends, slots that went by meanwhile stay skipped."""
    from bellbuoy.services.supervision.schedule import pass_by
    from storage.jobs.marks import mark_of

    plan, mark = _plan(unit, taking), mark_of(unit, taking.first.target)
    if plan is not None and mark.paused is not None:
        pass_by(ctx, unit, plan, mark, "while it was paused")
    yield


def _plan(unit: Unit, taking: Taking) -> JobPlan | None:
    """The job with the line in force; None where this store knows it no more."""
    from storage.jobs.plans import plans, rewritten

    found = (plan for plan in plans(unit) if plan.id == taking.first.target)
    plan = next(found, None)
    return None if plan is None else rewritten(unit, plan)


@contextmanager
def rule_changes(ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """Alerts of what it asked end, and it is looked at anew."""
    from bellbuoy.services.alerts.rules import end_alerts
    from storage.alerts import rules as stored

    name = taking.first.target
    before = stored.rules(unit).get(name)
    yield
    after = stored.rules(unit).get(name)
    if after is not None:
        missing = [each for each in after.channels if each not in stored.channels(unit)]
        if missing:
            raise ConflictError(
                f"rule {name} would ring through {', '.join(missing)}, which is gone",
                "bellbuoy alert channels",
            )
    stored.forget_look(unit, name)
    if before is not None:
        end_alerts(ctx, unit, before, after, taking.change)


@contextmanager
def channel_changes(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """It may not go while a rule rings through it."""
    from storage.alerts import rules as stored

    yield
    name = taking.first.target
    if name in stored.channels(unit):
        return
    users = [rule.name for rule in stored.rules(unit).values() if name in rule.channels]
    if users:
        raise ConflictError(f"rules ring through {name}: {', '.join(users)}")


@contextmanager
def quiet_changes(ctx: Context, unit: Unit, _taking: Taking) -> Iterator[None]:
    """What was only held back is looked at again."""
    from storage.alerts.windows import release_held

    yield
    release_held(unit, ctx.wall_us)


@contextmanager
def shared_name_is_free(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """A view that is shared again needs its name, which somebody may have taken."""
    from bellbuoy.services.views.writing import refuse_taken

    for row in taking.rows:
        name = None if row.before is None else row.before.get("shared_key")
        if name is not None:
            refuse_taken(unit, str(name), row.key)
    yield


@contextmanager
def owners_go_back(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """The counters by owner follow, and alerts are looked at."""
    from bellbuoy.services.desk.many import owners_follow
    from storage.desk.many import mark_many

    clients = [int(row.key) for row in taking.rows if row.table == "client"]
    with owners_follow(unit, clients):
        yield
    mark_many(unit, clients, taking.first.action)


@contextmanager
def clients_change(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """Their alerts are looked at."""
    from storage.desk.many import mark_many

    yield
    clients = {int(row.key.partition(":")[0]) for row in taking.rows}
    mark_many(unit, sorted(clients), taking.first.action)


@contextmanager
def playbook_goes(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """A playbook may not go while clients follow it, or did."""
    from bellbuoy.services.playbooks.definitions import refuse_followed

    yield
    for row in taking.rows:
        if row.before is None:
            refuse_followed(unit, row.key)


@contextmanager
def incidents_go_back(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """The counters of open incidents follow; clients that were hurt, or are again, are
    scored anew, and days that are over too. The rows of an incident may go back in
    different portions."""
    from bellbuoy.services.incidents.hurt import Hurt
    from storage.health.unresolved import following_unresolved
    from storage.incidents.acting import earliest, hurt_by

    own = sorted({int(row.key) for row in taking.rows if row.table == "incident"})
    ids = {*own, *(n for row in taking.rows if (n := _incident_of(row)) is not None)}
    hurt, first = hurt_by(unit, ids), earliest(unit, ids)
    with following_unresolved(unit, own):
        yield
    hurt |= hurt_by(unit, ids)
    whom = Hurt() if taking.hurt is None else taking.hurt
    firsts = [each for each in (first, earliest(unit, ids)) if each is not None]
    if firsts:
        whom.add(hurt, hurt, min(firsts))
    if taking.hurt is None:
        whom.mark(unit)


def _incident_of(row: KeptRow) -> int | None:
    """The incident that a link or a span is of."""
    if row.table not in ("incident_client", "incident_still"):
        return None
    return int(row.key.partition(":")[0])


@contextmanager
def targets_go_back(_ctx: Context, unit: Unit, _taking: Taking) -> Iterator[None]:
    """Open incidents run by the targets of before; what was breached stays."""
    from storage.incidents.lives import follow_open

    yield
    follow_open(unit)


@contextmanager
def followed_once(_ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """A client that follows the playbook again by now does not follow it twice."""
    from storage.playbooks.reads import follow_of_key

    for row in taking.rows:
        key = None if row.before is None else row.before.get("open_key")
        other = None if key is None else follow_of_key(unit, str(key))
        if other is not None and str(other.id) != row.key:
            raise ConflictError(
                f"{other.client} follows {other.playbook} again: {other.key}",
                f"bellbuoy playbook close {other.key} --outcome stopped",
            )
    yield
