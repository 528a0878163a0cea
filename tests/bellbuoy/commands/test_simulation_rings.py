"""`sim preview` says which rules would ring, and what is held back."""

from __future__ import annotations

from tests.bellbuoy.commands.conftest import Bell


def test_the_page_lists_rules_with_what_is_held_back(demo: Bell) -> None:
    told = demo("sim", "preview", "outage", "C-0007")
    at = told.lines.index("Rules that would ring")
    assert told.lines[at + 1].split() == [
        "rule", "severity", "alerts", "clients", "held", "back,", "never", "sent",
    ]  # fmt: skip
    rows = {line.split()[0]: line for line in told.lines[at + 2 :] if line}
    assert rows["client-incidents"].split() == [
        "client-incidents", "high", "1", "1", "1", "screen,", "1", "bell",
    ]  # fmt: skip


def test_the_record_has_them_and_no_rule_rings_for_nothing(demo: Bell) -> None:
    (row,) = demo("sim", "preview", "outage", "C-0007", "--json").rows
    told = {each["rule"]: each for each in row["rings"]}
    assert told["client-incidents"]["keys"] == ["C-0007"]
    assert told["client-incidents"]["held"] == [
        {"channel": "screen", "kind": "screen", "deliveries": 1},
        {"channel": "bell", "kind": "bell", "deliveries": 1},
    ]
    (calm,) = demo("sim", "preview", "price-rise", "C-0007", "--json").rows
    assert calm["rings"] == []
    assert "would ring" not in demo("sim", "preview", "price-rise", "C-0007").out
