"""What chance does to a scenario: figures over many seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.simulations.types import Band, SeedFigures, Side
from core.values.money import Money


def bands_of(before: Side, seeds: Sequence[SeedFigures]) -> tuple[Band, ...]:
    """Average health (in hundredths of a point), clients' ARR, ARR at risk and NRR (in
    hundredths of a percent: ARR after of ARR before), each over at least one seed."""
    found = []
    if before.scored:
        found.append(_band("health", "hundredths", _hundredths(before), seeds, _hundredths))
    for currency in sorted({each.currency for each in before.arr}):
        whole, risk = _reads(currency)
        had, unit = whole(before), f"minor {currency}"
        found.append(_band("arr", unit, had, seeds, whole))
        found.append(_band("at_risk", unit, risk(before), seeds, risk))
        if had:
            found.append(
                _band(f"nrr {currency}", "hundredths", 10_000, seeds, _kept(had, whole))
            )
    return tuple(found)


def _reads(currency: str) -> tuple[Callable[[Side], int], Callable[[Side], int]]:
    return (
        lambda side: amount(side.arr, currency),
        lambda side: amount(side.at_risk, currency),
    )


def _kept(had: int, whole: Callable[[Side], int]) -> Callable[[Side], int]:
    return lambda side: (whole(side) * 20_000 + had) // (2 * had)


def amount(amounts: Sequence[Money], currency: str) -> int:
    """The minor units of one currency; 0 where there is none."""
    return next((each.minor for each in amounts if each.currency == currency), 0)


def _hundredths(side: Side) -> int:
    return (side.points * 200 + side.scored) // (2 * side.scored) if side.scored else 0


def _band(
    figure: str,
    unit: str,
    before: int,
    seeds: Sequence[SeedFigures],
    read: Callable[[Side], int],
) -> Band:
    values = sorted(read(each.after) for each in seeds)
    return Band(
        figure, unit, before, values[0], _rank(values, 10), _rank(values, 50),
        _rank(values, 90), values[-1],
    )  # fmt: skip


def _rank(values: Sequence[int], percent: int) -> int:
    """Nearest rank: the ceil(p n)-th smallest."""
    return values[-(-len(values) * percent // 100) - 1]
