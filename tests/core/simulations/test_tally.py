"""Clients before and after, added up: parts sum to the whole in any order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.clients.standing import assess
from core.health.types import HealthConfig
from core.simulations.bands import bands_of
from core.simulations.effect import Effect, Opens, Use, after
from core.simulations.scenario import Subject
from core.simulations.tally import Tally
from core.simulations.types import SeedFigures, Side
from core.values.money import Money
from tests.core.simulations.drawn import DAY, NOW, WINDOW_START, client, subjects

CONFIG = HealthConfig()
USES = st.builds(Use, st.just(DAY), st.integers(0, 900), st.integers(0, 9))
OPENS = st.builds(Opens, st.sampled_from(("critical", "low")), st.just("x"))
EFFECTS = st.builds(
    Effect,
    use=st.lists(USES, max_size=1).map(tuple),
    opens=st.lists(OPENS, max_size=3).map(tuple),
    resolves=st.sampled_from((None, "fixed")),
    excludes=st.booleans(),
    price=st.sampled_from((0, 10)),
    ends=st.booleans(),
)


def tally(cases: list[tuple[int, Subject, Effect]], largest: int = 3) -> Tally:
    found = Tally(largest)
    for number, subject, effect in cases:
        before = replace(subject.client, id=number)
        sides = [
            assess(each, CONFIG, NOW, DAY, WINDOW_START)
            for each in (before, after(before, effect, NOW, DAY))
        ]
        found.add(f"C-{number}", "x", sides[0], sides[1], effect)
    return found


CASES = st.lists(st.tuples(subjects(), EFFECTS), max_size=8).map(
    lambda pairs: [(number, *pair) for number, pair in enumerate(pairs)]
)


@given(CASES, st.randoms())
def test_the_sums_agree_whatever_the_order(
    cases: list[tuple[int, Subject, Effect]], chance: object
) -> None:
    found = tally(cases)
    told = found.points("x", CONFIG, NOW)
    assert told.total == found.after.points - found.before.points
    assert sum(move.clients for move in found.moves()) == len(cases) == found.after.clients
    arr = sum(money.minor for move in found.moves() for money in move.arr)
    assert arr == sum(money.minor for money in found.before.arr)
    shuffled = list(cases)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = tally(shuffled)
    assert again.largest == found.largest
    assert (again.before, again.after, again.moves(), again.written) == (
        found.before, found.after, found.moves(), found.written,
    )  # fmt: skip


@given(CASES)
def test_who_moves_most_comes_first(cases: list[tuple[int, Subject, Effect]]) -> None:
    every = tally(cases, 100).largest
    by = [
        abs(each.score_after - each.score)
        for each in every
        if each.score is not None and each.score_after is not None
    ]
    assert by == sorted(by, reverse=True)
    assert tally(cases, 2).largest == every[:2]


def test_a_first_score_is_a_part_of_its_own() -> None:
    found = Tally(1)
    silent = client(calls=None, logins=None)
    effect = Effect((Use(DAY, 5_000, 30),))
    sides = [
        assess(each, CONFIG, NOW, DAY, WINDOW_START)
        for each in (silent, after(silent, effect, NOW, DAY))
    ]
    found.add("C-1", "x", sides[0], sides[1], effect)
    (*_, last) = found.points("x", CONFIG, NOW).parts
    assert (last.id, last.points) == ("scores", 100)
    assert found.rescored == 1


def side(points: int, arr: int, risk: int) -> Side:
    usd = (Money(arr, "USD"),) if arr else ()
    return Side(10, 10, points, usd, (Money(risk, "USD"),) if risk else (), 0)


def test_bands_are_the_nearest_ranks() -> None:
    before = side(700, 1_000, 100)
    seeds = [SeedFigures(n, side(600 + n, 1_000 - n, n)) for n in range(1, 11)]
    found = {band.figure: band for band in bands_of(before, seeds)}
    assert found["health"].before == 7_000
    assert (found["health"].low, found["health"].high) == (6_010, 6_100)
    assert (found["at_risk"].p10, found["at_risk"].median, found["at_risk"].p90) == (1, 5, 9)
    assert (found["nrr USD"].low, found["nrr USD"].high) == (9_900, 9_990)
    assert found["arr"].before == 1_000
