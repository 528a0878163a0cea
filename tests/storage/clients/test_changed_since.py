"""Whoever changed is found by what came since, the same as by looking at everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, looks, news
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.groups import client_groups
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.moves import move as act
from bellbuoy.services.lists import ListWindow
from bellbuoy.services.looks import now_of
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import running, undoing
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Selection
from core.incidents.types import IncidentSelection
from core.values.errors import BellbuoyError
from core.values.instants import to_micros
from storage.clients import changed_since
from storage.clients.changed_since import recent
from storage.engine.reader import Reader
from storage.engine.sqlite_store import SqliteStore
from storage.query.listing import Pace
from tests.fixtures.facts import calls, client, incident, store, subscription
from tests.fixtures.stores import DEMO_NOW, NewStore, move

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHIFTED = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
"""New York changed its clocks on the morning of the day before."""
NAMES = ("acme", "bolt", "cove", "dune", "elm")
ONE = st.sampled_from(NAMES)
QUERIES = (
    "changed:look", "changed<1d", "changed<=1d", "changed<2d", "changed<30h", "changed<3h",
    "changed>=today", "changed>=today-1d", "changed>2026-03-08", "changed:2026-03-07..",
    "changed:2026-03-07..2026-03-08", "changed:2026-03-08", "changed:2026-03",
    "changed:look owner:raj", "changed<2d changed>2h", "changed:look changed<1d",
    "changed:look OR owner:raj", "NOT changed:look", "changed>1h", "changed:any",
    "changed>1960-01-01", "changed>=2026-03-20",
)  # fmt: skip
SORTS = ("", "-changed", "id")


def _calls(ctx: Context, who: str, at: int) -> None:
    """Use that moves its score; some of it of days that are over."""
    fact = calls(ctx, f"use {at}", who, ctx.today - at % 4, 40 * at + 1)
    store(ctx, "event", [fact])
    recompute(ctx)
    backfill(ctx)


def _incident(ctx: Context, who: str, at: int) -> None:
    """From a source, in the middle of its life, or at its end."""
    opened = ctx.present - 30 * HOUR
    ends = {1: {"acknowledged": opened + 20 * HOUR}, 2: {"resolved": opened + 25 * HOUR}}
    fact = incident(f"i{at}", who, opened, **ends.get(at % 3, {}))
    store(ctx, "incident", [fact], historical=at % 2 == 0)


def _steps(ctx: Context, who: str, at: int) -> None:
    """An incident of the desk that hurts another client as well, and is resolved."""
    (made,) = add(ctx, [NewIncident((_key(ctx, who),), f"slow {at}", "high")]).keys
    link(ctx, IncidentSelection((made,)), Selection((_key(ctx, NAMES[at % len(NAMES)]),)))
    act(ctx, IncidentSelection((made,)), ("ack", "resolve", "close")[at % 3])


def _bought(ctx: Context, who: str, at: int) -> None:
    fact = subscription(f"s{at % 3}", who, ctx.today - 40, 1_000 + at)
    store(ctx, "subscription", [fact], historical=at % 2 == 0)


def _note(ctx: Context, who: str, at: int) -> None:
    interactions.add(ctx, (_key(ctx, who),), f"note {at}")


def _owner(ctx: Context, who: str, at: int) -> None:
    assign(ctx, Selection((_key(ctx, who),)), ("raj", "kim", "zoe")[at % 3])


def _undo(ctx: Context, _who: str, _at: int) -> None:
    undo(ctx)


def _look(ctx: Context, _who: str, _at: int) -> None:
    looks.keep(ctx)


def _new(ctx: Context, _who: str, at: int) -> None:
    store(ctx, "client", [client(f"new {at}", ctx.today)])


def _said(ctx: Context, who: str, at: int) -> None:
    store(ctx, "client", [client(who, ctx.today - 60, plan=f"plan {at % 2}")])


ACTS: dict[str, Callable[[Context, str, int], None]] = {
    "calls": _calls, "incident": _incident, "steps": _steps, "bought": _bought,
    "note": _note, "owner": _owner, "undo": _undo, "look": _look, "new": _new, "said": _said,
}  # fmt: skip
_acts = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), ONE), max_size=8)


def _key(ctx: Context, name: str) -> str:
    with ctx.reader() as reader:
        return str(
            reader.value(
                "SELECT c.key FROM client c JOIN client_identity n ON n.client_id = c.id"
                " WHERE n.external_id = ?",
                (name,),
            )
        )


def _done(ctx: Context, acts: list[tuple[str, str]]) -> None:
    """What happens in three days, some hours apart; what cannot be done is not."""
    end = ctx.present
    move(ctx, end - 3 * DAY)
    store(ctx, "client", [client(name, ctx.today - 60) for name in NAMES])
    recompute(ctx)
    for at, (what, who) in enumerate(acts):
        move(ctx, end - 3 * DAY + (at + 1) * 8 * HOUR)
        try:
            ACTS[what](ctx, who, at)
        except BellbuoyError:
            continue
    move(ctx, end)


@contextmanager
def _to(few: int, many: int) -> Iterator[None]:
    """Lists narrowed up to so many, counts up to so many."""
    with patch.multiple(changed_since, FEW=few, MANY=many):
        yield


def _told(ctx: Context, query: str) -> list[object]:
    """All that a list, a count, groups and the line of news say of it, whether the list
    is walked in its order or looked through."""
    found: list[object] = [clients.count(ctx, query), news.changed(ctx, query)]
    found.append(client_groups(ctx, f"{query} by:owner").groups)
    for sort in SORTS:
        window = clients.window(ctx, query, sort or None).window
        with ctx.reader() as reader:
            rows = window.page(reader, 0)
            assert [window.position(reader, row.id) for row in rows] == [*range(len(rows))]
            hurried = replace(window.listing, pace=Pace(patience_s=0))
            assert ListWindow(hurried, window.describe).page(reader, 0) == rows
            assert window.listing.count_to(reader, 99) == len(rows)
        found.append([(row.key, row.changed) for row in rows])
    return found


def _the_same_each_way(ctx: Context, query: str) -> None:
    with _to(-1, -1):
        everybody = _told(ctx, query)
    for few, many in ((100, 100), (-1, 100)):
        with _to(few, many):
            assert _told(ctx, query) == everybody


@given(_acts, st.sampled_from(QUERIES), st.sampled_from(["UTC", "America/New_York"]))
@settings(max_examples=25, deadline=None)
def test_what_is_found_so_is_what_is_found_by_looking_at_everybody(
    new_store: NewStore, acts: list[tuple[str, str]], query: str, zone: str
) -> None:
    ctx = new_store(zone, SHIFTED)
    _done(ctx, acts)
    _the_same_each_way(ctx, query)


def test_a_run_and_its_end_are_found_too(new_demo: NewStore) -> None:
    ctx = new_demo(DEMO_NOW)
    looks.keep(ctx)
    run = running.run(ctx, "outage", Selection(("C-0007", "C-0009")), {})
    _the_same_each_way(ctx, "changed:look")
    assert clients.count(ctx, "changed>=today") > 0
    undoing.undo(ctx, [run.number])
    recompute(ctx)
    _the_same_each_way(ctx, "changed:look")


def test_a_clock_that_was_set_back_loses_nobody(new_store: NewStore) -> None:
    ctx = new_store("America/New_York", SHIFTED)
    _done(ctx, [("calls", "acme"), ("note", "bolt"), ("steps", "cove"), ("owner", "dune")])
    for back in (HOUR, DAY, 3 * DAY):
        move(ctx, SHIFTED - back)
        for query in ("changed:look", "changed<2d", "changed>=today", "changed:2026-03-08"):
            _the_same_each_way(ctx, query)


def test_so_many_are_found_as_there_are_news(new_store: NewStore) -> None:
    ctx = new_store()
    _done(ctx, [])
    move(ctx, ctx.present + DAY)
    since_us = to_micros(ctx.now)
    move(ctx, ctx.present + HOUR)
    for at, what in enumerate(("incident", "bought", "note", "owner", "said")):
        ACTS[what](ctx, NAMES[at], at=1 + 2 * at)
        with ctx.reader() as reader, _to(at, at + 1):
            assert len(_found(reader, ctx, since_us)) == at + 1
        with ctx.reader() as reader, _to(at, at):
            assert recent(reader, now_of(ctx), since_us) is None
    with ctx.reader() as reader:
        assert _found(reader, ctx, to_micros(ctx.now) + 1) == set()
        assert recent(reader, now_of(ctx), 0) is None, "of before 1970 no index knows"


def _found(reader: Reader, ctx: Context, since_us: int) -> set[int]:
    found = recent(reader, now_of(ctx), since_us)
    assert found is not None
    among = reader.rows(f"SELECT c.id FROM client c WHERE {found.sql}", found.params)
    return {number for (number,) in among}


def test_no_table_is_read_whole(new_store: NewStore) -> None:
    ctx = new_store()
    if not isinstance(ctx.store, SqliteStore):
        pytest.skip("PostgreSQL reads a table of a few rows whole, whatever its indexes")
    with ctx.reader() as reader:
        found = recent(reader, now_of(ctx), 1)
        assert found is not None
        sql = f"EXPLAIN QUERY PLAN SELECT c.id FROM client c WHERE {found.sql}"
        plan = [str(row[3]) for row in reader.rows(sql, found.params)]
    ways = [step for step in plan if step.startswith(("SEARCH", "SCAN"))]
    assert len(ways) == 21
    assert [step for step in ways if not step.startswith("SEARCH")] == []
