"""The RavenStack files: taken in to the row, and to the cent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bellbuoy.services import clients, quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.overview import overview
from core.integrations.types import FileCount, ImportSummary
from core.values.instants import parse_day
from core.values.money import Money, monthly
from tests.bellbuoy.services.import_files import one
from tests.fixtures.dump import dump
from tests.fixtures.ravenstack import DATA, MAPPING, arr_on, need_ravenstack
from tests.fixtures.stores import NewStore


@pytest.fixture(scope="module")
def raven(new_store: NewStore) -> tuple[Context, ImportSummary, ImportSummary, tuple[Any, Any]]:
    """Imported twice, in the summer after; with the content after each time."""
    folder = need_ravenstack()
    ctx = new_store(at=datetime(2025, 6, 1, tzinfo=UTC))
    mapping = load_mapping(MAPPING, None, None, "USD")
    ledgers = ("audit", "change_set", "change_row", "import_run", "import_file")
    first = import_path(ctx, folder, mapping)
    before = dump(ctx.store, without=ledgers)
    second = import_path(ctx, folder, mapping)
    return ctx, first, second, (before, dump(ctx.store, without=ledgers))


COUNTS = (
    FileCount("ravenstack_accounts.csv", "client", 500, 500, 0, 0),
    FileCount("ravenstack_subscriptions.csv", "subscription", 5000, 5000, 0, 0),
    FileCount("ravenstack_feature_usage.csv", "usage", 25000, 24979, 0, 21),
    FileCount("ravenstack_support_tickets.csv", "incident", 2000, 1964, 0, 36),
    FileCount("ravenstack_churn_events.csv", "event", 600, 600, 0, 0),
)


def test_ravenstack_is_taken_in_to_the_row(raven: Any) -> None:
    _, first, _, _ = raven
    assert first.files == COUNTS
    assert (first.read, first.stored, first.quarantined) == (33100, 33043, 57)
    assert first.reasons == (("time.order", 36), ("id.conflict", 21))
    assert first.changed_clients == first.scored == 500
    assert sum(first.tiers.values()) == 500
    assert not first.resumed


def test_a_second_import_of_ravenstack_changes_nothing(raven: Any) -> None:
    ctx, _, second, (before, after) = raven
    assert second.files == tuple(
        replace(count, stored=0, unchanged=count.stored, skipped=True) for count in COUNTS
    )
    assert (second.stored, second.quarantined) == (0, 57)
    assert after == before
    assert one(ctx, "SELECT count(*) FROM quarantine") == 57


def test_old_data_offers_to_set_the_clock_there(raven: Any) -> None:
    _, first, second, _ = raven
    assert first.newest == first.offer_clock == parse_day("2024-12-31")
    assert (second.newest, second.offer_clock) == (None, None)


def test_refused_rows_are_kept_as_they_were(raven: Any) -> None:
    ctx, _, _, _ = raven
    held = {
        name: (DATA / name).read_bytes().splitlines(keepends=True)
        for name in ("ravenstack_feature_usage.csv", "ravenstack_support_tickets.csv")
    }
    rows = quarantine.page(ctx, limit=100).rows
    assert Counter((row.file, row.code) for row in rows) == {
        ("ravenstack_feature_usage.csv", "id.conflict"): 21,
        ("ravenstack_support_tickets.csv", "time.order"): 36,
    }
    for row in rows:
        assert row.raw == held[row.file][row.line - 1]
        assert (row.source, row.run, row.state) == ("ravenstack", 1, "new")
        assert quarantine.show(ctx, row.key) == row


def test_ravenstack_s_revenue_is_that_of_its_file(raven: Any) -> None:
    ctx, _, _, _ = raven
    past = ctx.looking_at(datetime(2024, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    shown = {row.key: row.arr.minor for row in clients.page(past, limit=500).rows if row.arr}
    assert shown == arr_on("2024-12-31")
    [total] = overview(past).arr
    assert monthly(total) == Money(10_159_608_00, "USD")


def test_the_revenue_of_a_year_before_too(raven: Any) -> None:
    ctx, _, _, _ = raven
    past = ctx.looking_at(datetime(2023, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    [total] = overview(past).arr
    assert monthly(total) == Money(1_262_113_00, "USD")
    shown = {row.key: row.arr.minor for row in clients.page(past, limit=500).rows if row.arr}
    before = arr_on("2023-12-31")
    signed = {row.key for row in clients.page(past, limit=500).rows}
    assert shown == {key: arr for key, arr in before.items() if key in signed}
