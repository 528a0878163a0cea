"""Waiting for a run: driven to its end, and held when nobody waits any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.commands import simulation_driving
from bellbuoy.services.context import Context
from bellbuoy.services.simulations import living
from tests.bellbuoy.commands.conftest import Bell

LINE = ("sim", "run", "pulse", "tier:healthy", "--spread", "1", "--wait", "--speed")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation_driving, "EVERY_S", 0.01)


def test_who_waits_gets_the_run_at_its_end(bell: Bell, demo_store: Path) -> None:
    (row,) = bell(*LINE, "3600", "--json", store=demo_store).rows
    assert (row["state"], row["done"], row["clients"]) == ("applied", 8, 8)


@pytest.mark.parametrize("line", [LINE, ("sim", "resume", "1", "--wait", "--speed")])
def test_an_interrupt_holds_the_run_and_says_so(
    line: tuple[str, ...], bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if line != LINE:
        bell("sim", "run", "pulse", "--spread", "60", "--speed", "1", store=demo_store)
        bell("sim", "pause", "1", store=demo_store)
    advance = living.advance
    left = iter([advance, advance])

    def interrupted(ctx: Context) -> int:
        for each in left:
            return each(ctx)
        raise KeyboardInterrupt

    monkeypatch.setattr(living, "advance", interrupted)
    told = bell(*line, "1", store=demo_store)
    assert (told.code, told.out) == (130, "")
    assert "run 1 is paused: bellbuoy sim resume 1 goes on\n" in told.err
    (row,) = bell("sim", "history", "--json", store=demo_store).rows
    assert row["state"] == "paused"


def test_a_run_that_somebody_ends_is_not_waited_for(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(ctx: Context) -> int:
        living.stop(ctx, 1)
        return 0

    monkeypatch.setattr(living, "advance", ended)
    (row,) = bell(*LINE, "1", "--json", store=demo_store).rows
    assert row["state"] == "stopped"
