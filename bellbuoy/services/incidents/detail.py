"""One incident, whole: its steps, its clocks, and whom it hurts by how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.reading import incident_there
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import moment_at
from core.clients.standing import Standing
from core.health.components import COMPONENTS
from core.health.components.record import Slice
from core.health.moved import shared_out
from core.incidents.timeline import Said, timeline
from core.incidents.types import AffectedClient, Incident, IncidentDetail
from core.sla.clock import ledger
from core.values.instants import from_micros, to_micros
from core.values.money import Money
from storage.engine.reader import Reader
from storage.health.config import current_config
from storage.incidents import reads
from storage.incidents.lists import incidents_of
from storage.incidents.records import updates_of
from storage.simulations.reads import simulated_among

MOST_CLIENTS = 500
"""So many clients of an incident are told one by one."""
RENEWAL_DAYS = 90
_PLACE = [component.id for component in COMPONENTS].index("incidents")


@service("incident:read")
def detail(ctx: Context, key: str) -> IncidentDetail:
    """One incident by its public id, or by that in its source. Points and money of its
    clients are those of today, also in a look at the past. Raises NotFoundError."""
    now_us = to_micros(ctx.now)
    with ctx.reader() as reader:
        found = incident_there(ctx, reader, key)
        arr, renewing = reads.at_stake(reader, found.id, ctx.today, RENEWAL_DAYS)
        ended = found.closed if found.resolved is None else found.resolved
        steps = reads.steps_of(reader, found.id, now_us)
        return IncidentDetail(
            incident=found,
            steps=steps,
            timeline=timeline(found, steps, _said(reader, found.id, now_us)),
            ledger=ledger(
                to_micros(found.opened),
                reads.spans_of(reader, found.id),
                None if ended is None else to_micros(ended),
                now_us,
            ),
            affected=_affected(ctx, reader, found),
            children=reads.children_of(reader, found.id),
            arr=arr,
            renewing=renewing,
        )


def _said(reader: Reader, incident: int, now_us: int) -> list[Said]:
    """What its source has said of it by now."""
    return [
        Said(from_micros(row.at_us), row.said, row.words, row.status)
        for row in updates_of(reader, [incident]).get(incident, ())
        if row.at_us <= now_us
    ]


def _affected(ctx: Context, reader: Reader, found: Incident) -> tuple[AffectedClient, ...]:
    hurt = reads.clients_hurt(reader, found.id, MOST_CLIENTS)
    moment = moment_at(ctx.present, ctx.zone)
    config = current_config(reader)
    numbers = [row[0] for row in hurt]
    standings = {each.id: each for each in standings_at(reader, numbers, moment, config)}
    made_up = simulated_among(reader, numbers)
    return tuple(
        _client(
            ctx, reader, found, row, standings.get(row[0]),
            first=place == 0, simulated=row[0] in made_up,
        )
        for place, row in enumerate(hurt)
    )  # fmt: skip


def _client(
    ctx: Context,
    reader: Reader,
    found: Incident,
    row: Sequence[Any],
    standing: Standing | None,
    *,
    first: bool,
    simulated: bool,
) -> AffectedClient:
    number, key, name, tier, arr, currency, renews, owner = row
    score = None if standing is None else standing.health.score
    return AffectedClient(
        key=key,
        name=name,
        first=first,
        health=score,
        tier=tier,
        points=None if standing is None else _points(ctx, reader, found, number, standing),
        arr=None if currency is None else Money(arr, currency),
        renews=renews,
        owner=owner,
        simulated=simulated,
    )


def _points(
    ctx: Context, reader: Reader, found: Incident, client: int, standing: Standing
) -> int | None:
    """What an incident takes from a client's score: its share of the points that the
    incidents lose together, as the explanation of the score shares them out."""
    health = standing.health
    if health.score is None:
        return None
    lost = health.weights[_PLACE] - health.points[_PLACE]
    moment = moment_at(ctx.present, ctx.zone)
    weighing = [
        each
        for each in incidents_of(reader, client, moment.now_us, moment.window_us)
        if each.penalty
    ]
    slices = [Slice(each.key, "", "", each.penalty, "") for each in weighing]
    shares = {each.id: points for each, points in shared_out(slices, lost)}
    return shares.get(found.key, 0)
