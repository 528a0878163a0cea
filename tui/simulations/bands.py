"""What chance does to a scenario, as lines: each figure over many seeds, then seed by seed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.simulations.types import Band, Bands, SeedFigures
from core.values.counting import counted
from core.values.money import Money, show_short
from tui.lines import blank, line, said
from tui.palette import Look, Role

_TITLES = {"health": "average health", "arr": "ARR", "at_risk": "ARR at risk"}
_HEADS = ("now", "least", "p10", "median", "p90", "most")
_LABEL, _CELL = 15, 9


def bands_lines(found: Bands, look: Look, width: int) -> list[Text]:
    """The table of the figures, and below it what each seed gives."""
    seeds = found.seeds
    head = f"{counted(len(seeds), 'seed')}, {seeds[0].seed} to {seeds[-1].seed}"
    lines = said(
        f"{head}, {counted(found.before.clients, 'client')}: computed, nothing is written",
        "muted", look, width,
    )  # fmt: skip
    lines.append(_row("", _HEADS, look, width, "header"))
    lines += [_row(_title(each.figure), _cells(each), look, width) for each in found.bands]
    codes = [money.currency for money in found.before.arr]
    heads = ("health", *(f"risk {code}" for code in codes), *(f"NRR {code}" for code in codes))
    lines += [blank(), _row("seed", heads, look, width, "header")]
    return lines + [_row(str(each.seed), _of(each, found), look, width) for each in seeds]


def _title(figure: str) -> str:
    return _TITLES.get(figure, figure.upper())


def _cells(band: Band) -> tuple[str, ...]:
    figures = (band.before, band.low, band.p10, band.median, band.p90, band.high)
    return tuple("none" if each is None else _shown(band.unit, each) for each in figures)


def _shown(unit: str, value: int) -> str:
    if unit == "hundredths":
        return f"{value / 100:.2f}"
    return show_short(Money(value, unit.removeprefix("minor ")))


def _of(each: SeedFigures, found: Bands) -> tuple[str, ...]:
    """Average health, ARR at risk and NRR by currency, of one seed."""
    risk = {money.currency: money for money in each.after.at_risk}
    kept = {money.currency: money.minor for money in each.after.arr}
    average = each.after.average
    return (
        "none" if average is None else f"{average:.2f}",
        *(
            show_short(risk.get(had.currency, Money(0, had.currency)))
            for had in found.before.arr
        ),
        *(
            f"{100 * kept.get(had.currency, 0) / had.minor:.2f}" if had.minor else "none"
            for had in found.before.arr
        ),
    )


def _row(label: str, values: Sequence[str], look: Look, width: int, role: Role = "") -> Text:
    told = "".join(f" {value:>{_CELL}}" for value in values)
    return line([(f" {label:<{_LABEL}}{told}", role)], look, width)
