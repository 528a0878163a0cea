"""Revenue at risk as rows: clients and ARR by tier, and what is at risk of it."""

from __future__ import annotations

from collections.abc import Mapping

from bellbuoy.commands.columns import Column, Json, number, show, tier
from bellbuoy.commands.drawing import charts_text
from bellbuoy.commands.group_rows import Label, flat, labelled
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import to_json
from core.analytics.types import Revenue, RevenueRow
from core.health.types import TIERS

Row = dict[str, Json]


def revenue_rows(found: Revenue, form: str) -> list[Row]:
    """A row a value: money is a list, an entry a currency. By currency: `share` is
    the part at risk of the row's own ARR, `part` the row's part of all at risk,
    `arr_share` its part of all ARR."""
    rows = [{found.by: row.value, **_cells(row)} for row in found.rows]
    return [flat(row, revenue_columns(found)) for row in rows] if form == "csv" else rows


def totals_json(found: Revenue) -> Row:
    return _cells(found.totals)


def revenue_foot(found: Revenue) -> tuple[Row, ...]:
    """The sum of all rows, as the last line of a table."""
    if not found.rows:
        return ()
    return ({found.by: Label("total"), **_cells(found.totals)},)


def _cells(row: RevenueRow) -> Row:
    cells: Row = {
        "clients": row.clients,
        "arr": to_json(row.arr),
        "arr_share": dict(row.arr_share),
        "revenue_at_risk": to_json(row.at_risk),
        "share": dict(row.share),
        "part": dict(row.part),
    }
    for name in TIERS:
        cells[f"{name}_clients"] = row.tiers[name].n
        cells[f"{name}_arr"] = to_json(row.tiers[name].arr)
    return cells


def revenue_columns(found: Revenue) -> tuple[Column, ...]:
    """A table shows the split; by tier the row says it all by itself."""
    single = len({money.currency for money in found.totals.arr}) < 2
    by_tier = found.by == "tier"

    def amount(key: str, title: str, *, extra: bool = False) -> Column:
        return Column(key, title, "right", show, money=single, extra=extra)

    columns = [
        labelled(tier() if by_tier else Column(found.by, found.by)),
        number("clients", "clients"),
        amount("arr", "ARR"),
        Column("arr_share", "of all ARR", "right", shares, extra=not by_tier),
    ]
    for name in TIERS:
        title = name.replace("_", " ")
        columns.append(amount(f"{name}_arr", title, extra=by_tier or name == "healthy"))
        columns.append(number(f"{name}_clients", f"{title} clients", extra=True))
    columns += [
        amount("revenue_at_risk", "ARR at risk"),
        Column("share", "share", "right", shares, extra=by_tier),
        Column("part", "of all", "right", shares, extra=by_tier),
    ]
    return tuple(columns)


def shares(found: Mapping[str, float] | None) -> str:
    """`45.0%`, of several currencies `45.0% USD, 3.0% EUR`."""
    if not found:
        return ""
    if len(found) == 1:
        return "".join(f"{share:.1%}" for share in found.values())
    return ", ".join(f"{share:.1%} {currency}" for currency, share in found.items())


def revenue_text(found: Revenue, options: Options) -> str:
    """What is at risk as bars, a chart a currency."""
    from tui.charts.revenue import revenue_charts

    return charts_text(revenue_charts(found), options) or "no ARR at risk"
