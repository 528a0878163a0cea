"""The risk score of a client: one number in the list, in queries, groups and explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands.client_rows import client_row
from bellbuoy.services import clients, conditions
from bellbuoy.services.alerts.rules import who_fits
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from bellbuoy.services.figures import client_figure
from bellbuoy.services.groups import GroupWish, client_groups
from bellbuoy.services.lists import query_context
from core.alerts.types import Rule
from core.analytics.types import Measure
from core.clients.types import ClientRow
from core.desk.types import CONTACTS, KINDS, InteractionKind
from core.query.evaluate import matches
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.risk.score import risk_score
from core.risk.types import RiskFacts
from core.values.instants import day_start, from_micros, local_day, to_micros
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, incident, store
from tests.fixtures.many import KEYS, Told, as_row, bases, tell
from tests.fixtures.stores import NOW, NewStore

ZONES = ("UTC", "America/New_York")
QUERIES = ("risk_score>40", "risk_score:any", "risk:none", "risk_score:20..50 OR health<40",
           "NOT risk_score<=45", "risk_score!=45", "calls>0 risk_score>10")  # fmt: skip


class Talk(NamedTuple):
    """Somebody wrote something down about a client, so many hours before `NOW`."""

    who: str
    kind: InteractionKind
    hours: int


_talks = st.lists(
    st.builds(Talk, st.sampled_from(KEYS), st.sampled_from(KINDS), st.integers(0, 24 * 100)),
    max_size=8,
)


def talk(ctx: Context, talks: list[Talk]) -> None:
    there = {row.key for row in clients.page(ctx, limit=1000).rows}
    for at, each in enumerate(talks):
        if each.who in there:
            when = NOW - timedelta(hours=each.hours)
            interactions.add(ctx, [each.who], f"said {at}", kind=each.kind, at=when)


def expected(ctx: Context, row: ClientRow) -> int | None:
    """The score from the tables, as the definition has it."""
    with ctx.reader() as reader:
        days, penalty = reader.rows(
            "SELECT s.days, s.penalty FROM score s WHERE s.client_id = ?", (row.id,)
        )[0]
        spoken = [
            local_day(from_micros(at), ctx.zone)
            for at, kind in reader.rows(
                "SELECT at_us, kind FROM interaction WHERE client_id = ?", (row.id,)
            )
            if kind in CONTACTS and at <= to_micros(ctx.now)
        ]
    silent = ctx.today - max(spoken) if spoken else None
    return risk_score(RiskFacts(row.score, silent, penalty)).score if days else None


@settings(max_examples=examples(15, 300), deadline=None)
@given(bases(), _talks, st.sampled_from(QUERIES), st.sampled_from(ZONES))
def test_list_query_groups_order_and_condition_agree(
    new_store: NewStore, told: Told, talks: list[Talk], query: str, zone: str
) -> None:
    ctx = new_store(zone)
    tell(ctx, told)
    talk(ctx, talks)
    rows = clients.page(ctx, limit=1000).rows
    assert [row.risk_score for row in rows] == [expected(ctx, row) for row in rows]
    tree = parse(query, CLIENT_FIELDS, query_context(ctx)).where
    kept = [
        row for row in rows if matches(tree, as_row(row), CLIENT_FIELDS, query_context(ctx))
    ]
    found = clients.page(ctx, f"{query} sort:-risk_score", limit=1000).rows
    assert {row.key for row in found} == {row.key for row in kept}
    scores = [row.risk_score for row in found if row.risk_score is not None]
    assert scores == sorted(scores, reverse=True)
    assert clients.count(ctx, query) == len(kept)
    grouped = client_groups(ctx, query, GroupWish((Measure("sum", "risk_score"),))).totals
    assert (grouped.n, grouped.figures) == (len(kept), (sum(scores),))
    shown = [client_row(row) for row in rows]
    test = conditions.condition(ctx, query, "client", shown)
    assert any(map(test.fits, shown)) == bool(kept)


@settings(max_examples=examples(10, 100), deadline=None)
@given(bases(), _talks, st.integers(0, 40))
def test_each_score_opens_into_its_parts_today_and_on_a_past_day(
    new_store: NewStore, told: Told, talks: list[Talk], back: int
) -> None:
    ctx = new_store("America/New_York")
    tell(ctx, told)
    talk(ctx, talks)
    for at in (ctx, ctx.looking_at(NOW - timedelta(days=back, hours=5))):
        for row in clients.page(at, limit=1000).rows:
            [why] = client_figure(at, row.key, "risk_score")
            assert why.total == row.risk_score


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """A client in the middle of its life, one that has ended, one that is yet to begin."""
    ctx = new_store()
    facts = [client("a", TODAY - 60), client("b", TODAY - 60, ended=TODAY - 9),
             client("c", TODAY + 9)]  # fmt: skip
    tell(ctx, Told(facts, [], [], []))
    return ctx


def scores(ctx: Context) -> dict[str, int | None]:
    return {row.key: row.risk_score for row in clients.page(ctx).rows}


def test_who_is_no_client_has_no_score(ctx: Context) -> None:
    assert scores(ctx) == {"a": 45, "b": None, "c": None}
    assert [row.key for row in clients.page(ctx, "risk_score:none").rows] == ["b", "c"]
    [why] = client_figure(ctx, "b", "risk_score")
    assert why.total is None


def test_a_note_is_no_contact_and_days_are_local(ctx: Context) -> None:
    interactions.add(ctx, ["a"], "she sounds tired of it", kind="note")
    assert scores(ctx)["a"] == 45
    late = day_start(TODAY - 8, ctx.zone) - timedelta(microseconds=1)
    interactions.add(ctx, ["a"], "asked for a date", kind="call", at=late)
    [why] = client_figure(ctx, "a", "risk_score")
    silence = next(part for part in why.parts if part.id == "silence")
    assert (silence.label, silence.value) == ("last contact 9 days ago", "9/90 × 45")
    assert (silence.rows, silence.points) == (1, scores(ctx)["a"])


def test_a_contact_counts_from_its_moment_on(ctx: Context) -> None:
    then = NOW - timedelta(days=4)
    interactions.add(ctx, ["a"], "met", kind="meeting", at=then)
    at = [then - timedelta(microseconds=1), then, then + timedelta(days=2)]
    assert [scores(ctx.looking_at(moment))["a"] for moment in at] == [45, 0, 1]


def test_incidents_that_weigh_are_the_rows_behind(ctx: Context) -> None:
    opened = NOW - timedelta(days=2)
    store(ctx, "incident", [incident("i1", "a", opened), incident("i2", "a", opened)])
    tell(ctx, Told([], [], [], []))
    [why] = client_figure(ctx, "a", "risk_score")
    part = next(part for part in why.parts if part.id == "incidents")
    assert (part.rows, part.points, part.value) == (2, 33, "40/40 × 33")


def test_a_role_that_reads_no_interactions_is_told_the_days_alone(ctx: Context) -> None:
    interactions.add(ctx, ["a"], "asked for a date", kind="call")
    analyst = replace(ctx, viewer=replace(ctx.viewer, role="analyst"))
    told = [client_figure(each, "a", "risk_score")[0] for each in (ctx, analyst)]
    parts = [next(part for part in why.parts if part.id == "silence") for why in told]
    assert [part.label for part in parts] == ["last contact today"] * 2
    assert [(part.rows, bool(part.command)) for part in parts] == [(1, True), (None, False)]


def test_an_alert_rule_asks_for_it(ctx: Context) -> None:
    rule = Rule("risky", "client", "risk_score>44", "high")
    now, _ = who_fits(ctx, rule, 5)
    assert now == 1
