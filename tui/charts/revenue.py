"""Revenue at risk as bars: one chart a currency, for none is added to another."""

from __future__ import annotations

from dataclasses import dataclass

from core.analytics.types import NONE_WORD, Revenue, RevenueRow
from core.values.money import Money, show_money
from tui.charts.chart import Chart, Series
from tui.charts.kinds.bars import MOST
from tui.palette import ROLE_OF, Role


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    minor: int
    role: Role
    text: str


def revenue_charts(found: Revenue, *, most: int = MOST) -> tuple[Chart, ...]:
    """A bar a row for each currency that has anything at risk; by tier all ARR, of
    which the first two are at risk."""
    whole = found.totals.arr if found.by == "tier" else found.totals.at_risk
    return tuple(_chart(found, money.currency, most) for money in whole)


def _chart(found: Revenue, currency: str, most: int) -> Chart:
    bars = _rows(found, currency, len(found.rows) if found.by == "tier" else most)
    amounts = Series(
        "",
        tuple(bar.minor for bar in bars),
        texts=tuple(bar.text for bar in bars),
        roles=tuple(bar.role for bar in bars),
    )
    labels = tuple(bar.label for bar in bars)
    return Chart("bars", _title(found, currency), (amounts,), labels, share=True)


def _title(found: Revenue, currency: str) -> str:
    """`ARR at risk by owner   $120k of $400k, 30.0%`"""
    risk = show_money(Money(_of(found.totals.at_risk, currency), currency))
    whole = show_money(Money(_of(found.totals.arr, currency), currency))
    share = found.totals.share.get(currency)
    told = "" if share is None else f", {share:.1%}"
    return f"ARR at risk by {found.by}   {risk} of {whole}{told}"


def _rows(found: Revenue, currency: str, most: int) -> list[_Bar]:
    amounts = [(row, _amount(found, row, currency)) for row in found.rows]
    amounts = [(row, minor) for row, minor in amounts if minor]
    shown = amounts if len(amounts) <= most else amounts[: most - 1]
    rows = [
        _Bar(word_of(row), minor, _role(row), show_money(Money(minor, currency)))
        for row, minor in shown
    ]
    left = amounts[len(shown) :]
    if left:
        minor = sum(minor for _, minor in left)
        told = show_money(Money(minor, currency))
        rows.append(_Bar(f"other ({len(left):,})", minor, "muted", told))
    return rows


def _amount(found: Revenue, row: RevenueRow, currency: str) -> int:
    return _of(row.arr if found.by == "tier" else row.at_risk, currency)


def _of(amounts: tuple[Money, ...], currency: str) -> int:
    return next((m.minor for m in amounts if m.currency == currency), 0)


def word_of(row: RevenueRow) -> str:
    """What a row is called: text from anywhere, `at risk`, `(none)`."""
    if row.value is None:
        return NONE_WORD
    return row.value.replace("_", " ") if row.value in ROLE_OF else row.value


def _role(row: RevenueRow) -> Role:
    return ROLE_OF.get(row.value or "", "accent")
