"""The example mappings of Zendesk and Jira, on recorded answers of both."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.events.types import ClientFact, IncidentFact
from core.integrations.fact_rows import read_facts
from core.integrations.feed import BytesFeed
from core.integrations.mapping import read_mapping

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ROOT.parent / "shared" / "data" / "payloads"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def recorded(name: str) -> Any:
    file = PAYLOADS / name
    if not file.exists():
        pytest.skip(f"THE RECORDED ANSWERS ARE NOT THERE: {file}")
    return json.loads(file.read_text())


def facts_of(example: str, records: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Clients and incidents of records, a line each; none is refused."""
    mapping = read_mapping((ROOT / "examples" / example).read_text(), example)
    feed = BytesFeed(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    found = []
    for spec in mapping.files:
        rows = read_facts(spec, mapping, "x.jsonl", feed, ZoneInfo("UTC"), NOW)
        found.append([row.fact for row in rows])
    clients, incidents = found
    assert {type(fact) for fact in clients} == {ClientFact}
    assert {type(fact) for fact in incidents} == {IncidentFact}
    return clients, incidents


def tickets() -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name in ("TestTicketsPagination", "TicketsIncrementalTest"):
        for exchange in recorded(f"zendesk/{name}_test_pagination.json"):
            body = exchange["response"]["body"]
            body = json.loads(body or "{}") if isinstance(body, str) else body
            found |= {ticket["id"]: ticket for ticket in (body or {}).get("tickets", [])}
    return list(found.values())


def test_tickets_of_zendesk() -> None:
    records = tickets()
    clients, incidents = facts_of("zendesk-tickets.toml", records)
    assert len(incidents) == len(records) > 50
    assert Counter(i.title for i in incidents) == Counter(r["subject"] for r in records)
    for fact, record in zip(incidents, records, strict=True):
        assert fact.external_id == str(record["id"])
        assert fact.client == str(record["organization_id"] or "none")
        assert fact.components == tuple(dict.fromkeys(record["tags"]))
        assert (fact.resolved is None) == (
            record["status"] not in ("solved", "closed", "deleted")
        )
    assert {fact.external_id for fact in clients} == {fact.client for fact in incidents}


def test_states_of_zendesk_are_ours() -> None:
    base = {
        "id": 7, "subject": "s", "organization_id": 5, "tags": ["api", "api", "web"],
        "created_at": "2025-01-01T10:00:00Z", "updated_at": "2025-01-02T10:00:00Z",
    }  # fmt: skip
    words = [
        ("new", "open"), ("open", "open"), ("pending", "pending"), ("hold", "pending"),
        ("solved", "resolved"), ("closed", "closed"),
    ]  # fmt: skip
    _, found = facts_of(
        "zendesk-tickets.toml", [{**base, "status": s, "priority": "urgent"} for s, _ in words]
    )
    assert [fact.status for fact in found] == [ours for _, ours in words]
    assert {(fact.severity, fact.components) for fact in found} == {
        ("critical", ("api", "web"))
    }
    assert [fact.resolved for fact in found[4:]] == [datetime(2025, 1, 2, 10, tzinfo=UTC)] * 2


def test_issues_of_jira() -> None:
    records = [*recorded("jira/search.json")["issues"], recorded("jira/issue.json")]
    _, incidents = facts_of("jira-issues.toml", records)
    assert [fact.title for fact in incidents] == [r["fields"]["summary"] for r in records]
    assert incidents[0].opened == datetime(2020, 12, 3, 13, 5, 20, 974_000, tzinfo=UTC)
    assert {fact.client for fact in incidents} == {"jira"}


def test_a_whole_issue_of_jira() -> None:
    issue = {
        "key": "OPS-4",
        "fields": {
            "project": {"key": "OPS", "name": "Operations"},
            "summary": "Search is slow",
            "priority": {"name": "Blocker"},
            "created": "2024-05-01T10:00:00.000+0200",
            "resolutiondate": "2024-05-01T12:30:00.000+0200",
            "components": [{"name": "search"}, {"name": "api"}],
        },
    }
    (client,), (found,) = facts_of("jira-issues.toml", [issue])
    assert (client.external_id, client.name) == ("OPS", "Operations")
    assert (found.client, found.severity, found.status) == ("OPS", "critical", "resolved")
    assert found.resolved == datetime(2024, 5, 1, 10, 30, tzinfo=UTC)
    assert found.components == ("search", "api")
