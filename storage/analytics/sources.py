"""Clients and incidents as rows that are grouped, today or at a past moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storage.clients.changed import Now
from storage.clients.lists import client_columns
from storage.incidents.lists import incident_columns
from storage.query.columns import ColumnSql
from storage.query.groups import GroupSource
from storage.simulations.reads import MADE_UP

_LIVE = "client c"
_SCORE = {"s": " JOIN score s ON s.client_id = c.id"}
_CLIENT = {"c": " JOIN client c ON c.id = i.client_id"}
_COMPONENT = {"gc": " LEFT JOIN incident_component gc ON gc.incident_id = i.id"}
_PAST = "past_client p JOIN client c ON c.id = p.client_id"
# A client shows one currency; what it pays in others stands beside it.
_OTHERS = " JOIN client_arr a ON a.client_id = c.id AND a.currency <> c.currency"
_OTHER = {"arr": ColumnSql("a.arr_minor", currency="a.currency")}


def client_source(
    where: str,
    params: Mapping[str, Any],
    view: int | None,
    *,
    active: bool = False,
    now: Now | None = None,
) -> GroupSource:
    """The clients of a compiled condition; `active` leaves out who is none on that
    day; changes are told at `now`. Today money is added over every currency of a client, in
    a look at a past day over the one that its list row shows, as in the overview."""
    columns = client_columns(view, now=now)
    if view is None:
        live = f"c.live = 1 AND ({where})" if active else where
        return GroupSource(_LIVE, live, columns, params, _SCORE, _OTHERS, _OTHER)
    there = "p.status <> 'churned' AND " if active else ""
    where = f"p.view_id = :view AND {there}({where})"
    return GroupSource(_PAST, where, columns, {**params, "view": view})


def incident_source(
    where: str, params: Mapping[str, Any], *, past: bool, now_us: int, known_us: int | None
) -> GroupSource:
    """The incidents of a compiled condition, as they stood at a moment; what became
    known after `known_us` is left out."""
    where = f"i.opened_us <= :now AND ({where})" if past else where
    params = {**params, "now": now_us}
    if known_us is not None:
        where, params = f"i.known_us <= :known AND ({where})", {**params, "known": known_us}
    return GroupSource(
        "incident i", where, incident_columns(past), params, _CLIENT | _COMPONENT
    )


def reached_clients(source: GroupSource) -> GroupSource:
    """Those of some clients whom a run in force has reached."""
    reached = "c.id IN (SELECT client_id FROM simulated_client)"
    return replace(source, where=f"({source.where}) AND {reached}")


def made_up(source: GroupSource) -> GroupSource:
    """Those of some incidents that a run in force has opened."""
    return replace(source, where=f"({source.where}) AND {MADE_UP}")
