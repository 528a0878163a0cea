"""Incidents that are written down here: by a person, or as a monitor reports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import scores_now
from bellbuoy.services.incidents.new import NewIncident as NewIncident
from bellbuoy.services.incidents.whole import (
    NOTHING,
    along,
    here_already,
    life_of,
    sound,
    spans_of,
    steps_of,
)
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.wording import LONGEST_LINE, LONGEST_TEXT, person, written
from core.incidents.life import Life
from core.incidents.status import parse_severity
from core.incidents.types import Done, Moving
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
from storage.incidents.lives import WRITTEN, row_of
from storage.incidents.targets import stored_targets

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

HERE = "here"
"""The source of what was written down here."""
MOST = 100_000
_PREFIX = "INC-N"


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
        here |= here_already(unit, HERE, wanted)
        new = [each for each in wanted if each.key is None or each.key not in here]
        fresh = list({id(each): each for each in new}.values())
        made: dict[int, str] = {}
        told = Done("add", len(wanted), len(fresh), len(wanted) - len(fresh), (), ())
        if fresh:
            others = _Others(wanted, here)
            told, made = _written(ctx, unit, fresh, known, others, told)
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
    now_us = to_micros(ctx.present)
    lived = new.lived
    if lived is not None:
        lived = sound(lived, now_us if new.at_us is None else new.at_us, now_us)
    return replace(
        new,
        severity=severity or "medium",
        title=written(new.title, "the title", LONGEST_LINE),
        key=None if new.key is None else written(new.key, "the key", LONGEST_LINE),
        owner=None if new.owner is None else person(new.owner),
        note=written(new.note, "the note", LONGEST_TEXT) if new.note else "",
        lived=lived,
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
    others: _Others,
    told: Done,
) -> tuple[Done, dict[int, str]]:
    from bellbuoy.services.desk.changing import changing
    from storage.clients.identity import next_id
    from storage.desk.writes import next_numbers
    from storage.health.marks import drop_past_views, mark_changed, mark_history
    from storage.health.unresolved import following_unresolved
    from storage.incidents.acting import link_key
    from storage.incidents.still import put_still, still_key

    first = next_id(unit, "incident")
    keys = new_keys(unit, len(fresh))
    made = dict(zip(range(first, first + len(fresh)), keys, strict=True))
    now_us = to_micros(ctx.present)
    rows, links, steps, spans = _rows_of(unit, fresh, made, (known, others), now_us)
    numbers = next_numbers(unit, "incident_step", len(steps))
    watched: Watched = {
        "incident": (list(made), ()),
        "incident_client": ([link_key(*pair) for pair in links], ()),
        "incident_step": (numbers, ()),
        "incident_still": ([still_key(*span[:2]) for span in spans], ()),
    }
    target = keys[0] if len(keys) == 1 else f"{len(keys):,} incidents"
    hurt = sorted(set(known.values()))
    before = scores_now(ctx, unit, hurt)
    with (
        changing(ctx, unit, "incident.add", target, watched) as change,
        following_unresolved(unit, list(made)),
    ):
        insert_incidents(unit, rows)
        put_links(unit, Links(links), now_us, ctx.viewer.name)
        put_steps(unit, numbers, steps, ctx.viewer.name)
        put_still(unit, spans)
    hurt = sorted(hurt_by(unit, made))
    mark_changed(unit, hurt, "incident")
    early = min(new.at_us or now_us for new in fresh)
    if early < now_us:
        mark_history(unit, hurt)
    drop_past_views(unit, early)
    after = scores_now(ctx, unit, hurt)
    moved = tuple((k, s, after[n][1]) for n, (k, s) in before.items() if n in after)
    shown = tuple(
        Moving(key, new.title, "", f"{(new.lived or NOTHING).status}, {new.severity}")
        for key, new in zip(keys[:20], fresh, strict=False)
    )
    return replace(told, first=shown, scores=moved, change=change.id), made


class _Others(NamedTuple):
    """All that came, and which of it is here already: key to public id."""

    wanted: Sequence[NewIncident]
    here: dict[str, str]


class _Rows(NamedTuple):
    """What is written of new incidents: rows, links, steps, and spans of their clocks."""

    incidents: list[dict[str, Any]]
    links: list[tuple[int, int]]
    steps: list[NewStep]
    spans: list[tuple[int, int, int | None]]


def _rows_of(
    unit: Unit,
    fresh: Sequence[NewIncident],
    made: dict[int, str],
    meant: tuple[dict[str, int], _Others],
    now_us: int,
) -> _Rows:
    """Rows of new incidents; `meant` are their clients, and what else came along."""
    known, others_here = meant
    plans, targets = plans_of(unit, sorted(set(known.values()))), stored_targets(unit)
    fresh_numbers = {
        new.key: number for number, new in zip(made, fresh, strict=True) if new.key
    }
    named = along(unit, others_here.wanted, others_here.here, fresh_numbers)
    found = _Rows([], [], [], [])
    for (number, key), new in zip(made.items(), fresh, strict=True):
        own, *others = dict.fromkeys(known[name] for name in new.clients)
        target = targets.of(parse_severity(new.severity), plans.get(own))
        opened = now_us if new.at_us is None else new.at_us
        lived = new.lived or NOTHING
        life = life_of(new, opened, target, named.get(lived.duplicate_of or ""))
        row = _row(now_us, number, key, new, own, life)
        row |= {"linked": len(others), "parent_id": named.get(lived.parent or "")}
        found.incidents.append(row)
        found.links.extend((number, client) for client in others)
        found.steps.extend(steps_of(number, opened, new))
        found.spans.extend(spans_of(number, new))
    return found


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
    now_us: int, number: int, key: str, new: NewIncident, client: int, life: Life
) -> dict[str, Any]:
    """The columns of a new incident."""
    return {
        "id": number, "key": key, "source": HERE, "external_id": new.key or key,
        "client_id": client, "title": new.title, "opened_us": life.opened,
        "impact": new.impact, "known_us": now_us, "backfilled": 0, "digest": "",
        "owner": new.owner, "own_status": 1, "own_severity": 1, "rev": 1,
        **dict(zip(WRITTEN, row_of(life), strict=True)),
    }  # fmt: skip
