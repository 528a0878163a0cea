"""The tables of the portfolio: tiers, incidents, revenue at risk by what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.analytics.types import ChurnMix, IncidentCounts, IncidentStats, Revenue, RevenueRow
from core.health.types import TIER_WORDS, Tier
from core.incidents.types import STATUSES
from core.values.money import Money, show_short
from tui.charts.revenue import word_of
from tui.charts.words import percent
from tui.palette import ROLE_OF
from tui.places import Place
from tui.portfolio.cells import Line, Table, amount, count, money_column

MOST_ROWS = 200
_SPLIT: tuple[Tier, ...] = ("critical", "at_risk", "unknown")
_TIER_TITLES = ("!! critical", "! at risk")
_SIGNS = {"critical": "!!! crit", "high": "!!  high", "medium": "!   med",
          "low": "    low"}  # fmt: skip
_STATUS_TITLES = {"open": "open", "acknowledged": "ack", "pending": "pend",
                  "resolved": "res", "closed": "clsd"}  # fmt: skip


Marks = Callable[..., str]
"""Names of figures to what stands behind a number of theirs: `~` where runs of simulations
in force have moved one of them."""


def no_mark(*_figures: str) -> str:
    return ""


class _Amounts(NamedTuple):
    """Minor units of one currency, and how many clients."""

    risk: int
    arr: int
    clients: int
    critical: int
    at_risk: int
    unknown: int


def health_table(found: Revenue, currency: str, mark: Marks = no_mark) -> Table:
    """Tier, clients, ARR and its share; the last line is the base as a whole."""
    rows = (*found.rows, found.totals)
    minors = [amount(row.arr, currency) for row in rows]
    told = money_column(minors, currency)
    lines = []
    for row, minor, arr in zip(rows, minors, told, strict=True):
        share = percent(minor, minors[-1])
        if row is found.totals:
            values = (f"{count(row.clients)}{mark('clients')}", f"{arr}{mark('arr')}", share)
            lines.append(
                Line("   all", values, "header", 0, "tier", Place("clients", query=""))
            )
        else:
            tier = row.value or "unknown"
            moved = mark(f"tier:{tier}")
            values = (f"{count(row.clients)}{moved}", f"{arr}{moved}", share)
            lines.append(
                Line(
                    TIER_WORDS[tier], values, ROLE_OF[tier], minor, f"tier:{tier}",
                    Place("clients", query=row.query),
                )
            )  # fmt: skip
    return Table("HEALTH", ("clients", f"ARR {currency}", "share"), tuple(lines))


def incident_table(found: IncidentStats) -> Table:
    """Severity by status; the last line is all, the last column too."""
    lines = [
        Line(
            _SIGNS[row.severity], _counts(row, row.severity in found.simulated),
            ROLE_OF[row.severity], row.n,
            f"severity:{row.severity}", Place("incidents", query=row.query),
        )
        for row in found.rows
    ]  # fmt: skip
    totals = _counts(found.totals, bool(found.simulated))
    every = Place("incidents", query="")
    lines.append(Line("    all", totals, "header", 0, "severity", every))
    titles = tuple(_STATUS_TITLES[status] for status in STATUSES)
    return Table("INCIDENTS", (*titles, "all"), tuple(lines))


def churn_table(found: ChurnMix) -> Table:
    """Clients of each churn tier and their share; the last line is all of them."""
    lines = [
        Line(
            row.tier, (count(row.clients), percent(row.clients, found.clients)),
            ROLE_OF[row.tier], 0, f"churn:{row.tier}",
            Place("clients", query=row.query),
        )
        for row in found.rows
    ]  # fmt: skip
    whole = (count(found.clients), percent(found.clients, found.clients))
    lines.append(Line("all", whole, "header", 0, "churn", Place("clients", query="")))
    return Table("CHURN TIER", ("clients", "share"), tuple(lines))


def _counts(row: IncidentCounts, simulated: bool) -> tuple[str, ...]:
    """The mark stands behind the sum: of which status they are is not told apart."""
    told = f"{count(row.n)}{'~' if simulated else ''}"
    return (*(count(row.statuses[status]) for status in STATUSES), told)


def revenue_table(
    found: Revenue, currency: str, most: int = MOST_ROWS, mark: Marks = no_mark
) -> Table:
    """What is at risk of each, the largest first; beyond `most` they are one line, so
    that the lines still sum to the last one."""
    rows, left = found.rows[:most], found.rows[most:]
    amounts = [_amounts(row, currency) for row in rows]
    if left:
        amounts.append(_sum([_amounts(row, currency) for row in left]))
    amounts.append(_amounts(found.totals, currency))
    told = _told(amounts, currency)
    lines = [
        _revenue_line(row, _marked(values, mark(f"{found.by}:{row.value}")), size.risk)
        for row, values, size in zip(rows, told, amounts, strict=False)
    ]
    if left:
        moved = mark(*(f"{found.by}:{row.value}" for row in left))
        lines.append(Line(f"other ({len(left):,})", _marked(told[-2], moved), "muted"))
    totals = _marked(told[-1], mark("at_risk"))
    lines.append(Line("all", totals, "header", 0, "by", Place("clients", query="")))
    titles = ("at risk", "share", "of all", "ARR", "clients", *_TIER_TITLES, "unknown")
    return Table(f"BY {found.by.upper()}", titles, tuple(lines))


def _marked(values: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Revenue at risk comes first."""
    return (f"{values[0]}{mark}", *values[1:])


def _revenue_line(row: RevenueRow, values: tuple[str, ...], size: int) -> Line:
    place = Place("clients", query=row.query)
    return Line(word_of(row), values, "", size, f"by:{row.value}", place)


def _amounts(row: RevenueRow, currency: str) -> _Amounts:
    critical, at_risk, unknown = (amount(row.tiers[tier].arr, currency) for tier in _SPLIT)
    return _Amounts(
        amount(row.at_risk, currency), amount(row.arr, currency), row.clients,
        critical, at_risk, unknown,
    )  # fmt: skip


def _sum(rows: Sequence[_Amounts]) -> _Amounts:
    return _Amounts(*map(sum, zip(*rows, strict=True)))


def _told(rows: Sequence[_Amounts], currency: str) -> list[tuple[str, ...]]:
    """The cells of each row; the last row is the sum of the others."""
    risk, arr, critical, at_risk, unknown = (
        money_column([getattr(row, name) for row in rows], currency)
        for name in ("risk", "arr", "critical", "at_risk", "unknown")
    )
    return [
        (
            risk[at], percent(row.risk, row.arr), percent(row.risk, rows[-1].risk), arr[at],
            count(row.clients), critical[at], at_risk[at], unknown[at],
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip


def other_currencies(found: Revenue, currency: str) -> str:
    """`also EUR 1.2M, 300k at risk`: what the tables leave out; empty: nothing."""
    parts = [
        f"{show_short(money)}, {show_short(_at_risk(found, money.currency))} at risk"
        for money in found.totals.arr
        if money.currency != currency
    ]
    return f"not in the tables: {' · '.join(parts)}" if parts else ""


def _at_risk(found: Revenue, currency: str) -> Money:
    return Money(amount(found.totals.at_risk, currency), currency)
