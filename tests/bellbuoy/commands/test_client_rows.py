from __future__ import annotations

import pytest

from bellbuoy.commands.client_rows import client_columns, client_row, signed
from bellbuoy.commands.incident_rows import INCIDENTS, incident_row
from bellbuoy.commands.options import Options
from bellbuoy.commands.quarantine import ROWS, quarantine_row
from core.clients.types import ClientRow
from core.incidents.types import Incident, Sla, SlaSide
from core.integrations.types import QuarantineRow
from core.query.nouns import FIELD_SETS
from core.values.money import Money
from tests.fixtures.stores import NOW

CLIENT = ClientRow(
    id=7, key="C-0007", name="Acme", tier="at_risk", score=61, delta7=-4, trend="flat",
    partial=False, arr=Money(120_001, "USD"), renews=20_100, owner="ana", plan=None,
    industry=None, country=None, status="active", start=19_000, last_seen=20_000,
    open_incidents=1, calls_30=5, logins_30=None, top_reason="usage 10%: −30",
    spark=(None, 61),
)  # fmt: skip
RUNNING = SlaSide("running", 3_600, 60, None, None)
INCIDENT = Incident(
    id=3, key="INC-3", client_id=7, client_key="C-0007", client_name="Acme", title="x",
    severity=None, status="open", opened=NOW, acknowledged=None, resolved=None, closed=None,
    resolution=None, impact=None, source="crm", external_id="99", penalty=10,
    sla=Sla(RUNNING, RUNNING, None), owner=None, clients=1, affects=("C-0007",), arr=None,
    health=61, renews=None, parent=None, duplicate_of=None, reopened=0, rev=1, repeats=0,
)  # fmt: skip
REFUSED = QuarantineRow(
    id=1, key="Q-1", run=2, source="crm", file="a.csv", line=3, kind="client",
    code="time.naive", reason="no zone", state="new", first_seen=NOW, raw=b"x",
)  # fmt: skip

ROWS_OF = {
    "client": client_row(CLIENT),
    "incident": incident_row(INCIDENT),
    "quarantine": quarantine_row(REFUSED),
}
COLUMNS_OF = {"client": client_columns(Options(), 0), "incident": INCIDENTS, "quarantine": ROWS}


@pytest.mark.parametrize("noun", list(FIELD_SETS))
def test_a_row_speaks_the_words_of_the_query(noun: str) -> None:
    """What can be asked by a name can be read, shown and chosen by that name."""
    row, columns = ROWS_OF[noun], [column.key for column in COLUMNS_OF[noun]]
    assert set(FIELD_SETS[noun].names) <= set(row)
    assert sorted(columns) == sorted(row)


def test_an_id_is_the_public_one() -> None:
    assert ROWS_OF["client"]["id"] == "C-0007"
    assert (ROWS_OF["incident"]["id"], ROWS_OF["incident"]["client"]) == ("INC-3", "C-0007")
    assert ROWS_OF["quarantine"]["id"] == "Q-1"


def test_values_as_json_has_them() -> None:
    row = ROWS_OF["client"]
    assert row["arr"] == {"minor": 120_001, "currency": "USD"}
    assert row["mrr"] == {"minor": 10_000, "currency": "USD"}
    assert (row["renews"], row["since"], row["seen"]) == (
        "2025-01-12",
        "2022-01-08",
        "2024-10-04",
    )
    assert (row["trend"], row["logins"], row["spark"]) == (-4, None, [None, 61])


def test_days_are_counted_from_today() -> None:
    columns = {column.key: column for column in client_columns(Options(), 20_090)}
    assert columns["renews"].render("2025-01-12") == "10d"
    assert columns["seen"].render("2024-10-04") == "90d ago"
    assert columns["renews"].render(None) == ""


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, {"name", "tier", "health", "trend", "spark", "arr", "renews", "owner"}),
        (120, {"name", "tier", "health", "trend", "spark", "arr", "renews", "owner", "reason"}),
    ],
)
def test_a_narrow_terminal_has_fewer_columns(width: int, shown: set[str]) -> None:
    found = client_columns(Options(tty=True, width=width), 0)
    assert {column.key for column in found if not column.extra} == shown
    assert len(found) == len(client_columns(Options(), 0))


def test_a_churn_risk_is_told_in_words_and_colour() -> None:
    risk = next(c for c in client_columns(Options(), 0) if c.key == "risk_score")
    assert [risk.render(score) for score in (None, 0, 70, 71)] == [
        "", "0", "70", "churn risk 71",
    ]  # fmt: skip
    assert risk.paint is not None
    assert [bool(risk.paint(score)) for score in (None, 70, 71)] == [False, False, True]


def test_signs_of_the_glyph_set() -> None:
    columns = {c.key: c for c in client_columns(Options(glyphs="ascii"), 0)}
    assert columns["trend"].title == "7d"
    assert columns["spark"].render([0, 100, None]) == "       _# "


def test_a_change_carries_its_sign() -> None:
    assert [signed(value) for value in (None, 0, 5, -21, 1.5)] == [
        "", "+0", "+5", "-21", "+1.5",
    ]  # fmt: skip
