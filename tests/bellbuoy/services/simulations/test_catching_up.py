"""Whoever looks at runs brings them to where they are; who only reads leaves them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bellbuoy.services.simulations.catching_up import catch_up
from bellbuoy.services.simulations.ledger import show_run
from bellbuoy.services.simulations.living import pause
from bellbuoy.services.simulations.running import run
from core.access.types import Viewer
from core.desk.types import Selection
from tests.fixtures.dump import dump
from tests.fixtures.stores import NOW, NewStore, move


def test_a_running_run_is_where_the_clock_says(new_demo: NewStore) -> None:
    ctx = new_demo()
    run(ctx, "pulse", Selection(query="tier:healthy"), {}, spread=60, speed=60)
    assert show_run(ctx, 1).done < 8
    move(ctx, NOW + timedelta(minutes=2))
    before = dump(ctx.store)
    for other in (
        replace(ctx, read_only=True), replace(ctx, viewer=Viewer("al", "analyst")),
        replace(ctx, as_of=ctx.now - timedelta(days=1)),
    ):  # fmt: skip
        assert not catch_up(other)
    assert dump(ctx.store) == before
    assert catch_up(ctx)
    found = show_run(ctx, 1)
    assert (found.state, found.done) == ("applied", 8)
    assert not catch_up(ctx)


def test_a_run_that_is_held_stays_where_it_is(new_demo: NewStore) -> None:
    ctx = new_demo()
    run(ctx, "pulse", Selection(query="tier:healthy"), {}, spread=60, speed=60)
    held = pause(ctx, 1)
    move(ctx, NOW + timedelta(hours=2))
    assert not catch_up(ctx)
    assert show_run(ctx, 1) == held
