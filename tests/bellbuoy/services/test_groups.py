"""Groups of clients and incidents: the same as counted from the rows of the list."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.groups import GroupWish, client_groups, incident_groups, is_grouped
from bellbuoy.services.lists import query_context
from core.analytics.types import Grouped, Key, Measure
from core.query.evaluate import matches
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.parse import parse
from core.values.errors import DeniedError, UsageError
from core.values.instants import date_of
from core.values.money import Money
from tests.fixtures.depth import examples
from tests.fixtures.many import as_row, bases, tell
from tests.fixtures.stores import DEMO_NOW, NewStore, context

MEASURES = (
    Measure("sum", "arr"), Measure("avg", "arr"), Measure("min", "arr"), Measure("max", "arr"),
    Measure("sum", "calls"), Measure("avg", "health"), Measure("max", "health"),
    Measure("min", "renews"),
)  # fmt: skip
BY = ("owner", "tier", "industry", "plan", "country", "status", "renews", "since", "health",
      "partial", "incidents", "reason", "arr", "id")  # fmt: skip
QUERIES = ("", "tier:critical,at_risk", "owner:none", "industry:any", "health>=50 OR calls>0",
           "NOT plan:pro", "renews:any", "arr>100", "status!=churned")  # fmt: skip


def _amounts(ctx: Context) -> dict[str, list[Money]]:
    """Every currency of a client, by its public id."""
    found: dict[str, list[Money]] = defaultdict(list)
    with ctx.reader() as reader:
        for key, currency, minor in reader.rows(
            "SELECT c.key, a.currency, a.arr_minor FROM client_arr a"
            " JOIN client c ON c.id = a.client_id ORDER BY c.key, a.currency"
        ):
            found[key].append(Money(minor, currency))
    return found


def _key(name: str, row: dict[str, Any]) -> Key:
    value = row[CLIENT_FIELDS[name].reads]
    if value is not None and CLIENT_FIELDS[name].type == "day":
        return date_of(value).strftime("%Y-%m")
    return value  # type: ignore[no-any-return]


def _figures(rows: list[dict[str, Any]], amounts: dict[str, list[Money]]) -> tuple[Any, ...]:
    """The figures of MEASURES, from the rows one by one."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for money in amounts.get(row["id"], []):
            by_code[money.currency].append(money.minor)
    codes = sorted(by_code)
    health = [row["health"] for row in rows if row["health"] is not None]
    calls = [row["calls"] for row in rows if row["calls"] is not None]
    renews = [row["renews"] for row in rows if row["renews"] is not None]
    return (
        tuple(Money(sum(by_code[c]), c) for c in codes if sum(by_code[c])),
        tuple(Money(round(Fraction(sum(by_code[c]), len(by_code[c]))), c) for c in codes),
        tuple(Money(min(by_code[c]), c) for c in codes),
        tuple(Money(max(by_code[c]), c) for c in codes),
        sum(calls),
        sum(health) / len(health) if health else None,
        max(health, default=None),
        min(renews, default=None),
    )


def _told(found: Grouped) -> dict[tuple[Key, ...], tuple[int, tuple[Any, ...]]]:
    return {group.keys: (group.n, group.figures) for group in found.groups}


@settings(max_examples=examples(15, 300), deadline=None)
@given(
    bases(),
    st.lists(st.sampled_from(BY), max_size=2, unique=True),
    st.sampled_from(QUERIES),
)
def test_groups_are_those_of_the_rows(
    new_store: NewStore, told: Any, by: list[str], query: str
) -> None:
    ctx = new_store()
    tell(ctx, told)
    asked = f"{query} by:{','.join(by)}" if by else query
    found = client_groups(ctx, asked, GroupWish(MEASURES))
    amounts = _amounts(ctx)
    tree = parse(query, CLIENT_FIELDS, query_context(ctx)).where
    rows = [as_row(row) for row in clients.page(ctx, limit=1000).rows]
    kept = [row for row in rows if matches(tree, row, CLIENT_FIELDS, query_context(ctx))]
    groups: dict[tuple[Key, ...], list[Any]] = defaultdict(list)
    for row in kept:
        groups[tuple(_key(name, row) for name in by)].append(row)
    if not by:
        groups[()] = kept
    assert _told(found) == {
        keys: (len(rows), _figures(rows, amounts)) for keys, rows in groups.items()
    }
    whole = client_groups(ctx, query, GroupWish(MEASURES))
    assert found.totals.n == whole.totals.n == len(kept)
    assert found.totals.figures == whole.totals.figures == _figures(kept, amounts)


KEPT = (Measure("sum", "arr"), Measure("avg", "health"), Measure("avg", "trend"),
        Measure("sum", "health"))  # fmt: skip


@settings(max_examples=examples(15, 300), deadline=None)
@given(
    bases(),
    st.sampled_from(("owner", "plan", "industry", "country", "renews", "tier", "owner,tier",
                     "tier,renews", "")),
)  # fmt: skip
def test_kept_counters_and_rows_say_the_same(new_store: NewStore, told: Any, by: str) -> None:
    ctx = new_store()
    tell(ctx, told)
    behind = f" by:{by}" if by else ""
    kept = client_groups(ctx, behind, GroupWish(KEPT))
    counted = client_groups(ctx, f"id:any{behind}", GroupWish(KEPT))
    assert (kept.counted, counted.counted) == (True, False)
    assert kept.groups == counted.groups
    assert kept.totals == counted.totals


@pytest.mark.parametrize(
    ("query", "measures", "kept"),
    [
        ("by:owner", (), True),
        ("by:tier", (Measure("sum", "mrr"),), True),
        ("by:owner", (Measure("avg", "arr"),), False),
        ("by:owner", (Measure("max", "health"),), False),
        ("by:owner,plan", (), False),
        ("by:status", (), False),
        ("tier:critical by:owner", (), False),
        ("by:owner asof:2026-11-01", (), False),
    ],
)
def test_counters_are_read_where_they_tell(
    shared: Context, query: str, measures: tuple[Measure, ...], kept: bool
) -> None:
    assert client_groups(shared, query, GroupWish(measures)).counted is kept


@pytest.fixture(scope="module")
def shared(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


@pytest.mark.parametrize("query", ["by:industry", "tier:critical,at_risk by:owner,tier", ""])
def test_a_past_picture_is_grouped_like_its_rows(shared: Context, query: str) -> None:
    past = f"{query} asof:2026-11-01"
    found = client_groups(shared, past, GroupWish((Measure("sum", "arr"),)))
    rows = clients.page(shared, past.replace("by:", "sort:"), limit=1000).rows
    assert found.totals.n == sum(group.n for group in found.groups) == len(rows)
    sums = {m.currency: m.minor for g in found.groups for m in g.figures[0]}  # type: ignore[union-attr]
    assert set(sums) <= {"USD"}
    (whole,) = found.totals.figures[0]  # type: ignore[misc]
    assert whole == Money(sum(row.arr.minor for row in rows if row.arr), "USD")
    assert found.as_of == clients.window(shared, "asof:2026-11-01").ctx.now


def test_the_columns_of_a_grouped_query_are_its_figures(shared: Context) -> None:
    found = client_groups(shared, "by:owner cols:name,mrr,health")
    assert [measure.key for measure in found.measures] == ["sum_mrr", "avg_health"]
    assert found.rounded


def test_a_limit_keeps_the_whole(shared: Context) -> None:
    found = client_groups(shared, "by:industry", GroupWish(limit=2))
    assert (len(found.groups), found.more) == (2, 7)
    assert found.rest is not None
    assert found.rest.n + sum(group.n for group in found.groups) == found.totals.n == 15
    assert len(client_groups(shared, "by:industry limit:3", GroupWish(limit=2)).groups) == 3


def test_the_order_of_the_query_gives_way_to_that_of_the_flag(shared: Context) -> None:
    wish = GroupWish((Measure("sum", "arr"),))
    by_query = client_groups(shared, "by:owner sort:-arr", wish)
    by_flag = client_groups(shared, "by:owner sort:-arr", GroupWish(wish.measures, "owner"))
    assert [group.keys[0] for group in by_flag.groups] == ["ana", "mei", "raj"]
    sums = [group.figures[0] for group in by_query.groups]
    assert sums == sorted(sums, reverse=True)  # type: ignore[type-var]
    with pytest.raises(UsageError, match="not sorted"):
        client_groups(shared, "by:owner sort:health")


def test_incidents_are_grouped_as_they_stood(shared: Context) -> None:
    for query in ("", "asof:2026-11-12"):
        rows = incidents.page(shared, query, limit=1000).rows
        found = incident_groups(shared, f"{query} by:severity,status")
        counted: dict[Any, int] = defaultdict(int)
        for row in rows:
            counted[row.severity, row.status] += 1
        assert {group.keys: group.n for group in found.groups} == dict(counted)
        assert found.totals.n == len(rows)
    months = incident_groups(shared, "by:opened", GroupWish((Measure("max", "opened"),)))
    assert [group.keys[0] for group in months.groups] == sorted(
        {row.opened.strftime("%Y-%m") for row in incidents.page(shared, limit=1000).rows}
    )
    named = incident_groups(shared, "by:client")
    names = {row.client_key: row.client_name for row in incidents.page(shared, limit=99).rows}
    assert {group.keys[0].key: group.keys[0].name for group in named.groups} == names  # type: ignore[union-attr]


def test_whether_a_query_is_grouped(shared: Context) -> None:
    assert is_grouped(shared, "client", "tier:critical by:owner")
    assert not is_grouped(shared, "client", "tier:critical sort:owner")
    assert is_grouped(shared, "incident", "by:impact")


def test_only_who_may_read_clients_may_group_them(demo_store: Any) -> None:
    with pytest.raises(DeniedError):
        client_groups(context(demo_store, DEMO_NOW, role="auditor"), "by:owner")
    with pytest.raises(DeniedError):
        incident_groups(context(demo_store, DEMO_NOW, role="auditor"), "by:impact")


def test_every_field_can_be_grouped_by(shared: Context) -> None:
    for fields, groups in ((CLIENT_FIELDS, client_groups), (INCIDENT_FIELDS, incident_groups)):
        for field in fields.fields:
            if field.many and not field.grouped:
                with pytest.raises(UsageError, match="they make no groups"):
                    groups(shared, f"by:{field.name}")
                continue
            found = groups(shared, f"by:{field.name}")
            assert sum(group.n for group in found.groups) == found.totals.n > 0
