"""Another formula: what its preview says is what happens."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, formula, overview
from bellbuoy.services.context import Context
from bellbuoy.services.making import demo
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.access.types import Viewer
from core.health.types import TIERS, Baseline, FormulaPreview, HealthConfig, total_money
from core.values.errors import (
    BellbuoyError,
    ConflictError,
    DeniedError,
    NotFoundError,
    UsageError,
)
from core.values.money import Money
from tests.core.health.test_formula import formulas
from tests.fixtures.facts import calls, client, logins, store, subscription
from tests.fixtures.stores import DEMO_NOW, NewStore, context

Copy = Callable[[], Context]
HALVES = (50, 25, 25)
GONE = {"left", "churned", "ahead"}
"""No clients of today: they are in no total."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store of sixty, and clients of every other kind beside them."""
    path = tmp_path_factory.mktemp("formula") / "base.db"
    demo(str(path), clients=60)
    ctx = context(path, DEMO_NOW)
    day = ctx.today
    store(ctx, "client", [
        client("own", day - 200, plan="Pro", baseline_calls=900, baseline_logins=5),
        client("half", day - 200, plan="pro", baseline_calls=900),
        client("euro", day - 9, plan="Basic"),
        client("left", day - 200, ended=day - 3),
        client("churned", day - 200, status="churned"),
        client("ahead", day + 9),
        client("silent", day - 90),
    ])  # fmt: skip
    heard = ("own", "half", "left", "churned", "ahead")
    store(ctx, "event", [
        *(calls(ctx, f"c{name}", name, day - 5, 700) for name in heard),
        *(logins(ctx, f"l{name}", name, day - 5, 6) for name in heard),
        calls(ctx, "ceuro", "euro", day - 5, 3000),
    ])  # fmt: skip
    store(ctx, "subscription", [
        subscription("s1", "euro", day - 9, 50_000, "EUR"),
        subscription("s2", "euro", day - 9, 7_000, "USD"),
        subscription("s3", "own", day - 200, 9_000, "CHF"),
        subscription("s4", "left", day - 200, 9_000, "CHF"),
    ])  # fmt: skip
    recompute(ctx)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="module")
def copy(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    folder = tmp_path_factory.mktemp("copies")

    def made() -> Context:
        path = folder / "copy.db"
        for old in folder.iterdir():
            old.unlink()
        return context(Path(shutil.copy(base, path)), DEMO_NOW)

    return made


def rows(ctx: Context) -> dict[str, tuple[int | None, str]]:
    """Client to score and tier, of everybody."""
    found = clients.page(ctx, "", limit=1000).rows
    return {row.key: (row.score, row.tier) for row in found}


def assert_totals(found: FormulaPreview, ctx: Context, *, after: bool) -> None:
    """The cells of one side add up to the counters above the radar."""
    told = overview.overview(ctx)
    assert found.clients == told.clients
    for tier in TIERS:
        cell = found.tier(tier, after=after)
        assert (cell.clients, cell.arr) == (told.tiers[tier].n, told.tiers[tier].arr)
    standing = found.after if after else found.before
    assert standing.scored == told.scored
    assert standing.at_risk == told.at_risk_arr
    assert standing.at_risk_share == told.at_risk_share
    assert standing.average == pytest.approx(told.average, abs=0.06)


@settings(deadline=None, max_examples=60)
@given(proposed=formulas(), plan=st.none() | st.builds(Baseline, st.integers(1, 9000)))
def test_a_preview_is_what_happens(
    copy: Copy, proposed: HealthConfig, plan: Baseline | None
) -> None:
    ctx = copy()
    if plan is not None:
        proposed = replace(proposed, plans=(("PRO", plan),))
    before = rows(ctx)
    found = formula.preview(ctx, proposed, largest=1000)
    assert (found.config.version, found.proposed.version) == ("health/1", "health/2")
    assert found.waiting == 0
    assert_totals(found, ctx, after=False)
    assert rows(ctx) == before, "a preview changes nothing"

    applied = formula.apply(ctx, proposed, expect=found.config.version)
    recompute(ctx)
    after = rows(ctx)
    assert applied == found.proposed or applied == found.config
    assert_totals(found, ctx, after=True)
    active = before.keys() - GONE
    changed = {key for key in before if before[key] != after[key]}
    told = {
        move.key: ((move.score_before, move.tier_before), (move.score_after, move.tier_after))
        for move in found.largest
    }
    assert told == {key: (before[key], after[key]) for key in changed & active}
    pairs = Counter((before[key][1], after[key][1]) for key in active)
    assert {(m.before, m.after): m.clients for m in found.moves if m.clients} == dict(pairs)
    assert found.rescored == sum(before[key][0] != after[key][0] for key in active)
    assert found.moved == sum(n for (was, now), n in pairs.items() if was != now)


@settings(deadline=None, max_examples=30)
@given(proposed=formulas())
def test_totals_add_up(copy: Copy, proposed: HealthConfig) -> None:
    found = formula.preview(copy(), proposed, largest=3)
    whole = total_money(m for tier in TIERS for m in found.tier(tier).arr)
    assert whole == total_money(m for tier in TIERS for m in found.tier(tier, after=True).arr)
    assert {money.currency for money in whole} == {"USD", "EUR", "CHF"}
    assert sum(move.clients for move in found.moves) == found.clients
    assert len(found.moves) == 16
    assert len(found.largest) <= 3
    assert found.before.at_risk_share is None, "no sum over several currencies"


def test_the_same_formula_moves_nobody(copy: Copy) -> None:
    ctx = copy()
    found = formula.preview(ctx, formula.current(ctx))
    assert (found.moved, found.moved_arr, found.rescored, found.largest) == (0, (), 0, ())
    assert found.before == found.after


def test_chunks_make_no_difference(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = copy()
    proposed = HealthConfig(weights=HALVES, healthy_from=80)
    whole = formula.preview(ctx, proposed)
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(formula, "CHUNK", 7)
    assert formula.preview(ctx, proposed, progress=lambda *at: steps.append(at)) == whole
    assert [done for done, _ in steps] == [*range(7, whole.clients, 7), whole.clients]
    assert all(done <= total for done, total in steps)


def test_a_preview_can_be_stopped(copy: Copy) -> None:
    with pytest.raises(BellbuoyError, match="stopped"):
        formula.preview(copy(), HealthConfig(), cancelled=lambda: True)


def test_bounds_alone_change_tiers_and_no_score(copy: Copy) -> None:
    found = formula.preview(copy(), HealthConfig(healthy_from=90, at_risk_from=60))
    assert found.rescored == 0
    assert found.moved > 3
    assert found.largest
    assert all(move.score_before == move.score_after for move in found.largest)
    assert all(move.tier_before != move.tier_after for move in found.largest)


def test_clients_that_wait_for_their_score_are_told(copy: Copy) -> None:
    ctx = copy()
    set_formula(ctx, HealthConfig(weights=HALVES))
    assert formula.preview(ctx, HealthConfig()).waiting == 67


def test_an_empty_store_and_one_without_scores(new_store: NewStore) -> None:
    ctx = new_store()
    found = formula.preview(ctx, HealthConfig(weights=HALVES))
    assert (found.clients, found.moved, found.waiting) == (0, 0, 0)
    assert (found.before.average, found.after.median, found.after.at_risk) == (None, None, ())
    store(ctx, "client", [client("a", ctx.today - 90)])
    found = formula.preview(ctx, HealthConfig(weights=HALVES))
    assert (found.clients, found.waiting, found.before.scored) == (1, 1, 0)
    assert found.tier("unknown").clients == 1


def test_only_what_holds_is_previewed_or_applied(copy: Copy) -> None:
    ctx = copy()
    bad = HealthConfig(healthy_from=30)
    with pytest.raises(UsageError, match="healthy from 30"):
        formula.preview(ctx, bad)
    with pytest.raises(UsageError, match="healthy from 30"):
        formula.apply(ctx, bad, expect="health/1")
    assert formula.current(ctx) == HealthConfig()


def test_a_formula_that_changed_since_the_preview_is_a_conflict(copy: Copy) -> None:
    ctx = copy()
    seen = formula.preview(ctx, HealthConfig(weights=HALVES))
    formula.apply(ctx, HealthConfig(weights=(60, 20, 20)), expect="health/1")
    with pytest.raises(ConflictError, match="is health/2 by now, no longer health/1"):
        formula.apply(ctx, seen.proposed, expect=seen.config.version)
    with pytest.raises(ConflictError):
        formula.rollback(ctx, "health/1", expect="health/1")
    assert formula.current(ctx).weights == (60, 20, 20)


def test_taking_back_is_a_change_of_its_own(copy: Copy) -> None:
    ctx = copy()
    first = rows(ctx)
    formula.apply(ctx, HealthConfig(weights=(0, 100, 0), healthy_from=95), expect="health/1")
    recompute(ctx)
    assert rows(ctx) != first
    back = formula.rollback(ctx, "health/1", expect="health/2")
    recompute(ctx)
    assert (back.version, back.weights) == ("health/3", (40, 30, 30))
    assert rows(ctx) == first
    told = formula.versions(ctx)
    assert [each.config.version for each in told] == ["health/3", "health/2", "health/1"]
    assert [each.in_force for each in told] == [True, False, False]
    assert [each.actor for each in told] == ["ana", "ana", None]
    assert [each.scores for each in told] == [67, 0, 0]
    assert told[1].created == DEMO_NOW
    assert told[1].changed == ("weights 40/30/30 → 0/100/0", "healthy from 70 → 95")
    assert told[0].changed == ("weights 0/100/0 → 40/30/30", "healthy from 95 → 70")


def test_versions_by_name(copy: Copy) -> None:
    ctx = copy()
    assert [each.config for each in formula.versions(ctx)] == [HealthConfig()]
    assert formula.version(ctx, "health/1") == HealthConfig()
    following = formula.apply(ctx, HealthConfig(weights=HALVES), expect="health/1")
    assert formula.version(ctx, "health/2") == following
    for name in ("health/3", "", "health"):
        with pytest.raises(NotFoundError, match="no formula") as caught:
            formula.version(ctx, name)
        assert caught.value.hint == "there are health/2, health/1"
    with pytest.raises(NotFoundError):
        formula.rollback(ctx, "health/9")


def test_baselines_that_fit(new_store: NewStore) -> None:
    ctx = new_store()
    names = [f"n{number}" for number in range(1, 11)]
    store(ctx, "client", [client(name, ctx.today - 90) for name in names])
    store(ctx, "event", [
        *(calls(ctx, f"c{n}", n, ctx.today - 1, 9000 + 100 * at)
          for at, n in enumerate(names)),
        *(logins(ctx, f"l{n}", n, ctx.today - 1, 5 * at) for at, n in enumerate(names)),
    ])  # fmt: skip
    recompute(ctx)
    config, told = formula.fitting(ctx)
    assert [(end.component, end.saturated, end.fitting) for end in told] == [
        ("usage", 100, 9700)
    ]
    assert config.baseline == Baseline(9700, 30)
    found = formula.preview(ctx, config)
    assert (found.before.ends[0].at_100, found.after.ends[0].at_100) == (10, 3)
    assert found.before.ends[0].saturated == 100
    assert found.after.ends[0].saturated is None
    formula.apply(ctx, config, expect="health/1")
    recompute(ctx)
    assert formula.fitting(ctx) == (formula.current(ctx), ())


@pytest.mark.parametrize("role", ["rep", "analyst"])
def test_who_may_look_and_who_may_change(copy: Copy, role: str) -> None:
    ctx = replace(copy(), viewer=Viewer("eve", role))
    assert formula.preview(ctx, HealthConfig(weights=HALVES)).clients > 60
    for change in (
        lambda: formula.may_apply(ctx),
        lambda: formula.apply(ctx, HealthConfig(weights=HALVES), expect="health/1"),
        lambda: formula.rollback(ctx, "health/1"),
    ):
        with pytest.raises(DeniedError, match="health:configure"):
            change()
    assert formula.current(ctx) == HealthConfig()
    formula.may_apply(replace(ctx, viewer=Viewer("mo", "manager")))


def test_a_look_back_changes_nothing(copy: Copy) -> None:
    ctx = copy().looking_at(DEMO_NOW.replace(day=1))
    with pytest.raises(UsageError, match="only reads"):
        formula.may_apply(ctx)
    assert formula.preview(ctx, HealthConfig(weights=HALVES)).clients == formula.preview(
        ctx.looking_at(None), HealthConfig(weights=HALVES)
    ).clients  # fmt: skip


def test_money_of_movers_is_told_by_currency(copy: Copy) -> None:
    ctx = copy()
    found = formula.preview(ctx, HealthConfig(healthy_from=100, at_risk_from=99))
    healthy = found.tier("healthy").arr
    stays = next(m for m in found.moves if m.before == m.after == "healthy").arr
    left = {m.currency: m.minor for m in healthy}
    for money in stays:
        left[money.currency] -= money.minor
    gone = [m for m in found.moves if m.before == "healthy" != m.after]
    assert total_money(m for move in gone for m in move.arr) == tuple(
        Money(minor, currency) for currency, minor in sorted(left.items()) if minor
    )
