"""A rule is read and checked before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.access.types import Viewer
from core.alerts.rules import asks_like, checked
from core.alerts.shipped import CHANNELS, RULES
from core.alerts.types import Rule
from core.query.context import QueryContext
from core.values.errors import UsageError
from core.values.instants import day_of

NOW = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)
CONTEXT = QueryContext(Viewer("ana", "admin"), day_of(NOW.date()), NOW, ZoneInfo("UTC"), "USD")
PLAIN = Rule("mine", "client", "tier:critical", "high")


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_what_ships_holds(rule: Rule) -> None:
    assert checked(rule, CONTEXT) == rule
    assert set(rule.channels) <= {channel.name for channel in CHANNELS}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Mine"}, "no name of a rule"),
        ({"condition": " "}, "a rule has a condition"),
        ({"condition": "tierr:critical"}, "unknown field"),
        ({"condition": "tier:critical limit:3"}, "a rule only has conditions"),
        ({"condition": "limit:3"}, "a rule only has conditions"),
        ({"condition": "owner:me"}, "`me` is nobody in a rule"),
        ({"condition": "NOT owner:me"}, "`me` is nobody in a rule"),
        ({"was": "arr>5k"}, "unknown field"),
        ({"was": "northwind"}, "takes no bare words"),
        ({"subject": "job", "condition": "failures>1", "was": "tier:healthy"}, "only a rule"),
        ({"subject": "store"}, "unknown field"),
        ({"subject": "moon"}, "is no subject"),
        ({"severity": "loud"}, "is no severity"),
        ({"quiet": "never"}, "is no quiet"),
        ({"channels": ()}, "1 to 10 channels"),
        ({"days": 0}, "1 to 365"),
        ({"again": 10}, "5min to 30d"),
    ],
)
def test_what_does_not_hold(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked(replace(PLAIN, **change), CONTEXT)


def test_a_channel_counts_once() -> None:
    rule = replace(PLAIN, channels=("ops", "screen", "ops"))
    assert checked(rule, CONTEXT).channels == ("ops", "screen")


def test_two_rules_ask_alike_whatever_rings() -> None:
    louder = replace(PLAIN, name="other", severity="low", channels=("bell",), active=False)
    assert asks_like(PLAIN, louder)
    others: tuple[dict[str, Any], ...] = (
        {"condition": "arr>1"}, {"was": "tier:healthy"}, {"days": 2},
    )  # fmt: skip
    assert not any(asks_like(PLAIN, replace(PLAIN, **asks)) for asks in others)
