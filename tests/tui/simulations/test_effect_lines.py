"""The words of an effect: one is one, and each figure adds up to what it explains."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.types import TIERS, Tier, TierMove
from core.simulations.types import ClientEffect, Preview, Side, Written
from core.values.contribution import Contribution, Explanation
from core.values.money import Money
from tests.tui.charts.samples import HOSTILE, plain
from tests.tui.clients.samples import LOOKS, assert_fits
from tui.look import ScreenLook
from tui.simulations.effect_lines import effect_lines
from tui.simulations.why import CHOICES, effect_figure

AT = datetime(2026, 11, 21, tzinfo=UTC)
NONE = Side(0, 0, 0, (), (), 0)


def usd(minor: int) -> tuple[Money, ...]:
    return (Money(minor, "USD"),)


ONE = ClientEffect("C-1", "Cobalt Air", 71, "healthy", 47, "at_risk", usd(90_00), usd(90_00))
FOUND = Preview(
    what="outage", run="run-0001", seed=42, values={}, at=AT, touched=1, rescored=1,
    before=Side(2, 2, 150, usd(190_00), usd(0), 0),
    after=Side(2, 2, 126, usd(190_00), usd(90_00), 3),
    moves=(TierMove("healthy", "healthy", 1, usd(100_00)),
           TierMove("healthy", "at_risk", 1, usd(90_00))),
    written=Written(3, 0, 0, 0, 0),
    points=Explanation("Outage", "change of all scores together", -24,
                       (Contribution("incidents", "incidents", -24),), AT, "health/1"),
    largest=(ONE,),
)  # fmt: skip


def words(found: Preview, width: int = 80) -> str:
    return " ".join(plain(effect_lines(found, LOOKS[0], width)).split())


def test_one_is_told_as_one_and_more_as_more() -> None:
    assert "1 of 2 clients touched, 1 score changes: 3 incidents opened" in words(FOUND)
    more = replace(FOUND, touched=2, rescored=2, written=Written(1, 0, 0, 1, 0))
    assert "2 of 2 clients touched, 2 scores change: 1 incident opened, 1 client whose" in (
        words(more)
    )


def test_what_runs_have_moved_already_is_marked_as_it_stands() -> None:
    told = words(replace(FOUND, simulated=("at_risk", "health", "tier:healthy")))
    assert "average health 75.00~ 63.00 " in told
    assert "open incidents 0 3 +3" in told
    assert "ARR at risk $0~ $90 +$90" in told
    assert "healthy 2~ 1 " in told
    assert "~" not in words(FOUND)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_in_their_lines(look: ScreenLook, name: str) -> None:
    found = replace(FOUND, largest=(replace(ONE, name=name, key=name or "C-1"),))
    for width in (40, 60, 79, 120):
        assert_fits(effect_lines(found, look, width), width)


@pytest.mark.parametrize(("letter", "total", "unit"), [
    ("s", -24, "points"), ("t", 1, "clients"), ("r", 90_00, "minor USD"),
    ("i", 3, "incidents"),
])  # fmt: skip
def test_each_figure_is_the_change_that_the_effect_tells(
    letter: str, total: int, unit: str
) -> None:
    title, (explained,) = effect_figure(FOUND, letter)
    assert title.startswith("Outage: why ")
    assert (explained.total, explained.unit) == (total, unit)
    assert explained.parts


def test_whoever_is_not_named_is_the_rest() -> None:
    _, (explained,) = effect_figure(replace(FOUND, largest=()), "r")
    assert [(part.id, part.points) for part in explained.parts] == [("rest", 90_00)]


MOVES = st.lists(
    st.tuples(st.sampled_from(TIERS), st.sampled_from(TIERS), st.integers(0, 50)), max_size=8
)


@settings(max_examples=60)
@given(moves=MOVES, at_risk=st.tuples(*[st.integers(0, 10**9)] * 2), opened=st.integers(0, 9),
       open_incidents=st.tuples(*[st.integers(0, 30)] * 2))  # fmt: skip
def test_every_figure_adds_up_whatever_moves(
    moves: list[tuple[Tier, Tier, int]],
    at_risk: tuple[int, int],
    opened: int,
    open_incidents: tuple[int, int],
) -> None:
    """An explanation that does not add up cannot be made, so each that is made does."""
    sides = [
        replace(NONE, at_risk=usd(minor), open_incidents=many)
        for minor, many in zip(at_risk, open_incidents, strict=True)
    ]
    found = replace(
        FOUND, moves=tuple(TierMove(was, now, many, ()) for was, now, many in moves),
        before=sides[0], after=sides[1], written=Written(opened, 0, 0, 0, 0),
    )  # fmt: skip
    totals = {
        letter: [each.total for each in effect_figure(found, letter)[1]]
        for letter, _, _ in CHOICES
    }
    assert totals["r"] == [at_risk[1] - at_risk[0]]
    assert totals["i"] == [open_incidents[1] - open_incidents[0]]
    risky = ("critical", "at_risk")
    crossing = sum(n * ((now in risky) - (was in risky)) for was, now, n in moves)
    assert totals["t"] == [crossing]
