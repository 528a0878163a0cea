"""Why a score is what it is: every list sums exactly, at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bellbuoy.services import clients, health
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.health.trend import score_at
from core.health.types import Baseline, HealthConfig
from core.values.contribution import Contribution, Explanation
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_end
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, logins, store
from tests.fixtures.stores import DEMO_NOW, NOW, NewStore, move

MOMENTS = (None, DEMO_NOW - timedelta(hours=5), DEMO_NOW - timedelta(days=12, hours=3))
NAMES = ("now", "this morning", "twelve days ago")


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def parts(explanation: Explanation | None) -> Iterator[Contribution]:
    todo = list(explanation.parts) if explanation else []
    while todo:
        part = todo.pop()
        yield part
        todo += part.parts


@pytest.mark.parametrize("moment", MOMENTS, ids=NAMES)
def test_every_explanation_adds_up_to_the_row(demo: Context, moment: datetime | None) -> None:
    ctx = demo.looking_at(moment)
    for row in clients.page(ctx).rows:
        found = health.explain(ctx, row.key)
        assert (found.client_key, found.client_name) == (row.key, row.name)
        assert (found.score, found.tier, found.partial) == (row.score, row.tier, row.partial)
        assert found.earned.total == row.score
        assert found.lost.total == (None if row.score is None else 100 - row.score)
        # Parts of parts sum up too, or they could not have been made.
        for opened in parts(found.lost):
            assert not opened.parts or sum(p.points for p in opened.parts) == opened.points
        if row.delta7 is not None:
            assert found.change is not None
            assert found.change.total == row.delta7
            assert found.score_before == (row.score or 0) - row.delta7
            assert found.change_from == ctx.today - 7


@pytest.mark.parametrize("moment", MOMENTS, ids=NAMES)
def test_lost_points_of_use_lie_on_the_days_that_fell_short(
    demo: Context, moment: datetime | None
) -> None:
    ctx = demo.looking_at(moment)
    found = health.explain(ctx, "C-0004")
    [usage] = [part for part in found.lost.parts if part.id == "usage"]
    assert sum(part.points for part in usage.parts) == usage.points > 0
    assert {part.id for part in usage.parts} <= {
        str(ctx.now.date() - timedelta(days=back)) for back in range(30)
    }


@pytest.mark.parametrize("days", [1, 3, 7, 20])
def test_a_change_is_that_between_two_scores(demo: Context, days: int) -> None:
    day = demo.today - days
    past = clients.page(demo.looking_at(day_end(day, demo.zone)), limit=50).rows
    before = {row.key: row.score for row in past}
    for row in clients.page(demo).rows:
        found = health.explain(demo, row.key, against=day)
        score = before.get(row.key)
        if row.score is not None and score is not None:
            assert found.change is not None
            assert found.change.total == row.score - score
            assert sum(part.points for part in found.change.parts) == found.change.total
        else:
            assert found.change is None


@pytest.mark.parametrize("days", [7, 40])
def test_what_moved_a_score_opens_into_incidents_and_days(demo: Context, days: int) -> None:
    opened = 0
    for row in clients.page(demo).rows:
        day = demo.today - days
        whole = health.explain(demo, row.key, against=day).change
        found = health.explain(demo, row.key, against=day, opened=True).change
        if found is None or whole is None:
            assert found is whole
            continue
        for part, closed in zip(found.parts, whole.parts, strict=True):
            assert replace(part, parts=(), rows=None) == closed
            if part.id != "config":
                opened += bool(part.parts)
                assert part.parts or part.points == 0
                assert part.rows is not None
                assert " → " in part.note
    assert opened > 6


def test_rows_of_two_windows_that_overlap_count_once(ctx: Context) -> None:
    found = health.explain(ctx, "a", opened=True).change
    assert found is not None
    # 100 calls on each of 37 days: 30 of this window, and the week before.
    assert found.parts[0].rows == 37
    assert [(part.id, part.points) for part in found.parts[0].parts] == [
        ("left", 4),
        ("came", -4),
    ]


def test_the_rows_behind_a_component_are_counted(demo: Context) -> None:
    found = health.explain(demo, "C-0002")
    rows = {part.id: part.rows for part in found.earned.parts}
    with demo.reader() as reader:
        counted = reader.one(
            "SELECT count(CASE WHEN calls <> 0 THEN 1 END),"
            " count(CASE WHEN logins <> 0 THEN 1 END) FROM usage_total t JOIN client c"
            " ON c.id = t.client_id WHERE c.key = 'C-0002' AND day > ?",
            (demo.today - 30,),
        )
    assert counted is not None
    assert min(counted) > 0
    assert (rows["usage"], rows["engagement"]) == counted
    assert rows["incidents"] == 3


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_day_to_compare_with_lies_before(demo: Context, ahead: int) -> None:
    with pytest.raises(UsageError, match="--against"):
        health.explain(demo, "C-0002", against=demo.today + ahead)


def test_history_is_what_was_scored(demo: Context) -> None:
    (key, name), points = health.history(demo, "C-0001", days=30)
    assert (key, name) == ("C-0001", "Umber Energy")
    assert [point.day for point in points] == sorted(point.day for point in points)
    scores = [(point.day, point.score) for point in points]
    [row] = [row for row in clients.page(demo).rows if row.key == key]
    assert score_at(scores, demo.today) == row.score
    assert score_at(scores, demo.today - 7) == (row.score or 0) - (row.delta7 or 0)


@pytest.mark.parametrize("moment", MOMENTS[1:], ids=NAMES[1:])
def test_past_history_ends_in_the_score_of_the_moment(demo: Context, moment: datetime) -> None:
    ctx = demo.looking_at(moment)
    for row in clients.page(ctx).rows:
        _, points = health.history(ctx, row.key, days=20)
        scores = [(point.day, point.score) for point in points]
        assert score_at(scores, ctx.today) == row.score
        for back in (3, 9):
            evening = clients.page(
                ctx.looking_at(day_end(ctx.today - back, ctx.zone)), f"id:{row.key}"
            ).rows
            assert score_at(scores, ctx.today - back) == (evening[0].score if evening else None)


@pytest.mark.parametrize("days", [0, 3661])
def test_history_has_bounds(demo: Context, days: int) -> None:
    with pytest.raises(UsageError):
        health.history(demo, "C-0001", days=days)


def test_nobody_is_not_found(demo: Context) -> None:
    for ask in (health.explain, health.history):
        with pytest.raises(NotFoundError):
            ask(demo, "nobody")
    with pytest.raises(NotFoundError, match="no client yet"):
        health.explain(demo.looking_at(DEMO_NOW - timedelta(days=20)), "C-0005")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store("America/New_York", NOW - timedelta(days=8))
    store(ctx, "client", [client("a", TODAY - 100)])
    facts = [calls(ctx, str(back), "a", TODAY - back, 100) for back in range(40)]
    store(ctx, "event", [*facts, logins(ctx, "l", "a", TODAY - 20, 10)])
    recompute(ctx)
    move(ctx, NOW)
    recompute(ctx)
    return ctx


def test_a_new_formula_is_a_bar_of_its_own(ctx: Context) -> None:
    before = health.explain(ctx, "a").score
    following = set_formula(ctx, HealthConfig(baseline=Baseline(3000, 30)))
    assert health.formula(ctx) == following
    recompute(ctx)
    found = health.explain(ctx, "a")
    assert found.score != before
    assert found.change is not None
    bars = {part.id: part.points for part in found.change.parts}
    assert bars["config"] != 0
    assert (
        sum(bars.values())
        == found.change.total
        == (found.score or 0) - (found.score_before or 0)
    )
    assert found.earned.config == "health/2"


def test_an_incident_without_severity_is_flagged(ctx: Context) -> None:
    store(ctx, "incident", [incident("i", "a", NOW - timedelta(days=1), severity=None)])
    recompute(ctx)
    assert "i has no severity: counted as medium" in health.explain(ctx, "a").flags


def test_the_ways_up_come_true(ctx: Context) -> None:
    opened = NOW - timedelta(days=3)
    keys = ("i", "j", "k")
    store(ctx, "incident", [incident(key, "a", opened, severity="critical") for key in keys])
    recompute(ctx)
    found = health.explain(ctx, "a")
    alone = [way for way in found.what_if if len(way.needed) == 1]
    assert {way.needed[0].unit for way in alone} >= {"calls", "logins"}
    for way in alone:
        if way.needed[0].unit == "calls":
            store(ctx, "event", [calls(ctx, "more", "a", TODAY, way.needed[0].n)])
            recompute(ctx)
            assert (now := health.explain(ctx, "a")).score == way.after
            assert now.tier == way.tier
            break
    best = health.explain(ctx, "a").what_if
    mended = next(way for way in best if any(n.unit == "incidents" for n in way.needed))
    which = next(n.which for n in mended.needed if n.unit == "incidents")
    assert set(which) <= set(keys)


def test_as_known_explains_with_what_was_known(ctx: Context) -> None:
    store(ctx, "incident", [incident("i", "a", NOW - timedelta(days=3))])
    recompute(ctx)
    evening = ctx.looking_at(NOW - timedelta(days=1))
    assert health.explain(evening, "a").lost.parts[2].points > 0
    known = health.explain(replace(evening, as_known=True), "a")
    assert known.lost.parts[2].points == 0
    assert known.score == clients.page(replace(evening, as_known=True)).rows[0].score


def test_an_earlier_score_is_computed_where_history_does_not_reach(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.rows("DELETE FROM score_history")
    found = health.explain(ctx, "a")
    assert found.change is not None
    evening = clients.page(ctx.looking_at(day_end(TODAY - 7, ctx.zone))).rows[0].score
    assert found.score_before == evening
