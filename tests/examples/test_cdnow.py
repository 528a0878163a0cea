"""The purchases of CDNOW as clients: the published tiers, to the last one."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bellbuoy.services import clients, purchases
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.store import check
from tests.fixtures.stores import NewStore

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
LAST_DAY = datetime(1998, 6, 30, 23, 0, tzinfo=UTC)


def written(folder: Path) -> Path:
    """The sample in the plain form: each customer is a client since its first purchase."""
    rows = [line.split() for line in DATA.read_text().splitlines()]
    first: dict[str, str] = {}
    told = []
    for number, (_, who, day, _, dollars) in enumerate(rows):
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        first[who] = min(day, first.get(who, day))
        told.append((number, who, f"{day}T12:00:00Z", dollars, "USD"))
    for name, header, lines in (
        (
            "clients",
            ("id", "name", "start"),
            [(k, f"Customer {k}", d) for k, d in first.items()],
        ),
        ("purchases", ("id", "client", "at", "amount", "currency"), told),
    ):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([header, *lines])
    return folder


def counted(ctx: Context) -> dict[str, int]:
    return {
        tier: clients.count(ctx, f"churn_tier:{tier}") for tier in ("high", "medium", "low")
    }


def test_the_tiers_are_those_that_were_measured(new_store: NewStore, tmp_path: Path) -> None:
    if not DATA.exists():
        pytest.skip(f"THE CDNOW FILES ARE NOT THERE: {DATA}")
    ctx = new_store("UTC", LAST_DAY)
    mapping = load_mapping(None, None, "cdnow", "USD")
    done = import_path(ctx, written(tmp_path), mapping)
    assert (done.read, done.stored, done.quarantined) == (2357 + 6919, 2357 + 6919, 0)
    assert counted(ctx) == {"high": 1842, "medium": 215, "low": 300}
    assert clients.count(ctx, "bought:none") == 0
    assert purchases.count(ctx, "amount:0") == 8
    again = import_path(ctx, tmp_path, mapping)
    assert again.stored == 0
    [found] = [each for each in check(ctx, full=True) if each.name == "purchases"]
    assert found.state == "ok"
