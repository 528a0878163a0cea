"""Incidents that are written down here: by a person, or as a monitor reports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import scores_now
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.wording import LONGEST_LINE, LONGEST_TEXT, person, written
from core.incidents.life import clocks
from core.incidents.status import parse_severity, severity_rank
from core.incidents.targets import Target
from core.incidents.types import Done, Moving
from core.sla.clock import due
from core.values.errors import RowError, UsageError
from core.values.instants import to_micros
from storage.desk.clients import numbers_of as clients_by_key
from storage.incidents.acting import (
    Links,
    NewStep,
    hurt_by,
    insert_incidents,
    numbers_of,
    put_links,
    put_steps,
)
from storage.incidents.adding import named_here, plans_of
from storage.incidents.targets import stored_targets

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

HERE = "here"
"""The source of what was written down here."""
MOST = 100_000
_PREFIX = "INC-N"


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident to be written down. `clients` are public ids, or names that mean one,
    the first one first; `key` tells it apart: one of a key is made once. `at_us` is when
    it began (microseconds, None: now); `where` stands before what is wrong with it."""

    clients: tuple[str, ...]
    title: str
    severity: str = "medium"
    key: str | None = None
    impact: str | None = None
    owner: str | None = None
    note: str = ""
    at_us: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """`keys` are the public ids, new or not, in the order in which they were given."""

    done: Done
    keys: tuple[str, ...]


@service("incident:add", writes=True)
def add(ctx: Context, wanted: Sequence[NewIncident], *, dry_run: bool = False) -> Added:
    """Write incidents down, all in one change. One whose key was written down before
    stays as it is. Raises NotFoundError for a client that there is not; UsageError."""
    if len(wanted) > MOST:
        raise UsageError(f"{len(wanted):,} incidents at once; at most {MOST:,}")
    wanted = _each_once([_checked(ctx, each) for each in wanted])
    names = list(dict.fromkeys(name for each in wanted for name in each.clients))
    known = dict(zip(names, _clients(ctx, names), strict=True))
    done: list[Added] = []
    with Undone(), ctx.store.unit() as unit:
        here = named_here(unit, HERE, [each.key for each in wanted if each.key is not None])
        new = [each for each in wanted if each.key is None or each.key not in here]
        fresh = list({id(each): each for each in new}.values())
        made: dict[int, str] = {}
        told = Done("add", len(wanted), len(fresh), len(wanted) - len(fresh), (), ())
        if fresh:
            told, made = _written(ctx, unit, fresh, known, told)
        places = {id(each): key for each, key in zip(fresh, made.values(), strict=True)}
        keys = tuple(places.get(id(each)) or here[str(each.key)] for each in wanted)
        done.append(Added(told, keys))
        if dry_run:
            done[-1] = Added(replace(told, change=None), keys)
            raise UndoneError
    return done[-1]


def _checked(ctx: Context, new: NewIncident) -> NewIncident:
    try:
        return _sound(ctx, new)
    except UsageError as fault:
        raise UsageError(f"{new.where}{fault.message}", fault.hint) from None


def _sound(ctx: Context, new: NewIncident) -> NewIncident:
    if not new.clients:
        raise UsageError("an incident hurts somebody", "--client C-0001")
    if new.at_us is not None and not 0 <= new.at_us <= to_micros(ctx.present):
        raise UsageError("it cannot have begun later than now, or before 1970")
    try:
        severity = parse_severity(new.severity)
    except RowError as fault:
        raise UsageError(str(fault)) from None
    return replace(
        new,
        severity=severity or "medium",
        title=written(new.title, "the title", LONGEST_LINE),
        key=None if new.key is None else written(new.key, "the key", LONGEST_LINE),
        owner=None if new.owner is None else person(new.owner),
        note=written(new.note, "the note", LONGEST_TEXT) if new.note else "",
    )


def _each_once(wanted: Sequence[NewIncident]) -> list[NewIncident]:
    """Those of one key once, as they came first."""
    met: dict[str, NewIncident] = {}
    return [each if each.key is None else met.setdefault(each.key, each) for each in wanted]


def _clients(ctx: Context, names: Sequence[str]) -> list[int]:
    """A number for each name, also where two names mean one client."""
    with ctx.reader() as reader:
        known = clients_by_key(reader, names)
    return [known[name] if name in known else identify(ctx, name) for name in names]


def _written(
    ctx: Context,
    unit: Unit,
    fresh: Sequence[NewIncident],
    known: dict[str, int],
    told: Done,
) -> tuple[Done, dict[int, str]]:
    from bellbuoy.services.desk.changing import changing
    from storage.clients.identity import next_id
    from storage.desk.writes import next_numbers
    from storage.health.marks import drop_past_views, mark_changed, mark_history
    from storage.health.unresolved import following_unresolved
    from storage.incidents.acting import link_key

    first = next_id(unit, "incident")
    keys = new_keys(unit, len(fresh))
    made = dict(zip(range(first, first + len(fresh)), keys, strict=True))
    now_us = to_micros(ctx.present)
    plans, targets = plans_of(unit, sorted(set(known.values()))), stored_targets(unit)
    rows, links, steps = [], [], []
    for number, key, new in zip(made, keys, fresh, strict=True):
        own, *others = dict.fromkeys(known[name] for name in new.clients)
        target = targets.of(parse_severity(new.severity), plans.get(own))
        rows.append(_row(now_us, number, key, new, own, target, len(others)))
        links += [(number, client) for client in others]
        what = {"severity": (None, new.severity)}
        steps.append(NewStep(number, new.at_us or now_us, "opened", new.note, what))
    numbers = next_numbers(unit, "incident_step", len(steps))
    watched: Watched = {
        "incident": (list(made), ()),
        "incident_client": ([link_key(*pair) for pair in links], ()),
        "incident_step": (numbers, ()),
    }
    named = keys[0] if len(keys) == 1 else f"{len(keys):,} incidents"
    hurt = sorted(set(known.values()))
    before = scores_now(ctx, unit, hurt)
    with (
        changing(ctx, unit, "incident.add", named, watched) as change,
        following_unresolved(unit, list(made)),
    ):
        insert_incidents(unit, rows)
        put_links(unit, Links(links), now_us, ctx.viewer.name)
        put_steps(unit, numbers, steps, ctx.viewer.name)
    hurt = sorted(hurt_by(unit, made))
    mark_changed(unit, hurt, "incident")
    early = min(new.at_us or now_us for new in fresh)
    if early < now_us:
        mark_history(unit, hurt)
    drop_past_views(unit, early)
    after = scores_now(ctx, unit, hurt)
    moved = tuple((k, s, after[n][1]) for n, (k, s) in before.items() if n in after)
    shown = tuple(
        Moving(key, new.title, "", f"open, {new.severity}")
        for key, new in zip(keys[:20], fresh, strict=False)
    )
    return replace(told, first=shown, scores=moved, change=change.id), made


def new_keys(unit: Unit, many: int) -> list[str]:
    """Public ids that no incident has, and none has had."""
    from storage.desk.writes import next_numbers

    found: list[str] = []
    while len(found) < many:
        fresh = [f"{_PREFIX}{n}" for n in next_numbers(unit, "incident", many - len(found))]
        taken = numbers_of(unit, fresh)
        found += [key for key in fresh if key not in taken]
    return found


def _row(
    now_us: int,
    number: int,
    key: str,
    new: NewIncident,
    client: int,
    target: Target,
    linked: int,
) -> dict[str, Any]:
    """The columns of a new incident, in the order of the table."""
    opened = now_us if new.at_us is None else new.at_us
    respond, resolve = clocks(opened, None, None, target)
    return {
        "id": number, "key": key, "source": HERE, "external_id": new.key or key,
        "client_id": client, "title": new.title, "severity": new.severity,
        "severity_rank": severity_rank(new.severity), "status": "open", "open_rank": 0,
        "opened_us": opened, "impact": new.impact, "reopen_count": 0, "known_us": now_us,
        "backfilled": 0, "digest": "", "owner": new.owner, "respond_due_us": due(respond),
        "resolve_due_us": due(resolve), "still_us": 0, "due_us": due(respond),
        "own_status": 1, "own_severity": 1, "linked": linked, "rev": 1,
    }  # fmt: skip
