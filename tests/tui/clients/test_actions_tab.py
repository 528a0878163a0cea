"""What the tab Actions says: the next thing first, steps with marks, what ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.desk.types import ClientDesk, Task
from core.playbooks.types import Fit, Follow, Followed, Playbook, Step, StepTask, Suggestion
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
from tui.clients.actions_tab import Acts, action_lines, drawn, next_words
from tui.clients.preview import next_step
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
FITS = Suggestion("C-1", "Client", "ana", "at_risk", 50, None, (Fit(PLAYBOOK, WHY),), ())


def shown(found: Acts, width: int = 79, look: ScreenLook = LOOK) -> list[str]:
    lines = action_lines(found, width, look)
    return [each.rstrip() for each in plain(drawn(lines, 0, width, look)).split("\n")]


def test_steps_carry_their_marks_and_who_and_when() -> None:
    desk = replace(EMPTY, tasks=(TASK,), open_tasks=1)
    lines = shown(Acts(desk, (Followed(FOLLOW, STEPS),), FITS))
    assert lines == [
        "  Next  write",
        "        T-2: ana, save-18, tomorrow",
        "        fits too: renewal",
        "",
        "  save-18 since 2026-11-19                                     1 of 2 done P-7",
        "   ✓ call    call: reached                                                done",
        "     email   write                                          ana Mon 2026-11-23",
    ]


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (Acts(EMPTY, (), None), "Nothing waits"),
        (Acts(EMPTY, (), FITS), "Begin renewal: Prepare"),
        (Acts(EMPTY, (Followed(replace(FOLLOW, open_steps=0), STEPS[:1]),), FITS),
         "Say what came of save-18"),
        (Acts(replace(EMPTY, tasks=(TASK,), open_tasks=1), (), FITS), "write"),
    ],
)  # fmt: skip
def test_the_next_thing(found: Acts, what: str) -> None:
    assert next_words(found, LOOK)[0] == what


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
    )
    for width in WIDTHS:
        lines = action_lines(found, width, look)
        assert_fits(drawn(lines, 4, width, look), width, look, words)


def test_below_the_radar_the_playbook_is_named() -> None:
    assert "".join(text for text, _ in next_step(FITS, LOOK)) == (
        "playbook renewal: Prepare · a then b"
    )
    following = replace(FITS, follows=("save-18", "silent"))
    assert "".join(text for text, _ in next_step(following, LOOK)) == "follows save-18, silent"
    assert next_step(replace(FITS, fits=()), LOOK) == next_step(None, LOOK) == []
