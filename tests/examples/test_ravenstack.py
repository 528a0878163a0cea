"""The example mapping, on the files it was written for."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bellbuoy.services import integrations, settings
from bellbuoy.services.context import Context
from bellbuoy.services.importing.files import find_files, unused_files
from bellbuoy.services.importing.opening import opened
from bellbuoy.services.incidents.statistics import record
from bellbuoy.services.making import init
from core.events.types import (
    ClientFact,
    EventFact,
    Fact,
    IncidentFact,
    SubscriptionFact,
)
from core.integrations.fact_rows import FactRow, read_facts
from core.integrations.mapping import read_mapping
from core.values.errors import RowError
from tests.fixtures.ravenstack import need_ravenstack
from tests.fixtures.stores import NOW, context

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "ravenstack_saas"
MAPPING = read_mapping((ROOT / "examples" / "ravenstack.toml").read_text(), "ravenstack.toml")
LAST = datetime(2024, 12, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def rows() -> dict[str, list[FactRow]]:
    if not DATA.exists():
        pytest.skip(f"THE RAVENSTACK FILES ARE NOT THERE: {DATA}")
    found = {}
    for file in find_files(DATA, MAPPING):
        with opened(file) as handle:
            now = datetime(2025, 6, 1, tzinfo=UTC)
            facts = read_facts(file.spec, MAPPING, file.name, handle, ZoneInfo("UTC"), now)
            found[file.spec.kind] = list(facts)
    return {str(kind): facts for kind, facts in found.items()}


def good(rows: list[FactRow]) -> list[Fact]:
    return [row.fact for row in rows if not isinstance(row.fact, RowError)]


def test_the_example_reads_without_the_data() -> None:
    assert [spec.kind for spec in MAPPING.files] == [
        "client", "subscription", "usage", "incident", "event",
    ]  # fmt: skip
    assert MAPPING.files[2].client_via == "subscription"


def test_every_row_is_a_fact_but_for_tickets_answered_after_they_were_closed(
    rows: dict[str, list[FactRow]],
) -> None:
    outcome = {
        kind: Counter(r.fact.code if isinstance(r.fact, RowError) else "ok" for r in found)
        for kind, found in rows.items()
    }
    assert outcome == {
        "client": {"ok": 500},
        "subscription": {"ok": 5000},
        "usage": {"ok": 25000},
        "incident": {"ok": 1964, "time.order": 36},
        "event": {"ok": 600},
    }


def test_no_data_file_is_left_aside() -> None:
    if not DATA.exists():
        pytest.skip(f"THE RAVENSTACK FILES ARE NOT THERE: {DATA}")
    assert unused_files(DATA, find_files(DATA, MAPPING)) == ()


def test_lines_and_bytes_are_those_of_the_file(rows: dict[str, list[FactRow]]) -> None:
    whole = (DATA / "ravenstack_support_tickets.csv").read_bytes()
    header, _, body = whole.partition(b"\n")
    assert header.startswith(b"ticket_id")
    assert b"".join(row.raw for row in rows["incident"]) == body
    assert [row.line for row in rows["incident"]] == list(range(2, 2002))


def test_single_facts(rows: dict[str, list[FactRow]]) -> None:
    client = rows["client"][0].fact
    assert isinstance(client, ClientFact)
    assert (client.external_id, client.plan) == ("A-2e4581", "Basic")
    assert client.extra == (("referral_source", "partner"), ("seats", "9"))
    subscription = rows["subscription"][0].fact
    assert isinstance(subscription, SubscriptionFact)
    assert (subscription.amount_minor, subscription.currency) == (3343200, "USD")
    assert (subscription.period, subscription.quantity) == ("year", 1)
    ticket = rows["incident"][0].fact
    assert isinstance(ticket, IncidentFact)
    assert ticket.opened == datetime(2023, 7, 27, tzinfo=UTC)
    assert ticket.acknowledged == datetime(2023, 7, 27, 1, 14, tzinfo=UTC)
    assert ticket.closed == ticket.resolved == datetime(2023, 7, 28, 3, tzinfo=UTC)
    use = rows["usage"][0].fact
    assert isinstance(use, EventFact)
    assert (use.client, use.kind, use.value) == ("S-0fcf7d", "calls", 9)
    assert use.payload == '{"beta":false,"errors":0,"feature":"feature_20","seconds":5004}'


def test_terms_trials_and_money(rows: dict[str, list[FactRow]]) -> None:
    subscriptions = [f for f in good(rows["subscription"]) if isinstance(f, SubscriptionFact)]
    assert Counter(s.term_months for s in subscriptions) == {None: 2539, 12: 2461}
    assert sum(s.trial for s in subscriptions) == 778
    assert sum(s.end is not None for s in subscriptions) == 486
    assert all(s.amount_minor % 1200 == 0 for s in subscriptions)


def test_severities_are_translated(rows: dict[str, list[FactRow]]) -> None:
    tickets = [f for f in good(rows["incident"]) if isinstance(f, IncidentFact)]
    assert {t.severity for t in tickets} == {"critical", "high", "medium", "low"}
    assert {t.status for t in tickets} == {"closed"}


def test_usage_ids_that_come_twice_are_left_to_the_store(
    rows: dict[str, list[FactRow]],
) -> None:
    ids = [f.external_id for f in good(rows["usage"]) if isinstance(f, EventFact)]
    assert len(ids) - len(set(ids)) == 21


def test_the_baseline_is_the_one_that_its_comment_tells_of(
    rows: dict[str, list[FactRow]],
) -> None:
    """The 75th percentile, nearest rank, of 30 days over clients with any use."""
    payers = {f.external_id: f.client for f in good(rows["subscription"])
              if isinstance(f, SubscriptionFact)}  # fmt: skip
    totals: Counter[str] = Counter()
    for use in good(rows["usage"]):
        if isinstance(use, EventFact) and use.at > LAST - timedelta(days=30):
            totals[payers[use.client]] += use.value
    ranked = sorted(totals.values())
    assert MAPPING.health is not None
    assert MAPPING.health.calls == ranked[ceil(0.75 * len(ranked)) - 1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The accounts and their tickets in a store, at the end of the last year of the data."""
    data = need_ravenstack()
    folder = tmp_path_factory.mktemp("tickets")
    for file in data.glob("*.csv"):
        # Of the others the header is enough.
        whole = file.name.endswith(("_accounts.csv", "_tickets.csv"))
        head, _, rows = file.read_bytes().partition(b"\n")
        (folder / file.name).write_bytes(head + b"\n" + (rows if whole else b""))
    init(str(folder / "store.db"))
    ctx = context(folder / "store.db", NOW.replace(year=2027))
    mapping = integrations.load_mapping(
        ROOT / "examples" / "ravenstack.toml", None, None, "USD"
    )
    integrations.import_path(ctx, folder, mapping)
    return settings.set_clock(ctx, settings.frozen_at(ctx, "2024-12-31"))


def tickets(priority: str = "") -> list[tuple[int, int]]:
    """(seconds to the first answer, seconds to the end) straight from the file, but for
    those that were answered only after they had been closed."""
    found = []
    with (DATA / "ravenstack_support_tickets.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            begun = datetime.fromisoformat(row["submitted_at"])
            took = (datetime.fromisoformat(row["closed_at"]) - begun).total_seconds()
            answer = 60 * int(row["first_response_time_minutes"])
            if answer <= took and priority in ("", row["priority"]):
                found.append((answer, int(took)))
    return found


def nearest_rank(values: list[int]) -> int:
    return sorted(values)[ceil(0.9 * len(values)) - 1]


def test_the_record_of_tickets_is_that_of_the_file(desk: Context) -> None:
    known = tickets()
    assert len(known) == 1964
    found = record(desk, "", "none", 3660).totals
    assert (found.opened, found.resolved, found.backlog) == (1964, 1964, 0)
    for told, values in (
        (found.to_acknowledge, [answer for answer, _ in known]),
        (found.to_resolve, [took for _, took in known]),
    ):
        assert told.mean == round_half_up(sum(values), len(values))
        assert told.p90 == nearest_rank(values)


def round_half_up(total: int, n: int) -> int:
    return (2 * total + n) // (2 * n)


@pytest.mark.parametrize("priority", ["urgent", "high", "medium", "low"])
def test_the_volume_by_severity_is_that_of_the_file(desk: Context, priority: str) -> None:
    severity = "critical" if priority == "urgent" else priority
    groups = record(desk, "", "severity", 3660).groups
    found = {group.key: group.figures for group in groups}[severity]
    assert found.opened == len(tickets(priority))
