"""An incident of their own for some of the clients of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen as clients_chosen
from bellbuoy.services.incidents.adding import HERE, new_keys
from bellbuoy.services.incidents.changing import How, scores_now
from bellbuoy.services.incidents.selection import number_meant
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.types import Selection
from core.incidents.types import SEVERITIES, Done, Moving
from core.values.errors import ConflictError, UsageError
from core.values.instants import to_micros
from storage.desk.selecting import keys_of
from storage.engine.unit import Unit
from storage.incidents.acting import Links, NewStep, linked_to
from storage.incidents.lives import MOVED, Living, living

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched

_PLAIN = How()


@service("incident:merge", writes=True)
def split(ctx: Context, key: str, clients: Selection, *, how: How = _PLAIN) -> Done:
    """Give some of the linked clients of an incident one of their own, with the same
    title, severity and beginning: what hurts them turned out to be something else.

    Raises ConflictError for a client that is not linked to it, or where it is over;
    UsageError for no client.
    """
    done: list[Done] = []
    with Undone(), ctx.store.unit() as unit:
        number = number_meant(ctx, unit, key)
        found = living(unit, [number])[number]
        wanted = clients_chosen(ctx, unit, clients)
        _refuse(unit, found, wanted)
        done.append(_apart(ctx, unit, found, wanted))
        if how.dry_run:
            done[-1] = replace(done[-1], change=None)
            raise UndoneError
    return done[-1]


def _refuse(unit: Unit, found: Living, wanted: list[int]) -> None:
    if not wanted:
        raise UsageError("no client to split off", "--client C-0002")
    if found.life.status in ("resolved", "closed"):
        raise ConflictError(f"{found.key} is {found.life.status}", "reopen it first")
    linked = linked_to(unit, [found.id]).get(found.id, [])
    strange = [each for each in wanted if each not in linked or each == found.client]
    if strange:
        (name,) = keys_of(unit, strange[:1])
        raise ConflictError(f"{name} is not linked to {found.key}")


def _apart(ctx: Context, unit: Unit, found: Living, wanted: list[int]) -> Done:
    from bellbuoy.services.desk.changing import changing
    from storage.clients.identity import next_id
    from storage.desk.writes import next_numbers
    from storage.health.marks import drop_past_views, mark_changed, mark_history
    from storage.health.unresolved import following_unresolved
    from storage.incidents import acting

    now_us = to_micros(ctx.present)
    number, (key,) = next_id(unit, "incident"), new_keys(unit, 1)
    own, *others = wanted
    gone = [(found.id, client) for client in wanted]
    new = [(number, client) for client in others]
    at = max(now_us, found.life.latest)
    steps = [
        NewStep(found.id, at, "split", "", {"incident": (None, key)}),
        NewStep(number, at, "opened", "", {"split_from": (None, found.key)}),
    ]
    numbers = next_numbers(unit, "incident_step", len(steps))
    links = [acting.link_key(*pair) for pair in (*gone, *new)]
    watched: Watched = {
        "incident": ([found.id], MOVED),
        "incident_client": (links, ()),
        "incident_step": (numbers, ()),
    }
    left = found.linked - len(wanted)
    before = scores_now(ctx, unit, sorted(wanted))
    with (
        changing(ctx, unit, "incident.merge", found.key, watched) as change,
        following_unresolved(unit, [found.id, number]),
    ):
        change.watch("incident", [number])
        acting.put_living(unit, [(found, found._replace(linked=left))])
        acting.insert_incidents(unit, [_row(found, number, key, own, len(others), now_us)])
        acting.put_links(unit, Links(new, gone), now_us, ctx.viewer.name)
        acting.put_steps(unit, numbers, steps, ctx.viewer.name)
    mark_changed(unit, wanted, "incident")
    mark_history(unit, wanted)
    drop_past_views(unit, found.life.opened)
    after = scores_now(ctx, unit, sorted(wanted))
    shown = (
        Moving(found.key, found.title, f"clients: {found.linked + 1}", f"clients: {left + 1}"),
        Moving(key, found.title, "", f"clients: {len(wanted)}"),
    )
    moved = tuple((k, s, after[n][1]) for n, (k, s) in before.items())
    return Done(f"split off {key}", 1, 1, 0, shown, (), moved, change.id)


def _row(
    found: Living, number: int, key: str, client: int, linked: int, now_us: int
) -> dict[str, object]:
    """A copy of an incident for other clients, with its clocks as they stand but for
    what it has waited: that was the other one's."""
    life = found.life
    respond_due = life.respond.began + life.respond.target
    resolve_due = life.resolve.began + life.resolve.target
    status = "open" if life.acknowledged is None else "acknowledged"
    due = resolve_due if life.acknowledged is not None else min(respond_due, resolve_due)
    return {
        "id": number, "key": key, "source": HERE, "external_id": key, "client_id": client,
        "title": found.title, "severity": life.severity,
        "severity_rank": SEVERITIES.index(life.severity or "medium"), "status": status,
        "open_rank": 0, "opened_us": life.opened, "acknowledged_us": life.acknowledged,
        "reopen_count": 0, "known_us": now_us, "backfilled": 0, "digest": "",
        "owner": found.owner, "respond_due_us": respond_due, "resolve_due_us": resolve_due,
        "still_us": 0, "due_us": due, "respond_breach_us": life.respond.breached,
        "own_status": 1, "own_severity": 1, "linked": linked, "rev": 1,
    }  # fmt: skip
