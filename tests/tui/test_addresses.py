"""Places as they are written on a command line."""

from __future__ import annotations

import pytest

from core.values.errors import UsageError
from tui.addresses import place_at
from tui.places import Place


@pytest.mark.parametrize(
    ("address", "query", "place"),
    [
        ("radar", "", Place("radar")),
        ("clients", "tier:critical", Place("clients", query="tier:critical")),
        ("client/C-0412", "", Place("client", "C-0412", "overview")),
        ("client/C-0412/explain", "", Place("client", "C-0412", "explain")),
        ("client/Oxbow Foods/usage", "", Place("client", "Oxbow Foods", "usage")),
        ("settings/tiers", "", Place("settings", tab="tiers")),
        ("portfolio/owner", "", Place("portfolio", tab="owner")),
        ("jobs/score-clients", "", Place("jobs", "score-clients")),
        ("incident/INC-0002-1", "", Place("incident", "INC-0002-1")),
        ("incident/INC-0002-1/similar", "", Place("incident", "INC-0002-1", "similar")),
        ("incident/INC-0002-1/drafts", "", Place("incident", "INC-0002-1", "drafts")),
    ],
)
def test_addresses(address: str, query: str, place: Place) -> None:
    assert place_at(address, query) == place


@pytest.mark.parametrize(
    "address",
    ["", "nowhere", "quit", "theme/light", "client", "client/C-1/nosuch", "settings/x",
     "incident/INC-1/nosuch",
     "a\x1b[2J"],
)  # fmt: skip
def test_what_is_no_place(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        place_at(address)
    assert "\x1b" not in caught.value.message
