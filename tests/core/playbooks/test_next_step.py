"""What to do next: what is planned first, then what fits, then what would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.desk.types import ClientDesk, Interaction, Snooze, Task
from core.health.components import COMPONENTS
from core.health.types import HealthExplanation
from core.playbooks.next_step import next_step
from core.playbooks.types import Fit, Follow, Followed, Playbook, Step, StepTask, Suggestion
from core.values.contribution import Contribution, Explanation

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = 20_527
EMPTY = ClientDesk((), (), 0, 0, (), None, None)
TASK = Task(2, "C-1", "C", "write", TODAY + 1, None, "open", None, NOW, "ana", None, 1)
STEP = StepTask(1, "T-2", "write", "email", TODAY + 1, None, "open", None)
FOLLOW = Follow(7, "save-18", "C-1", "C", TODAY - 2, "ana", None, None, None, 1, 1, 0)
WAITS = Followed(replace(FOLLOW, open_steps=0), ())
PLAYBOOK = Playbook("renewal", "Prepare", "renews<=60d", (Step("x", 0),))
HOLDS = (Contribution("condition-1", "renews<=60d", 1, "2026-04-09"),)
FIT = Fit(PLAYBOOK, Explanation("renewal: C-1", "fit", 1, HOLDS, NOW, "fit/1"))
FITS = Suggestion("C-1", "C", None, "at_risk", 50, None, (FIT,), ())
CALL = Interaction(1, "C-1", "C", "call", NOW - timedelta(days=2), "ana", "hi", 1)


def why(**lost: int) -> HealthExplanation:
    parts = tuple(Contribution(key, key, points) for key, points in lost.items())
    total = sum(lost.values())
    earned = Explanation("C-1", "health", 100 - total, (Contribution("x", "x", 100 - total),),
                         NOW, "health/1")  # fmt: skip
    explained = Explanation("C-1", "lost", total, parts, NOW, "health/1")
    return HealthExplanation(
        "C-1", "C", 100 - total, "critical", False, NOW, None, earned, explained
    )


LOW = why(usage=38, engagement=28, incidents=18)


def test_what_is_planned_comes_first() -> None:
    desk = replace(EMPTY, tasks=(TASK,), interactions=(CALL,), snooze=Snooze(TODAY, "x", "a"))
    task = next_step(LOW, desk, (), FITS, NOW, TODAY)
    assert (task.what, task.why, task.verb) == ("write", "T-2: nobody, tomorrow", "done")
    of_playbook = next_step(LOW, desk, (Followed(FOLLOW, (STEP,)),), FITS, NOW, TODAY)
    assert of_playbook.why == "T-2: nobody, save-18, tomorrow"
    done = replace(EMPTY, tasks=(replace(TASK, state="done"),))
    outcome = next_step(LOW, done, (WAITS,), FITS, NOW, TODAY)
    assert (outcome.what, outcome.verb) == ("Say what came of save-18", "close")


def test_who_is_left_alone_is_left_alone() -> None:
    alone = replace(EMPTY, snooze=Snooze(TODAY + 3, "on holiday", "ana"))
    step = next_step(LOW, alone, (), FITS, NOW, TODAY)
    assert (step.what, step.verb) == ("Nothing now", "")
    assert step.why == "left alone up to 2026-03-18: on holiday"


def test_a_playbook_that_fits_is_begun_before_anything_is_made_up() -> None:
    step = next_step(LOW, replace(EMPTY, interactions=(CALL,)), (), FITS, NOW, TODAY)
    assert (step.what, step.verb) == ("Begin renewal: Prepare", "playbook")
    assert step.why == "renews<=60d (2026-04-09)"


def test_a_call_rests_a_client_for_three_days_and_a_note_does_not() -> None:
    for call, rests in (
        (CALL, True),
        (replace(CALL, kind="note"), False),
        (replace(CALL, at=NOW - timedelta(days=4)), False),
    ):
        step = next_step(LOW, replace(EMPTY, interactions=(call,)), (), None, NOW, TODAY)
        assert (step.verb == "") is rests


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda each: each.id)
def test_the_component_that_costs_most_says_what_would_help(component: object) -> None:
    points = {each.id: 30 if each is component else 5 for each in COMPONENTS}
    step = next_step(why(**points), EMPTY, (), None, NOW, TODAY)
    assert (step.what, step.verb) == component.remedy  # type: ignore[attr-defined]
    assert " costs 30 points, and nobody has a plan" in step.why


def test_nobody_is_bothered_without_need() -> None:
    for found in (replace(LOW, tier="healthy"), replace(LOW, tier="unknown"), why(usage=0)):
        step = next_step(found, EMPTY, (), None, NOW, TODAY)
        assert (step.what, step.verb) == ("Nothing waits", "")
