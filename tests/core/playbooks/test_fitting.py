"""Why a playbook fits: the conditions that hold, and what each of them met."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.clients.types import ClientRow
from core.playbooks.fitting import client_fields, fit_of
from core.playbooks.reading import condition_of
from core.playbooks.types import Playbook, Step
from core.query.nouns import CLIENT_FIELDS
from core.values.money import Money
from tests.core.playbooks.test_reading import CONTEXT

NOW = datetime(2024, 10, 4, tzinfo=UTC)
ROW = ClientRow(
    id=1, key="C-1", name="Northwind", tier="critical", score=38, delta7=-21, trend="down",
    partial=False, arr=Money(1_200_000, "USD"), renews=20_030, owner="ana", plan="Pro",
    industry=None, country="DE", status="active", start=19_000, last_seen=19_980,
    open_incidents=2, calls_30=5, logins_30=0, top_reason="usage", tags=("vip", "eu"),
)  # fmt: skip


def why(when: str) -> list[tuple[str, str]]:
    playbook = Playbook("p1", "P", when, (Step("x", 0),))
    fit = fit_of(playbook, condition_of(playbook, CONTEXT), ROW, CONTEXT, NOW)
    assert fit.points == len(fit.explanation.parts)
    assert fit.explanation.total == sum(part.points for part in fit.explanation.parts)
    return [(part.label, part.value) for part in fit.explanation.parts]


def test_every_field_of_a_client_can_be_met() -> None:
    assert client_fields(ROW).keys() == {field.reads for field in CLIENT_FIELDS.fields}


@pytest.mark.parametrize(
    ("when", "parts"),
    [
        ("tier:critical trend<-5", [("tier:critical", "critical"), ("trend<-5", "-21")]),
        ("tier:healthy OR renews<60d", [("renews<60d", "2024-11-03")]),
        ("NOT tag:none arr>10k", [("NOT tag:none", "vip, eu"), ("arr>10000", "$12,000")]),
        ("industry:none seen>14d", [("industry:none", "none"), ("seen>14d", "2024-09-14")]),
        ("north", [("north", "Northwind")]),
        ("partial:no", [("partial:no", "no")]),
    ],
)
def test_what_each_condition_met(when: str, parts: list[tuple[str, str]]) -> None:
    assert why(when) == parts
