"""What the tab Actions says: the next thing first, steps with marks, what ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.desk.types import ClientDesk, Task
from core.playbooks.types import (
    Fit,
    Follow,
    Followed,
    NextStep,
    Playbook,
    Step,
    StepTask,
    Suggestion,
)
from core.values.contribution import Contribution, Explanation
from tests.tui.clients.samples import (
    HOSTILE,
    LOOK,
    LOOKS,
    NOW,
    TODAY,
    WIDTHS,
    assert_fits,
    plain,
)
from tui.clients.actions_tab import Acts, action_lines, drawn
from tui.clients.preview import next_pieces
from tui.look import ScreenLook

EMPTY = ClientDesk((), (), 0, 0, (), None, None)
STEPS = (
    StepTask(1, "T-1", "call", "call", TODAY, "ana", "done", "reached"),
    StepTask(2, "T-2", "write", "email", TODAY + 2, "ana", "open", None),
)
FOLLOW = Follow(7, "save-18", "C-1", "Client", TODAY - 2, "ana", None, None, None, 1, 2, 1)
TASK = Task(2, "C-1", "Client", "write", TODAY + 1, "ana", "open", None, NOW, "ana", None, 1)
PLAYBOOK = Playbook("renewal", "Prepare", "renews<=60d", (Step("x", 0),))
WHY = Explanation(
    "renewal: C-1", "fit", 1,
    (Contribution("condition-1", "renews<=60d", 1, "2026-12-09"),), NOW, "fit/1",
)  # fmt: skip
WRITE = NextStep("write", "T-2: ana, save-18, tomorrow", "done")
FITS = Suggestion("C-1", "Client", "ana", "at_risk", 50, None, (Fit(PLAYBOOK, WHY),), ())


def shown(found: Acts, width: int = 79, look: ScreenLook = LOOK) -> list[str]:
    lines = action_lines(found, width, look)
    return [each.rstrip() for each in plain(drawn(lines, 0, width, look)).split("\n")]


def test_steps_carry_their_marks_and_who_and_when() -> None:
    desk = replace(EMPTY, tasks=(TASK,), open_tasks=1)
    lines = shown(Acts(desk, (Followed(FOLLOW, STEPS),), FITS, WRITE))
    assert lines == [
        "  Next  write",
        "        T-2: ana, save-18, tomorrow",
        "        fits too: renewal",
        "",
        "  save-18 since 2026-11-19                                     1 of 2 done P-7",
        "   ✓ call    call: reached                                                done",
        "     email   write                                          ana Mon 2026-11-23",
    ]


def test_the_next_thing_names_its_keys() -> None:
    call = NextStep("Call: why?", "usage costs 38 points", "call")
    assert shown(Acts(EMPTY, (), None, call))[:2] == [
        "  Next  Call: why?",
        "        usage costs 38 points; a then c",
    ]


def test_what_ended_says_how() -> None:
    ended = replace(FOLLOW, outcome="lost", said="bought", end=TODAY - 1)
    lines = shown(Acts(EMPTY, (Followed(ended, ()),), None))
    assert lines[-2:] == [
        "  Ended",
        f"     save-18 lost: bought{'2026-11-20':>53}",
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_keep_to_their_line(look: ScreenLook, words: str) -> None:
    step = replace(STEPS[1], text=words, owner=words)
    follow = replace(FOLLOW, said=words, outcome="kept", end=TODAY)
    task = replace(TASK, text=words, owner=words, id=9)
    found = Acts(
        replace(EMPTY, tasks=(task,), open_tasks=1),
        (Followed(FOLLOW, (step,)), Followed(follow, ())),
        FITS,
        replace(WRITE, what=words, why=words),
    )
    for width in WIDTHS:
        lines = action_lines(found, width, look)
        assert_fits(drawn(lines, 4, width, look), width, look, words)


def test_below_the_radar_it_is_one_line() -> None:
    begin = NextStep("Begin renewal: Prepare", "renews<=60d (2026-12-09)", "playbook")
    assert said(begin) == "Begin renewal: Prepare · a then b"
    assert said(WRITE) == "write · T-2: ana, save-18, tomorrow"
    assert said(NextStep("Nothing waits", "no task is open", "")) == said(None) == ""
    assert "\x1b" not in said(replace(WRITE, what=HOSTILE[0], why=HOSTILE[0]))


def said(step: NextStep | None) -> str:
    return "".join(text for text, _ in next_pieces(step, LOOK))
