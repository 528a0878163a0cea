"""`bellbuoy problem …`: from a fault that nobody foresaw to its report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell


@pytest.fixture
def reference(bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A command that failed unexpectedly, and what it told of it."""

    def broken(*_: object, **__: object) -> object:
        names: dict[str, object] = {}
        return names["Acme Corp"]

    monkeypatch.setattr("bellbuoy.services.clients.page", broken)
    told = bell("client", "list", store=demo_store)
    assert told.code == 1
    found = re.search(r"kept as (E-\w+)", told.err)
    assert found is not None
    return found[1]


def test_a_fault_leads_to_its_report(bell: Bell, demo_store: Path, reference: str) -> None:
    (row,) = bell("problem", "list", "kind:error", "--json", store=demo_store).rows
    assert row["id"] == reference
    assert (row["kind"], row["count"], row["grave"]) == ("error", 1, True)
    assert "Acme" not in str(row)
    told = bell("problem", "show", reference, store=demo_store)
    assert "KeyError: '…'" in told.out
    assert "in client list" in told.out
    assert "in broken" in told.out
    assert "Acme" not in told.out
    logged = bell("logs", "--trace", row["trace"], "--json").rows
    assert {line["event"] for line in logged} == {"fault", "command"}
    assert bell("logs", "--level", "error", "--json").rows[0]["fields"]["ref"] == reference


def test_it_is_counted_when_it_comes_again(
    bell: Bell, demo_store: Path, reference: str
) -> None:
    assert bell("client", "list", "--read-only", store=demo_store).code == 1
    (row,) = bell("problem", "list", "kind:error", "--json", store=demo_store).rows
    assert (row["id"], row["count"]) == (reference, 2)


def test_problems_name_what_mends_them(bell: Bell, demo_store: Path) -> None:
    told = bell("problem", "list", store=demo_store)
    assert "no worker runs" in told.out
    assert "bellbuoy worker start" in told.out
    assert (
        "bellbuoy worker start  starts one"
        in bell("problem", "show", "worker", store=demo_store).out
    )
    missing = bell("problem", "show", "E-000000", "--json", store=demo_store)
    assert (missing.code, missing.fault["hint"]) == (3, "bellbuoy problem list")
    assert bell("problem", "list", "colour:red", store=demo_store).code == 2
