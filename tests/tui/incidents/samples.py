"""An incident with steps, a ledger and clients, for the tests of its lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.incidents.types import AffectedClient, IncidentDetail, Step
from core.sla.types import LedgerRow
from core.values.instants import to_micros
from core.values.money import Money
from tests.tui.clients.samples import INCIDENT, NOW, TODAY

STEPS = (
    Step(1, NOW - timedelta(minutes=130), None, "opened", "p95 error rate 31% > 5%", (), False),
    Step(2, NOW - timedelta(minutes=124), "raj", "acknowledged", "",
         (("status", "open", "acknowledged"),), False),
    Step(3, NOW - timedelta(minutes=110), "raj", "severity", "",
         (("severity", "medium", "high"),), False),
    Step(4, NOW - timedelta(minutes=60), "mei", "update", "fix deployed to 1 of 3", (), True),
)  # fmt: skip
AFFECTED = (
    AffectedClient("C-0412", "Northwind Labs", True, 38, "critical", 6,
                   Money(14_880_000, "USD"), TODAY + 18, "ana"),
    AffectedClient("C-0077", "東京データ", False, None, None, None, None, None, None),
)  # fmt: skip
LEDGER = (
    LedgerRow(to_micros(INCIDENT.opened), to_micros(NOW - timedelta(hours=1)), True,
              4_200_000_000),
    LedgerRow(to_micros(NOW - timedelta(hours=1)), None, False, 4_200_000_000),
)  # fmt: skip
DETAIL = IncidentDetail(
    incident=replace(INCIDENT, clients=2, affects=("C-0412", "C-0077")),
    steps=STEPS,
    timeline=STEPS,
    ledger=LEDGER,
    affected=AFFECTED,
    children=("INC-9",),
    arr=(Money(14_880_000, "USD"),),
    renewing=1,
)


def hostile(text: str) -> IncidentDetail:
    """The same with a text wherever one comes from outside."""
    incident = replace(
        DETAIL.incident, key=text, title=text, client_name=text, client_key=text, source=text,
        impact=text, owner=text, parent=text, duplicate_of=text, external_id=text,
    )  # fmt: skip
    steps = tuple(
        replace(step, text=text, by=text, what=(("owner", text, text),)) for step in STEPS
    )
    return replace(
        DETAIL,
        incident=incident,
        steps=steps,
        timeline=steps,
        affected=tuple(replace(each, name=text, key=text, owner=text) for each in AFFECTED),
        children=(text,),
    )
