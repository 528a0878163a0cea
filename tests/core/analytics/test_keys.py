"""Keys of groups from stored values."""

from __future__ import annotations

import pytest

from core.analytics.keys import Stored, key_of, rank
from core.analytics.types import Key
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.types import Reference
from core.values.money import Money


@pytest.mark.parametrize(
    ("name", "stored", "key"),
    [
        ("industry", ("FinTech",), "FinTech"),
        ("industry", ("",), None),
        ("industry", (None,), None),
        ("renews", (20_788,), "2026-12"),
        ("renews", ("20788",), "2026-12"),
        ("renews", (None,), None),
        ("partial", (0,), False),
        ("health", (0,), 0),
        ("arr", (1_200, "USD"), Money(1_200, "USD")),
        ("mrr", (1_206, "USD"), Money(100, "USD")),
        ("arr", (0, None), None),
        ("owner", ("ana",), "ana"),
    ],
)
def test_a_key_of_stored_values(name: str, stored: tuple[Stored, ...], key: Key) -> None:
    found = key_of(CLIENT_FIELDS[name], stored)
    assert found == key
    assert type(found) is type(key)


def test_keys_of_incidents() -> None:
    client = key_of(INCIDENT_FIELDS["client"], ("C-1", "Northwind"))
    assert client == Reference("C-1", "Northwind")
    opened = INCIDENT_FIELDS["opened"]
    assert key_of(opened, (1,), ("2026-01", "2026-02")) == "2026-02"
    assert key_of(opened, (None,), ("2026-01",)) is None


def test_severities_from_the_worst_and_names_by_their_letters() -> None:
    severity = INCIDENT_FIELDS["severity"]
    words = sorted(["low", "critical", "odd", "high"], key=lambda w: rank(severity, w))
    assert words == ["critical", "high", "low", "odd"]
    client = INCIDENT_FIELDS["client"]
    pair = [Reference("C-1", "Zeta"), Reference("C-2", "alpha")]
    assert sorted(pair, key=lambda r: rank(client, r))[0].name == "alpha"
    with pytest.raises(ValueError, match="no rank"):
        rank(client, None)
