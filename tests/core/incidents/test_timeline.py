"""Everything dated of an incident stands in its timeline, once, in the order of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.incidents.timeline import Said, timeline
from core.incidents.types import Step
from tests.tui.clients.samples import INCIDENT

MINUTE = timedelta(minutes=1)
OPENED = INCIDENT.opened
FOUND = replace(
    INCIDENT, acknowledged=OPENED + 5 * MINUTE, resolved=OPENED + 50 * MINUTE, closed=None
)
ACK = Step(1, OPENED + 5 * MINUTE, "raj", "acknowledged", "", (), visible=False)


def told(*steps: Step, said: tuple[Said, ...] = ()) -> list[tuple[str, str | None, int]]:
    found = timeline(FOUND, steps, said)
    assert [each.at for each in found] == sorted(each.at for each in found)
    return [(each.kind, each.by, each.number) for each in found]


def test_without_steps_its_own_times_are_told() -> None:
    assert told() == [
        ("opened", None, 0), ("acknowledged", None, 0), ("resolved", None, 0),
    ]  # fmt: skip


def test_what_a_step_tells_is_not_told_twice() -> None:
    assert told(ACK) == [("opened", None, 0), ("acknowledged", "raj", 1), ("resolved", None, 0)]


def test_the_words_of_a_source_stand_between_and_tell_of_the_status() -> None:
    said = (
        Said(OPENED + MINUTE, "update", "we look at it"),
        Said(OPENED + 5 * MINUTE, "investigating", "found", "acknowledged"),
    )
    assert told(said=said) == [
        ("opened", None, 0), ("said", None, 0), ("said", None, 0), ("resolved", None, 0),
    ]  # fmt: skip
    found = timeline(FOUND, (), said)[1]
    assert (found.text, found.what) == ("we look at it", (("said", None, "update"),))
