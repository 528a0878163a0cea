"""Every pane over every client of the demo store, at every width, in every glyph set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bellbuoy.services import client_detail, clients, health, incidents, overview
from core.clients.types import ClientDetail, ClientRow, Overview
from core.health.types import HealthExplanation
from core.incidents.types import Incident
from core.values.text import cells
from tests.fixtures.stores import context
from tests.tui.clients.samples import assert_fits, plain
from tui.clients.columns import client_columns, radar_columns
from tui.clients.counters import counter_lines
from tui.clients.explain_tab import explain_lines
from tui.clients.incidents_tab import incident_columns, incident_lines
from tui.clients.overview_tab import overview_lines
from tui.clients.preview import preview_lines, preview_pane
from tui.clients.usage_tab import usage_lines
from tui.glyphs import GLYPHS, SetName
from tui.look import ScreenLook
from tui.palette import MONO
from tui.widgets.window_columns import PREFIX, header_text, lay_out, plain_text, row_pieces

SIZES = ((59, 15), (79, 19), (159, 43))


@dataclass(frozen=True)
class Demo:
    look: ScreenLook
    overview: Overview
    clients: tuple[tuple[ClientRow, ClientDetail, HealthExplanation], ...]
    incidents: tuple[Incident, ...]


@pytest.fixture(scope="module")
def demo(demo_master: Path) -> Demo:
    ctx = context(demo_master)
    rows = clients.page(ctx, "").rows
    return Demo(
        ScreenLook(MONO, zone=ctx.zone, now=ctx.now, today=ctx.today),
        overview.overview(ctx),
        tuple(
            (row, client_detail.show(ctx, row.key, weeks=52), health.explain(ctx, row.key))
            for row in rows
        ),
        incidents.page(ctx, "").rows,
    )


@pytest.fixture(params=list(GLYPHS))
def look(request: pytest.FixtureRequest, demo: Demo) -> ScreenLook:
    name: SetName = request.param
    known = demo.look
    return ScreenLook(MONO, GLYPHS[name], zone=known.zone, now=known.now, today=known.today)


def outside(demo: Demo) -> str:
    """Every sign that comes with the data."""
    named = [row.name + str(row) for row, _, _ in demo.clients]
    return "".join([*named, *(f"{i.title}{i.client_name}" for i in demo.incidents)])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_pane_fits(demo: Demo, look: ScreenLook, width: int, height: int) -> None:
    data = outside(demo).replace("−", "")
    assert len(demo.clients) == 15
    assert_fits(counter_lines(demo.overview, width, look), width, look)
    for row, detail, explanation in demo.clients:
        for lines in (
            preview_lines(row, explanation, width, look),
            preview_lines(row, None, width, look),
            preview_pane(row, explanation, max(40, width // 3), look, height),
            overview_lines(detail, explanation, width, height, look),
            usage_lines(detail, width, height, look, 29),
            explain_lines(explanation, width, look),
        ):
            assert_fits(lines, width, look, data)
    for incident in demo.incidents:
        assert_fits(incident_lines(incident, width, height, look), width, look, data)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_columns_stand_below_their_titles(
    demo: Demo, look: ScreenLook, width: int, height: int
) -> None:
    ellipsis = look.glyphs.ellipsis
    for columns in (radar_columns, client_columns):
        placed = lay_out(columns(look, look.today), width - PREFIX)
        expected = sum(p.width for p in placed) + len(placed) - 1
        assert cells(header_text(placed, ellipsis)) == PREFIX + expected <= width
        for row, _, _ in demo.clients:
            assert cells(plain_text(row_pieces(placed, row, ellipsis))) == expected
    found = lay_out(incident_columns(look), width - PREFIX)
    widths = {cells(plain_text(row_pieces(found, i, ellipsis))) for i in demo.incidents}
    assert widths == {sum(p.width for p in found) + len(found) - 1}


def test_the_overview_fills_80_by_24_and_no_more(demo: Demo, look: ScreenLook) -> None:
    for _, detail, explanation in demo.clients:
        assert len(overview_lines(detail, explanation, 79, 19, look)) <= 19


def test_every_shown_sum_is_the_sum_of_what_stands_above(demo: Demo) -> None:
    look = demo.look
    for row, detail, explanation in demo.clients:
        if row.score is None:
            continue
        page = plain(explain_lines(explanation, 79, look))
        earned = " + ".join(str(part.points) for part in explanation.earned.parts)
        assert f"Points add up exactly: {earned} = {row.score}" in page
        lines = plain(overview_lines(detail, explanation, 79, 19, look)).split("\n")
        left = [text[:38].rstrip() for text in lines]
        at = next(i for i, text in enumerate(left) if text.startswith(" total"))
        points = [int(text.split()[-1]) for text in left[3 : at + 1]]
        assert points[-1] == sum(points[:-1]) == row.score


def test_nothing_is_said_by_python(demo: Demo) -> None:
    """No `None`, no repr of a value, in any pane."""
    for row, detail, explanation in demo.clients:
        said = plain(
            [
                *preview_lines(row, explanation, 159, demo.look),
                *overview_lines(detail, explanation, 159, 43, demo.look),
                *explain_lines(explanation, 159, demo.look),
            ]
        )
        assert "None" not in said
        assert "datetime" not in said
