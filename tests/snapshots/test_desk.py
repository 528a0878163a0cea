"""The boxes in which one acts on clients, a timeline and what to do now, as pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from bellbuoy.services import worker
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions, tasks
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.supervision.schedule import make_known
from core.desk.types import Selection
from jobs.registry import JOBS
from tests.fixtures.stores import context
from tests.tui.running import DEMO_NOW, LARGE, SMALL, press, sees, still, until
from tui.app import BellbuoyApp
from tui.glyphs import GLYPHS
from tui.palette import Look
from tui.theming import palette_of

Walk = Callable[[Pilot[int]], Awaitable[None]]
SIZES = {"80x24": SMALL, "160x48": LARGE}
NEXT = "right_square_bracket"


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, in which people have acted; of one client
    the name attacks the terminal."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    both = ["C-0002", "C-0008"]
    interactions.add(found, both, "Dana asks for the export API\n\x1b[2Jand more")
    interactions.add(found, both, "renewal is on", kind="call")
    tasks.add(found, both, "send the offer", due=found.today, owner="ana")
    tasks.add(found, both, "\x1b]0;call\x07 Dana", due=found.today + 2)
    tag(found, Selection(("C-0002", "C-0008")), ["+vip", "+q1"])
    snooze(found, Selection(("C-0008",)), found.today + 6, "on holiday")
    assign(found, Selection(("C-0002", "C-0008")), "silent", owner="ana")
    tasks.end(found, "T-8", "nobody\x1b[2J left")
    return found


def walk(*keys: str, shows: str) -> Walk:
    """Wait for the radar, press keys, wait for what they bring."""

    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, sees(pilot, "Coral Networks"))
        await until(pilot, sees(pilot, "15 clients"))
        await press(pilot, *keys)
        await until(pilot, sees(pilot, shows), shows)
        await still(pilot)

    return go


PLACES: dict[str, Walk] = {
    "menu": walk("space", "down", "space", "a", shows="Act on 2 clients"),
    "note": walk("c", *"Dana", shows="note: "),
    "task": walk("a", "t", *"call", "space", "d", "u", "e", "colon", *"fri", shows="due Fri"),
    "change": walk("2", "asterisk", "a", "a", *"zoe", "enter", shows="stay as they are"),
    "timeline": walk("colon", *"client C-0008", "enter", *[NEXT] * 4, shows="renewal is on"),
    "note-lines": walk("c", *"Dana", "enter", *"asks", shows="asks"),
    "playbooks": walk("colon", *"playbooks", "enter", "end", shows="of 3 done"),
    "playbook": walk("a", "b", shows="Playbook for"),
    "begin": walk("2", "asterisk", "a", "b", "1", shows="stay as they are"),
    "actions": walk("colon", *"client actions C-0008", "enter", shows="of 3 done"),
    "tasks": walk("colon", *"tasks", "enter", shows="of 9"),
    "no-tasks": walk("colon", *"tasks owner:nobody", "enter", shows="owner:nobody"),
    "today": walk("colon", *"today tier:any", "enter", shows="points"),
    "nothing": walk("colon", *"today owner:nobody", "enter", shows="nobody waits"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_it_looks_as_it_did(ctx: Context, snap_compare: Any, place: str, size: str) -> None:
    look = Look(palette_of("dark", {"TERM": "xterm-256color"}), GLYPHS["braille"])
    app = BellbuoyApp(ctx, look)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=PLACES[place])
