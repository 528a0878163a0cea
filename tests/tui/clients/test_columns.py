from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.fields import fields
from core.clients.types import ClientRow
from core.values.money import Money
from core.values.text import cells
from tests.tui.clients.samples import BARE, BARE_ROW, HOSTILE, LOOK, LOOKS, ROW, TODAY, WIDTHS
from tui.clients.columns import client_columns, money_cell, radar_columns
from tui.column_fields import ids_of
from tui.look import ScreenLook
from tui.widgets.window_columns import PREFIX, header_text, lay_out, plain_text, row_pieces

BODY = 79
MORE = (
    replace(
        ROW,
        name="東京データ",
        tier="at_risk",
        score=52,
        delta7=-6,
        renews=TODAY + 203,
        owner="mei",
    ),
    replace(ROW, name="Hollis & Reed", tier="at_risk", score=58, delta7=0, renews=TODAY + 11),
)


def drawn(row: ClientRow, width: int = BODY, look: ScreenLook = LOOK) -> str:
    placed = lay_out(radar_columns(look, look.today), width - PREFIX)
    text = plain_text(row_pieces(placed, row, look.glyphs.ellipsis))
    assert cells(text) <= width - PREFIX
    return " " * PREFIX + text


def header(width: int = BODY, look: ScreenLook = LOOK) -> str:
    placed = lay_out(radar_columns(look, look.today), width - PREFIX)
    return header_text(placed, look.glyphs.ellipsis).rstrip()


def test_the_radar_at_80_cells_stands_as_it_is_drawn() -> None:
    assert header() == (
        "   CLIENT          TIER        HEALTH  Δ7D  30 DAYS         ARR RENEWS  OWN"
    )
    assert [
        drawn(row).rstrip() for row in (replace(ROW, arr=Money(1_240_000, "USD")), *MORE)
    ] == [
        "   Northwind Labs  !! critical    38  -21  ▆▆▆▆▆▅▅▄▄▄   $12,400   18d  ana",
        "   東京データ      !  at risk     52   -6  ▆▆▆▆▆▅▅▄▄▄  $148,800  203d  mei",
        "   Hollis & Reed   !  at risk     58   +0  ▆▆▆▆▆▅▅▄▄▄  $148,800   11d  ana",
    ]


def test_in_ascii_every_sign_is_ascii() -> None:
    assert header(look=BARE).isascii()
    assert drawn(replace(ROW, top_reason="usage 24% of baseline: −30"), 160, BARE).isascii()
    assert "-30" in drawn(ROW, 160, BARE)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_row_is_as_wide_as_the_list_whatever_the_data(
    name: str, width: int, look: ScreenLook
) -> None:
    hostile = replace(
        ROW, name=name, owner=name, plan=name, industry=name, top_reason=name, arr=None
    )
    for columns in (radar_columns, client_columns):
        placed = lay_out(columns(look, TODAY), width - PREFIX)
        expected = sum(p.width for p in placed) + len(placed) - 1
        for row in (hostile, BARE_ROW, ROW):
            text = plain_text(row_pieces(placed, row, look.glyphs.ellipsis))
            assert cells(text) == expected <= width - PREFIX
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)


@pytest.mark.parametrize("look", LOOKS)
def test_cells_never_depend_on_the_colour_alone(look: ScreenLook) -> None:
    cell = {column.id: column.render for column in radar_columns(look, TODAY)}
    assert cell["tier"](ROW) == ("!! critical", "critical")
    assert cell["health"](ROW) == ("38 ", "critical")
    assert cell["health"](replace(ROW, partial=True))[0] == "38~"
    assert cell["health"](BARE_ROW) == ("? ", "unknown")
    assert cell["delta7"](ROW) == ("-21 ", "critical")
    assert cell["delta7"](replace(ROW, delta7=-100))[0] == "-100"
    assert cell["delta7"](replace(ROW, delta7=None))[0] == "new "
    assert cell["delta7"](BARE_ROW)[0] == ""
    assert cell["owner"](BARE_ROW) == ("none", "muted")


@pytest.mark.parametrize("look", LOOKS)
def test_figures_of_a_simulated_client_say_so(look: ScreenLook) -> None:
    cell = {column.id: column.render for column in radar_columns(look, TODAY)}
    row = replace(ROW, simulated=True)
    assert [cell[name](row)[0] for name in ("health", "delta7", "arr")] == [
        "38~", "-21~", "$148,800~",
    ]  # fmt: skip
    assert cell["delta7"](replace(row, delta7=-100))[0] == "-100"
    assert cell["arr"](replace(row, arr=Money(123_456_789_00, "USD")))[0].endswith("~")
    assert cell["arr"](replace(row, arr=None)) == cell["arr"](replace(ROW, arr=None))
    assert cell["renews"](row) == cell["renews"](ROW)


def test_every_field_of_a_query_is_a_column() -> None:
    wanted = {field.name for field in fields("client")}
    for columns in (radar_columns, client_columns):
        assert set(ids_of(wanted)) <= {column.id for column in columns(LOOK, TODAY)}


def test_what_people_put_on_a_client_is_told_in_its_columns() -> None:
    cell = {column.id: column.render for column in client_columns(LOOK, TODAY)}
    row = replace(
        ROW, tags=("gold", "[b]x"), playbooks=("save-18",), snoozed=20_000, partial=True
    )
    names = ("tag", "playbook", "snoozed", "partial")
    assert [cell[name](row)[0] for name in names] == [
        "gold, [b]x", "save-18", "2024-10-04", "yes",
    ]  # fmt: skip
    assert [cell[name](BARE_ROW)[0] for name in names] == [""] * 4


def test_a_churn_risk_says_so_beside_its_number() -> None:
    cell = {column.id: column.render for column in radar_columns(LOOK, TODAY)}["risk_score"]
    assert cell(ROW) == ("", "")
    assert cell(replace(ROW, risk_score=70)) == ("70 ", "")
    assert cell(replace(ROW, risk_score=71)) == ("churn risk 71 ", "critical")
    assert cell(replace(ROW, risk_score=71, simulated=True))[0] == "churn risk 71~"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (18, "18d "),
        (0, "today "),
        (-3, "3d ago"),
        (-120, "-120d "),
        (12_345, "12345d"),
        (None, ""),
    ],
)
def test_renewals_are_counted_from_the_day_given(days: int | None, text: str) -> None:
    cell = {column.id: column.render for column in radar_columns(LOOK, TODAY)}
    row = replace(ROW, renews=None if days is None else TODAY + days)
    assert cell["renews"](row)[0] == text


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (None, ""),
        (Money(14_880_000, "USD"), "$148,800"),
        (Money(136_607_520, "USD"), "$1.4M"),
        (Money(1_240_000, "CHF"), "12k CHF"),
    ],
)
def test_money_is_short_only_where_it_has_to_be(money: Money | None, text: str) -> None:
    assert money_cell(money) == text


def test_the_reason_comes_last_and_only_when_there_is_room() -> None:
    narrow = [p.column.id for p in lay_out(radar_columns(LOOK, TODAY), BODY - PREFIX)]
    wide = [p.column.id for p in lay_out(radar_columns(LOOK, TODAY), 110 - PREFIX)]
    assert narrow == ["name", "tier", "health", "delta7", "spark", "arr", "renews", "owner"]
    assert wide == [*narrow, "reason"]
    wider = [p.column.id for p in lay_out(radar_columns(LOOK, TODAY), 120 - PREFIX)]
    assert wider == [*narrow, "risk_score", "reason"]


def test_at_60_cells_the_risk_stays_and_what_matters_less_goes() -> None:
    kept = [p.column.id for p in lay_out(radar_columns(LOOK, TODAY), 59 - PREFIX)]
    assert kept == ["name", "tier", "health", "delta7", "arr", "renews"]


def test_all_clients_have_plan_last_use_and_industry_when_wide() -> None:
    placed = lay_out(client_columns(LOOK, TODAY), 160 - PREFIX)
    assert [p.column.id for p in placed][-4:] == ["plan", "seen", "industry", "reason"]
    cell = {p.column.id: p.column.render for p in placed}
    assert cell["seen"](ROW)[0] == "9d ago"
    assert cell["seen"](replace(ROW, last_seen=TODAY))[0] == "today"
    assert cell["seen"](BARE_ROW)[0] == "never"
    assert cell["industry"](BARE_ROW)[0] == ""


def test_a_churn_tier_says_who_has_never_bought() -> None:
    cell = {column.id: column.render for column in client_columns(LOOK, TODAY)}
    assert cell["bought"](replace(ROW, last_bought=TODAY - 91))[0] == "91d ago"
    assert cell["churn_tier"](ROW) == ("none", "muted")
    bought = replace(ROW, last_bought=TODAY - 91, churn_tier="medium")
    assert cell["churn_tier"](bought) == ("medium", "at_risk")
    never = replace(ROW, churn_tier="high")
    assert cell["churn_tier"](never) == ("high, never", "critical")
