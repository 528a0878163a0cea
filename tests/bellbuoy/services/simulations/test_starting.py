"""A run that begins at a moment of its own: it waits, and then goes as any other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.simulations import feeding, ledger, living
from bellbuoy.services.simulations.banner import banner
from bellbuoy.services.simulations.outside import made_up
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from bellbuoy.services.simulations.verifying import verify
from core.simulations.types import Run
from core.values.errors import ConflictError, UsageError
from tests.fixtures.stores import DEMO_NOW, NewStore, move

WHOM = "C-0002"


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def waiting(ctx: Context, start: str = "30m", **paced: int) -> Run:
    return run(ctx, "outage", meant_by(ctx, WHOM), {}, whom=WHOM, start=start, **paced)


def later(ctx: Context, **span: int) -> None:
    move(ctx, ctx.clock.now() + timedelta(**span))


def score(ctx: Context) -> int | None:
    return next(row.score for row in clients.page(ctx).rows if row.key == WHOM)


def test_it_waits_and_begins_by_itself(ctx: Context) -> None:
    before = score(ctx)
    found = waiting(ctx)
    assert (found.state, found.waits_s, found.done) == ("waiting", 1_800, 0)
    assert found.stands == "waiting, begins in 30m"
    assert found.at == ctx.present + timedelta(minutes=30)
    later(ctx, minutes=29)
    assert living.advance(ctx) == 0
    assert ledger.show_run(ctx, found.number).waits_s == 60
    assert score(ctx) == before
    assert made_up(ctx) is None
    later(ctx, minutes=2)
    assert living.advance(ctx) == 1
    done = ledger.show_run(ctx, found.number)
    assert (done.state, done.done, done.waits_s) == ("applied", 1, None)
    assert done.at <= ctx.present
    assert score(ctx) != before
    assert verify(ctx, found.number).equal


def test_the_banner_says_that_it_waits(ctx: Context) -> None:
    waiting(ctx)
    found = banner(ctx)
    assert found is not None
    assert (found.waits, found.moving) == (True, True)


def test_a_spread_run_that_nobody_watched_is_where_it_is_by_the_clock(ctx: Context) -> None:
    found = waiting(ctx, "10m", speed=60, length=5)
    later(ctx, minutes=20)
    living.advance(ctx)
    done = ledger.show_run(ctx, found.number)
    assert (done.state, done.position_s) == ("applied", 600 * 60)


def test_a_step_begins_it(ctx: Context) -> None:
    found = waiting(ctx)
    after = living.step(ctx, found.number)
    assert (after.state, after.done) == ("applied", 1)
    assert after.at == ctx.present


def test_a_step_of_one_by_the_clock_begins_it_and_holds(ctx: Context) -> None:
    found = waiting(ctx, speed=1, length=240)
    after = living.step(ctx, found.number)
    assert (after.state, after.done) == ("paused", 1)


def test_stopped_it_never_begins(ctx: Context) -> None:
    found = waiting(ctx)
    assert living.stop(ctx, found.number).state == "stopped"
    later(ctx, hours=1)
    assert living.advance(ctx) == 0
    assert ledger.show_run(ctx, found.number).done == 0


def test_taken_back_it_never_begins_and_gives_its_name_again(ctx: Context) -> None:
    found = waiting(ctx)
    undo(ctx, [found.number])
    later(ctx, hours=1)
    assert living.advance(ctx) == 0
    assert verify(ctx, found.number).equal
    assert waiting(ctx).name == found.name


def test_it_cannot_be_paused_before_it_begins(ctx: Context) -> None:
    with pytest.raises(ConflictError, match="waiting"):
        living.pause(ctx, waiting(ctx).number)


def test_a_moment_that_has_passed_is_refused_and_nothing_is_written(ctx: Context) -> None:
    with pytest.raises(UsageError, match="nothing is dated back"):
        waiting(ctx, "2020-01-01")
    assert ledger.history(ctx) == ()


def test_the_same_run_begun_later_makes_the_same_scores(ctx: Context) -> None:
    now = run(ctx, "outage", meant_by(ctx, WHOM), {}, whom=WHOM)
    at_once = score(ctx)
    undo(ctx, [now.number])
    waiting(ctx, "1m")
    later(ctx, minutes=1)
    living.advance(ctx)
    assert score(ctx) == at_once


def test_a_feed_waits_too(ctx: Context) -> None:
    found = feeding.begin_feed(ctx, {}, start="10m")
    assert found.stands == "waiting, begins in 10m"
    later(ctx, minutes=10, seconds=10)
    living.advance(ctx)
    assert ledger.show_run(ctx, found.number).purchases == 5
