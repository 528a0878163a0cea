"""Revenue at risk as bars: one chart a currency, for none is added to another."""

from __future__ import annotations

from rich.text import Text

from core.analytics.types import NONE_WORD, Revenue, RevenueRow
from core.values.money import Money, show_money
from tui.charts.bars import MOST, Bar, bars
from tui.charts.words import wrap
from tui.palette import ROLE_OF, Look, Role


def revenue_bars(found: Revenue, look: Look, width: int, *, most: int = MOST) -> list[Text]:
    """A title and a bar a row for each currency that has anything at risk; by tier
    all ARR, of which the first two are at risk."""
    by_tier = found.by == "tier"
    whole = found.totals.arr if by_tier else found.totals.at_risk
    lines: list[Text] = []
    for money in whole:
        if lines:
            lines.append(Text("", end=""))
        title = look.glyphs.words(_title(found, money.currency))
        lines += [Text(line, look.style("header"), end="") for line in wrap(title, width)]
        rows = _rows(found, money.currency, len(found.rows) if by_tier else most)
        lines += bars(rows, look, width, ordered=True, share=True)
    return lines or [Text("no ARR at risk", look.style("muted"), end="")]


def _title(found: Revenue, currency: str) -> str:
    """`ARR at risk by owner   $120k of $400k, 30.0%`"""
    risk = show_money(Money(_of(found.totals.at_risk, currency), currency))
    whole = show_money(Money(_of(found.totals.arr, currency), currency))
    share = found.totals.share.get(currency)
    told = "" if share is None else f", {share:.1%}"
    return f"ARR at risk by {found.by}   {risk} of {whole}{told}"


def _rows(found: Revenue, currency: str, most: int) -> list[Bar]:
    amounts = [(row, _amount(found, row, currency)) for row in found.rows]
    amounts = [(row, minor) for row, minor in amounts if minor]
    shown = amounts if len(amounts) <= most else amounts[: most - 1]
    rows = [
        Bar(word_of(row), minor, _role(row), show_money(Money(minor, currency)))
        for row, minor in shown
    ]
    left = amounts[len(shown) :]
    if left:
        minor = sum(minor for _, minor in left)
        told = show_money(Money(minor, currency))
        rows.append(Bar(f"other ({len(left):,})", minor, "muted", told))
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
