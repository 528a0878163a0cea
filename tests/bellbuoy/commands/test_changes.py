"""Who changed what, by command: what the tab of the machine room shows."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bellbuoy.commands.conftest import Bell


def test_a_change_is_listed_and_opened(bell: Bell, demo_store: Path) -> None:
    assert bell("alert", "rules", "edit", "tier-critical", "--severity", "low",
                store=demo_store).code == 0  # fmt: skip
    told = bell("change", "list", "action:alert.rule", "--json", store=demo_store)
    (row,) = json.loads(told.out)["rows"]
    page = bell("change", "show", str(row["id"]), store=demo_store).out
    assert "tier-critical" in page
    assert "severity  high → low" in page or "severity  critical → low" in page


def test_what_is_not_there(demo: Bell) -> None:
    told = demo("change", "show", "99999")
    assert (told.code, told.out) == (3, "")
    assert told.err.startswith("error: no change 99999")
    assert demo("change", "list", "colour:red").code == 2
