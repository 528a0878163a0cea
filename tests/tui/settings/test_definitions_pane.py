"""Definitions in lines: states, drift, and a plan."""

from __future__ import annotations

import pytest

from core.definitions.types import (
    Applied,
    Counted,
    Definition,
    DefinitionPlan,
    DefinitionState,
    Difference,
    Drift,
    Fault,
    FieldChange,
    Said,
)
from tests.tui.charts.samples import assert_fits, plain
from tests.tui.settings.samples import BARE, PLAIN
from tui.look import ScreenLook
from tui.settings.definitions_pane import Planned, definition_lines, planned_lines

HOSTILE = "Late \x1b]52;c;x\x07 東京"
STATES = (
    DefinitionState("scoring", "weights", "", "changed", 5, 9, "raj\x1b[2J"),
    DefinitionState("scoring", "tiers", "", "as applied", 5, None, None),
    DefinitionState("views", "view", HOSTILE, "gone", 5, 8, "mei"),
    DefinitionState("alerts", "rule", "big-fall", "not applied", None, None, None),
)
RULE = Definition("alerts", "rule", "big-fall", "big-fall", (("severity", "high"),))
VIEW = Definition("views", "view", "late", HOSTILE, (("query", "arr>1"),))
PLAN = DefinitionPlan(
    "bellbuoy.d",
    (Said("alerts", False, (RULE,)),),
    (
        Difference("change", RULE, RULE, (FieldChange("severity", "low", "high"),)),
        Difference("remove", VIEW, None, ()),
    ),
    None,
    {("alerts", "rule big-fall"): Counted(None, 3, 3, 1)},
    (Definition("alerts", "rule", "other", "other", ()),),
    {"alerts": Applied(5, "ana", None, {})},
    (Drift("changed", "alerts", "rule big-fall", "rule big-fall", ("", ""), 9, "raj"),),
    "mark",
    False,
)
FAULTS = (Fault("alerts.toml", 3, "", "no value"), Fault("views.toml", None, "view 1", HOSTILE))


@pytest.mark.parametrize("width", [140, 59, 40, 24])
@pytest.mark.parametrize("look", [PLAIN, BARE], ids=["braille", "ascii"])
def test_everything_fits(width: int, look: ScreenLook) -> None:
    for lines in (
        definition_lines(STATES, look, width),
        definition_lines((), look, width),
        planned_lines(Planned("bellbuoy.d", PLAN), look, width),
        planned_lines(Planned("bellbuoy.d", faults=FAULTS), look, width),
    ):
        assert_fits(lines, width)
        assert "\x1b" not in plain(lines)


def test_each_state_names_the_change_and_who() -> None:
    text = plain(definition_lines(STATES, PLAIN, 100))
    assert text.startswith(" 2 changed in the store since files were applied\n")
    rows = [line.split() for line in text.split("\n")]
    assert ["scoring", "weights", "changed", "change", "9", "by", "raj�[2J"] in rows
    assert ["scoring", "tiers", "as", "applied"] in rows
    assert ["alerts", "rule", "big-fall", "not", "applied"] in rows
    stands = plain(definition_lines(STATES[1:2], PLAIN, 100))
    assert stands.startswith(" all that was applied from files stands as it was applied\n")
    assert plain(definition_lines(STATES[3:], PLAIN, 100)).startswith(
        " No files were applied to this store yet.\n"
    )


def test_a_plan_says_drift_differences_and_what_they_come_to() -> None:
    text = plain(planned_lines(Planned("bellbuoy.d", PLAN), PLAIN, 100))
    assert text.index("alerts rule big-fall: changed (change 9 by raj)") < text.index(
        "~ alerts rule big-fall: 3 fit it now, 3 would ring, 1 open would end"
    )
    assert "     severity  low → high\n" in text
    assert "- views view Late �]52;c;x� 東京\n" in text
    assert (
        "0 to add, 1 to change, 1 to remove; 3 alerts would ring, 1 open alert would end"
        in text
    )
    assert "In no file, left alone (--prune removes them): rule other" in text
    assert text.endswith(
        " makes it so, after a question; bellbuoy apply bellbuoy.d on the shell"
    )


def test_every_fault_has_its_line() -> None:
    text = plain(planned_lines(Planned("bellbuoy.d", faults=FAULTS), PLAIN, 100))
    assert "\n alerts.toml line 3: no value\n views.toml, view 1: Late �" in text
    assert plain(planned_lines(Planned("bellbuoy.d"), PLAIN, 100)) == (
        " bellbuoy.d is compared with the store"
    )
