"""What changed since somebody looked: told alike by SQL, by Python and by counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands.client_rows import client_row
from bellbuoy.services import clients, conditions, looks, news
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.groups import client_groups
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.moves import move as act
from bellbuoy.services.lists import looking, query_context
from bellbuoy.services.undo.taking_back import undo
from core.access.types import Viewer
from core.clients.types import ClientRow
from core.desk.types import Selection
from core.incidents.types import IncidentSelection
from core.query.evaluate import matches
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.values.errors import DeniedError, UsageError
from core.values.instants import day_end, from_micros, to_micros
from storage.engine.unit import Unit, bulk_insert
from storage.health.tables import ScoreHistory
from storage.incidents.tables import Incident
from tests.bellbuoy.services.desk.working import some_clients
from tests.fixtures.many import as_row
from tests.fixtures.stores import NOW, NewStore, move

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_HISTORY = ("client_id", "day", "score", "tier", "config", "recorded_us", "backfilled")


def _rows(ctx: Context, query: str = "") -> dict[str, ClientRow]:
    return {row.key: row for row in clients.page(ctx, query, sort="id", limit=1000).rows}


def _told(ctx: Context, query: str = "") -> dict[str, tuple[datetime | None, int | None, bool]]:
    return {key: (row.changed, row.moved, row.fresh) for key, row in _rows(ctx, query).items()}


def _score(
    unit: Unit, client: int, day: int, score: int | None, at: datetime | None, tier: str = "x"
) -> None:
    """A row of history; `at` None: it was computed afterwards."""
    us = 0 if at is None else to_micros(at)
    row = (client, day, score, tier, "c", us, int(at is None))
    unit.bulk(bulk_insert(ScoreHistory, _HISTORY), [row])
    unit.run("UPDATE client SET score = ? WHERE id = ?", (score, client))


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store, 6)


def test_a_score_counts_when_it_was_recorded(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        _score(unit, 1, ctx.today - 40, 70, NOW - 40 * DAY)
        _score(unit, 1, ctx.today - 2, 50, NOW - 2 * DAY - HOUR)
        _score(unit, 1, ctx.today, 38, NOW - HOUR)
    row = _rows(ctx, "changed<=2d")["C-1"]
    assert row.changed == NOW - HOUR
    assert row.moved == 38 - 70


def test_a_month_end_without_a_change_is_none(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        _score(unit, 1, ctx.today - 40, None, NOW - 40 * DAY, "unknown")
        _score(unit, 1, ctx.today - 15, None, NOW - 15 * DAY, "unknown")
        _score(unit, 2, ctx.today - 40, 50, NOW - 40 * DAY, "a")
        _score(unit, 2, ctx.today - 15, 50, NOW - 15 * DAY, "b")
    found = _rows(ctx)
    assert found["C-1"].changed == NOW - 40 * DAY
    assert found["C-2"].changed == NOW - 15 * DAY


def test_a_day_computed_afterwards_counts_at_its_end(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        _score(unit, 1, ctx.today - 3, 50, None)
        _score(unit, 2, ctx.today, 50, None)
    found = _rows(ctx)
    assert found["C-1"].changed == day_end(ctx.today - 3, ctx.zone)
    assert found["C-2"].changed == NOW, "nothing lies ahead"


def test_what_people_do_counts_and_so_does_taking_it_back(ctx: Context) -> None:
    looks.keep(ctx)
    move(ctx, NOW + HOUR)
    assign(ctx, Selection(("C-1",)), "zoe")
    interactions.add(ctx, ("C-2",), "spoke to them")
    assert [key for key, row in _rows(ctx).items() if row.fresh] == ["C-1", "C-2"]
    looks.keep(ctx)
    assert not any(row.fresh for row in _rows(ctx).values())
    move(ctx, NOW + 2 * HOUR)
    undo(ctx, 1)
    assert [key for key, row in _rows(ctx).items() if row.fresh] == ["C-1"]
    assert _rows(ctx)["C-1"].changed == NOW + 2 * HOUR


def test_incidents_count_as_they_are_known_taken_and_resolved(ctx: Context) -> None:
    columns = (
        "id", "key", "source", "external_id", "client_id", "title", "severity_rank", "status",
        "open_rank", "opened_us", "acknowledged_us", "resolved_us", "reopen_count",
        "known_us", "backfilled", "digest",
    )  # fmt: skip
    old, known, taken, over = (to_micros(NOW - n * HOUR) for n in (90, 3, 2, 1))
    rows = [
        (1, "I-1", "s", "1", 1, "t", 1, "open", 0, old, None, None, 0, known, 0, ""),
        (2, "I-2", "s", "2", 2, "t", 1, "open", 0, old, taken, None, 0, known, 0, ""),
        (3, "I-3", "s", "3", 3, "t", 1, "resolved", 9, old, taken, over, 0, known, 0, ""),
    ]
    with ctx.store.unit() as unit:
        unit.bulk(bulk_insert(Incident, columns), rows)
    found = _rows(ctx, "changed<4h")
    assert {key: row.changed for key, row in found.items()} == {
        "C-1": NOW - 3 * HOUR, "C-2": NOW - 2 * HOUR, "C-3": NOW - HOUR,
    }  # fmt: skip


def test_the_score_of_a_look_is_that_of_its_day_where_it_stood_by_then(ctx: Context) -> None:
    looks.keep(ctx)
    day = ctx.today
    with ctx.store.unit() as unit:
        _score(unit, 1, day - 1, 60, NOW - DAY)
        _score(unit, 1, day, 50, NOW - HOUR)
        _score(unit, 1, day + 1, 47, NOW + DAY)
        _score(unit, 2, day - 1, 60, NOW - DAY)
        _score(unit, 2, day, 50, NOW + HOUR)
        _score(unit, 3, day, 50, NOW + HOUR)
    move(ctx, NOW + DAY)
    found = _rows(ctx)
    assert [found[f"C-{n}"].moved for n in (1, 2, 3, 4)] == [-3, -10, None, None]
    assert client_row(found["C-2"])["moved"] == -10


def test_a_look_is_ones_own_and_goes_forward(ctx: Context) -> None:
    other = replace(ctx, viewer=Viewer("raj", "rep"))
    assert (looks.last(ctx), looks.last(other), news.changed(ctx, "")) == (None, None, None)
    looks.keep(ctx)
    move(ctx, NOW - HOUR)
    looks.keep(ctx)
    assert (looks.last(ctx), looks.last(other)) == (NOW, None)
    move(ctx, NOW + HOUR)
    looks.keep(other)
    assert (looks.last(ctx), looks.last(other)) == (NOW, NOW + HOUR)


def test_who_may_not_or_looks_back_keeps_nothing(ctx: Context) -> None:
    auditor = replace(ctx, viewer=Viewer("zoe", "auditor"))
    with pytest.raises(DeniedError):
        looks.keep(auditor)
    back = ctx.looking_at(NOW - DAY)
    with pytest.raises(UsageError):
        looks.keep(back)
    for each in (auditor, back, replace(ctx, read_only=True)):
        looks.keep_quietly(each)
        assert looks.last(ctx) is None
    looks.keep_quietly(ctx)
    assert looks.last(ctx) == NOW


def test_the_news_are_counted_among_the_query(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks.keep(ctx)
    move(ctx, NOW + HOUR)
    assign(ctx, Selection(query="owner:raj OR owner:kim"), "zoe")
    assert news.changed(ctx, "") == news.Changed(NOW, 4, False)
    assert news.changed(ctx, "id:C-1 OR id:C-2 sort:name limit:1") == news.Changed(
        NOW, 1, False
    )
    assert news.changed(ctx, "asof:2026-01-01") is None
    monkeypatch.setattr(news, "COUNTED", 3)
    assert news.changed(ctx, "") == news.Changed(NOW, 3, True)


QUERIES = (
    "changed<1d", "changed<=1d", "changed:look", "changed!=look", "NOT changed:look",
    "changed>2h", "changed<3h", "changed:none", "changed:any", "changed:2026-03",
    "changed:2026-03-14..2026-03-15", "changed>=today", "tier:unknown OR changed:look",
    "changed:look by:owner", "changed<2d sort:-changed",
)  # fmt: skip
_acts = st.lists(
    st.tuples(
        st.sampled_from(["score", "same", "late", "note", "owner", "look"]),
        st.integers(1, 4),
        st.integers(0, 6),
    ),
    max_size=12,
)


def _do(ctx: Context, acts: list[tuple[str, int, int]]) -> None:
    """A day of small things, an hour or so apart."""
    for at, (what, client, size) in enumerate(acts):
        now = NOW - 2 * DAY + at * timedelta(hours=4)
        move(ctx, now)
        key = f"C-{client}"
        if what == "look":
            looks.keep(ctx)
        elif what == "note":
            interactions.add(ctx, (key,), f"note {at}")
        elif what == "owner":
            assign(ctx, Selection((key,)), f"owner{size}")
        else:
            with ctx.store.unit() as unit:
                unit.run(
                    "DELETE FROM score_history WHERE client_id = ? AND day = ?",
                    (client, ctx.today),
                )
                late = None if what == "late" else now
                _score(unit, client, ctx.today, 50 if what == "same" else 40 + size, late)
    move(ctx, NOW)


def _changed(ctx: Context, client: int) -> datetime:
    """The same from the tables, row by row."""
    with ctx.reader() as reader:
        before: Any = None
        found = [int(reader.value("SELECT created_us FROM client WHERE id = ?", (client,)))]
        scored = None
        for day, score, tier, us, late in reader.rows(
            "SELECT day, score, tier, recorded_us, backfilled FROM score_history"
            " WHERE client_id = ? ORDER BY day",
            (client,),
        ):
            if (score, tier) != before:
                scored = to_micros(day_end(day, ctx.zone)) if late else us
            before = (score, tier)
        found += [] if scored is None else [scored]
        found += [
            us
            for (us,) in reader.rows(
                "SELECT at_us FROM interaction WHERE client_id = ?", (client,)
            )
        ]
        found += [
            us
            for (us,) in reader.rows(
                "SELECT s.at_us FROM change_set s JOIN change_row r ON r.change_id = s.id"
                " WHERE r.table_name = 'client' AND r.row_key = ?",
                (str(client),),
            )
        ]
    return min(ctx.now, from_micros(max(found)))


@given(_acts, st.sampled_from(QUERIES))
@settings(max_examples=30, deadline=None)
def test_sql_python_counts_groups_and_conditions_agree(
    new_store: NewStore, acts: list[tuple[str, int, int]], query: str
) -> None:
    ctx = some_clients(new_store, 4)
    _do(ctx, acts)
    rows = _rows(ctx)
    assert {key: row.changed for key, row in rows.items()} == {
        f"C-{n}": _changed(ctx, n) for n in range(1, 5)
    }
    tree = parse(query, CLIENT_FIELDS, query_context(ctx)).where
    with ctx.reader() as reader:
        context = looking(reader, ctx, "client", tree)
    kept = {k for k, row in rows.items() if matches(tree, as_row(row), CLIENT_FIELDS, context)}
    plain = query.partition(" by:")[0].partition(" sort:")[0]
    assert set(_rows(ctx, plain)) == kept
    assert clients.count(ctx, plain) == len(kept)
    grouped = query.partition(" sort:")[0]
    assert client_groups(ctx, grouped).totals.n == len(kept)
    told = [client_row(row) for row in rows.values()]
    found = conditions.condition(ctx, plain, "client", told)
    assert any(map(found.fits, told)) == bool(kept)


def test_the_order_by_changes_is_that_of_the_rows(ctx: Context) -> None:
    _do(ctx, [("note", 1, 0), ("owner", 3, 1), ("score", 2, 4), ("late", 4, 3)])
    keys = [row.key for row in clients.page(ctx, "sort:-changed", limit=3).rows]
    found = _rows(ctx)
    assert keys == sorted(found, key=lambda key: (-_us(found[key].changed), key))[:3]
    first = clients.page(ctx, "sort:-changed", limit=2)
    rest = clients.page(ctx, "sort:-changed", limit=9, cursor=first.next)
    assert len({row.key for row in (*first.rows, *rest.rows)}) == 6


def _us(instant: datetime | None) -> int:
    assert instant is not None
    return to_micros(instant)


def test_a_past_day_knows_nothing_of_it(ctx: Context) -> None:
    looks.keep(ctx)
    assert _told(ctx, "asof:2026-03-10") == {f"C-{n}": (None, None, False) for n in range(1, 7)}
    assert clients.count(ctx, "asof:2026-03-10 changed:any") == 0
    assert clients.count(ctx, "asof:2026-03-10 changed:none") == 6


def test_an_incident_that_is_linked_changes_its_clients(ctx: Context) -> None:
    add(ctx, [NewIncident(("C-1",), "slow", "high")])
    before = _rows(ctx)["C-2"].changed
    move(ctx, NOW + HOUR)
    link(ctx, IncidentSelection(("INC-N1",)), Selection(("C-2",)))
    assert _rows(ctx)["C-2"].changed == NOW + HOUR != before
    move(ctx, NOW + 2 * HOUR)
    act(ctx, IncidentSelection(("INC-N1",)), "resolve")
    rows = _rows(ctx, "changed<30min")
    assert {key: row.changed for key, row in rows.items()} == {
        "C-1": NOW + 2 * HOUR, "C-2": NOW + 2 * HOUR,
    }  # fmt: skip
