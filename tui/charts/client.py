"""One client in charts, as its page shows it: score, use, logins."""

from __future__ import annotations

from core.clients.types import ClientDetail
from tui.charts.chart import Chart
from tui.charts.logins import logins_chart
from tui.charts.score import score_chart, scores_chart
from tui.charts.usage import usage_chart, usage_report


def client_charts(
    found: ClientDetail, *, at_risk_from: int, healthy_from: int
) -> tuple[Chart, ...]:
    """Where the score stands and how it moved, calls a day, logins a day."""
    row = found.row
    return (
        score_chart(
            row.score,
            row.tier,
            row.delta7,
            at_risk_from=at_risk_from,
            healthy_from=healthy_from,
            partial=row.partial,
            simulated=row.simulated,
        ),
        scores_chart(row.spark),
        usage_chart(usage_report(found)),
        logins_chart(found.heatmap),
    )
