"""A number over the rows of a list opens into groups that add up to it."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.groups import GroupWish, client_groups
from bellbuoy.services.list_figures import MOST_PARTS, client_figures, incident_figures
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.analytics.types import Measure
from core.desk.types import Selection
from core.values.contribution import Explanation
from core.values.errors import UsageError
from tests.fixtures.facts import client, store, subscription
from tests.fixtures.stores import DEMO_NOW, NewStore

NAMES = ("clients", "arr", "mrr", "health", "trend", "calls", "at_risk")
WHERE = (
    "",
    "tier:critical,at_risk",
    "arr>10k OR owner:none",
    "tier:healthy",
    "zzz",
    "asof:2026-11-01",
)
BY = ("", "by:industry", "by:owner", "by:renews", "by:tier", "by:tier,plan", "by:id")


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def by_measure(found: tuple[Explanation, ...]) -> dict[str, Explanation]:
    return {each.measure: each for each in found}


@settings(max_examples=40)
@given(st.sampled_from(WHERE), st.sampled_from(BY))
def test_they_are_what_groups_of_the_same_rows_show(demo: Context, where: str, by: str) -> None:
    measures = (Measure("sum", "arr"), Measure("sum", "mrr"), Measure("avg", "health"))
    shown = client_groups(demo, where, GroupWish(measures)).totals
    arr, mrr, health = shown.figures
    found = by_measure(client_figures(demo, f"{where} {by}".strip(), NAMES))
    assert found["clients"].total == shown.n
    assert isinstance(arr, tuple)
    assert isinstance(mrr, tuple)
    for name, money in (("ARR", arr), ("MRR", mrr)):
        assert [e.total for n, e in found.items() if n == name] == [m.minor for m in money]
    told = found["average health"]
    assert health is None or isinstance(health, float)
    assert told.total == (None if health is None else round(round(health, 1) * 10))


@settings(max_examples=30)
@given(st.sampled_from(WHERE), st.sampled_from(BY))
def test_the_command_of_a_part_lists_the_rows_behind_it(
    demo: Context, where: str, by: str
) -> None:
    for each in client_figures(demo, f"{where} {by}".strip(), NAMES):
        for part in each.parts:
            noun, verb, query = shlex.split(part.command)
            assert (noun, verb) == ("client", "list")
            assert len(clients.page(demo, query, limit=500).rows) == part.rows, part.command


@pytest.mark.parametrize(
    "query", ["", "severity:high", "by:component", "by:client", "by:status"]
)
def test_incidents_open_likewise(demo: Context, query: str) -> None:
    many, arr = incident_figures(demo, query, ("incidents", "arr"))
    assert many.total == sum(part.points for part in many.parts)
    assert arr.unit == "minor USD"
    for part in (*many.parts, *arr.parts):
        rows = incidents.page(demo, shlex.split(part.command)[-1], limit=500).rows
        assert len(rows) == part.rows


def test_rows_of_one_tier_are_split_by_owner(demo: Context) -> None:
    (found,) = client_figures(demo, "tier:healthy", ("clients",))
    assert len(found.parts) > 1
    assert all("owner:" in part.command for part in found.parts)


def test_what_is_at_risk_of_the_base_is_the_counter_above_the_radar(demo: Context) -> None:
    from bellbuoy.services.figures import base_figure

    (counter,) = base_figure(demo, "at_risk")
    (found,) = client_figures(demo, "", ("at_risk",))
    assert (found.total, found.unit) == (counter.total, counter.unit)
    assert [part.points for part in found.parts] == [part.points for part in counter.parts]


def test_each_currency_adds_up_alone_and_a_twelfth_is_rounded_once(new_store: NewStore) -> None:
    ctx = new_store()
    today = ctx.today
    names = [f"c{at}" for at in range(7)]
    store(ctx, "client", [client(name, today - 100) for name in names])
    paid = [
        subscription(f"s{n}", n, today - 90, 1_000 + at, period="year")
        for at, n in enumerate(names)
    ]
    paid.append(subscription("e", "c0", today - 90, 7_001, "EUR", period="year"))
    store(ctx, "subscription", paid)
    recompute(ctx)
    euro, dollar = client_figures(ctx, "by:id", ("mrr",))
    total = sum(1_000 + at for at in range(7))
    assert dollar.total == round(total / 12)
    assert euro.total == round(7_001 / 12)
    assert len(dollar.parts) == 7


def test_more_groups_than_are_told_are_one_part(new_store: NewStore) -> None:
    ctx = new_store()
    names = [f"c{at:03}" for at in range(MOST_PARTS + 5)]
    store(ctx, "client", [client(name, ctx.today - 100) for name in names])
    (found,) = client_figures(ctx, "by:id", ("clients",))
    assert len(found.parts) == MOST_PARTS + 1
    assert (found.parts[-1].label, found.parts[-1].rows) == ("5 more groups", 5)
    assert found.parts[-1].command == ""
    assert found.total == MOST_PARTS + 5


def test_what_a_run_has_moved_says_so(new_demo: NewStore) -> None:
    ctx = new_demo(DEMO_NOW)
    run(ctx, "outage", Selection(("C-0004",)), {})
    moved = by_measure(client_figures(ctx, "id:C-0004", ("clients", "health")))
    assert moved["average health"].simulated
    assert not moved["clients"].simulated
    other = client_figures(ctx, "id:C-0002", ("health",))
    assert not other[0].simulated
    assert incident_figures(ctx, "client:C-0004")[0].simulated
    assert not incident_figures(ctx, "client:C-0002")[0].simulated
    undo(ctx, [1])
    assert not client_figures(ctx, "id:C-0004", ("health",))[0].simulated


def test_an_empty_store_has_nothing_to_add_up(new_store: NewStore) -> None:
    ctx = new_store()
    found = by_measure(client_figures(ctx, "", NAMES))
    assert found["clients"].total == 0
    assert found["average health"].total is None
    assert "ARR" not in found


def test_what_is_no_figure_is_refused(demo: Context) -> None:
    with pytest.raises(UsageError, match="no figure"):
        client_figures(demo, "", ("luck",))
    with pytest.raises(UsageError, match="no figure"):
        incident_figures(demo, "", ("at_risk",))
