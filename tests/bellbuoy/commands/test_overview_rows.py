from __future__ import annotations

from bellbuoy.commands.options import Options
from bellbuoy.commands.overview_rows import overview_text
from core.clients.types import Counter, Overview
from core.health.types import TIERS
from core.values.money import Money
from tests.fixtures.stores import NOW

EMPTY = Overview(
    as_of=NOW, clients=0, scored=0, average=None, average_delta7=None,
    tiers={tier: Counter(0) for tier in TIERS}, arr=(), at_risk_arr=(), at_risk_share=None,
    open_incidents=0, incidents_by_severity={},
)  # fmt: skip


def lines(found: Overview) -> list[str]:
    return "\n".join(overview_text(found, Options())).split("\n")


def test_an_empty_store_has_no_average_and_no_shares() -> None:
    told = lines(EMPTY)
    assert told[1] == "average health  unknown"
    assert told[2] == "ARR at risk     none"
    assert told[-1].split() == ["?", "unknown", "0"]
    assert "%" not in "".join(told)


def test_currencies_stay_apart() -> None:
    both = (Money(100_00, "EUR"), Money(200_00, "USD"))
    found = Overview(
        as_of=NOW, clients=2, scored=2, average=50.0, average_delta7=0.0,
        tiers={**EMPTY.tiers, "at_risk": Counter(2, both)}, arr=both, at_risk_arr=both,
        at_risk_share=None, open_incidents=1, incidents_by_severity={"low": 1},
    )  # fmt: skip
    told = lines(found)
    assert told[1] == "average health  50.0, +0.0 in 7 days"
    assert told[2] == "ARR at risk     €100, $200"
    assert "! at risk 2 100.0% €100, $200" in [" ".join(line.split()) for line in told]
    assert told[-1].split() == ["low", "1"]
