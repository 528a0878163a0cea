"""Alert rules and quiet hours as text and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.alerts.shipped import RULES
from core.alerts.types import Rule
from core.definitions.alerts import definition_of, definitions_of, read, text
from core.definitions.reading import Reading
from core.definitions.types import Said
from tests.core.alerts.test_rules import CONTEXT
from tests.core.definitions.drawn import rules

CHANNELS = ("bell", "screen")


def said(written: str) -> tuple[Said, Reading]:
    reading = Reading("alerts.toml")
    return read(reading, reading.tables(written), CONTEXT, CHANNELS), reading


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rules, unique_by=lambda rule: rule.name, max_size=3),
    st.sampled_from(["off", "22:00-07:00"]),
)
def test_a_file_brings_its_rules_back(found: list[Rule], hours: str) -> None:
    told, reading = said(text(definitions_of(found, hours)))
    assert reading.faults == []
    assert [(one.id, one.fields) for one in told.definitions] == [
        (one.id, one.fields) for one in definitions_of(found, hours)
    ]
    assert [replace(one.thing, rev=1) for one in told.definitions[1:]] == found


def test_rules_of_the_program_are_kept_once_somebody_changed_them() -> None:
    shipped = replace(RULES[0], shipped=True)
    assert not definition_of(shipped).kept
    assert definition_of(replace(shipped, rev=1)).kept
    assert definition_of(replace(shipped, shipped=False)).kept


@pytest.mark.parametrize(
    ("written", "key", "reason"),
    [
        ('[[rule]]\nname = "aa"\n', "rule 1.condition", "it is missing"),
        ('quiet_hours = "late"\n', "quiet_hours", "are no hours"),
        ('[[rule]]\nname = "aa"\ncondition = "teir:x"\n', "rule 1", "“aa”: "),
        ('[[rule]]\nname = "A!"\ncondition = "tier:critical"\n', "rule 1", "is no name"),
        ('[[rule]]\nname = "aa"\ncondition = "tier:critical"\nseverity = "loud"\n', "rule 1",
         "“loud” is no severity"),
        ('[[rule]]\nname = "aa"\ncondition = "tier:critical"\nchannels = ["ops"]\n', "rule 1",
         "no channel “ops”"),
        ('[[rule]]\nname = "aa"\ncondition = "tier:critical"\nagain = 5\n', "rule 1.again",
         "a span of time"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told(written: str, key: str, reason: str) -> None:
    _, reading = said(written)
    (fault,) = reading.faults
    assert (fault.key, reason in fault.reason) == (key, True), fault
