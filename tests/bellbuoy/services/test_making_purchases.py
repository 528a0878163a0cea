"""The transactions of a demo belong to its clients, and show every churn tier."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import clients, making, purchases
from bellbuoy.services.analytics import churn_tiers
from bellbuoy.services.store import check
from core.clients.churn import churn_tier
from core.values.instants import local_day
from tests.fixtures.stores import DEMO_NOW, context


@pytest.mark.parametrize("many", [15, 60])
def test_a_demo_has_every_tier_by_what_its_clients_have_bought(
    tmp_path: Path, many: int
) -> None:
    path = tmp_path / "demo.db"
    making.demo(str(path), clients=many, customers=making.usual_customers(many))
    ctx = context(path, DEMO_NOW)
    found = churn_tiers(ctx)
    assert found.told
    assert all(row.clients for row in found.rows), found.rows
    for row in clients.page(ctx, "bought:any", limit=many).rows:
        bought = purchases.page(ctx, f"client:{row.key}", limit=1).rows[0]
        day = local_day(bought.at, ctx.zone)
        assert (row.last_bought, row.churn_tier) == (day, churn_tier(ctx.today - day))
        assert bought.customer == row.id
    assert [each.state for each in check(ctx, full=True) if each.name == "purchases"] == ["ok"]


def test_a_customer_beyond_the_clients_is_none_of_them(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    making.demo(str(path), clients=5, customers=20)
    ctx = context(path, DEMO_NOW)
    for each in purchases.page(ctx, limit=200).rows:
        assert (each.client is not None) == (each.customer <= 5)


def test_a_demo_of_any_size_has_customers() -> None:
    assert [making.usual_customers(n) for n in (1, 15, 1_000_000)] == [1, 10, 9_999]
