"""What the screens tell of a fault is what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.problems import state_file
from bellbuoy.services.problems.found import faults
from tests.bellbuoy.services.problems.test_keeping import broken
from tests.fixtures.stores import context
from tui.crash import CrashScreen
from tui.glyphs import GLYPHS
from tui.palette import Look
from tui.report import reference, report
from tui.theming import palette_of


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_crash_is_kept_under_the_trace_of_its_session(demo_store: Path) -> None:
    ctx = context(demo_store)
    lines = report(broken("Acme \x1b[2J"), ctx)
    (fault,) = faults(ctx)
    assert (fault.report.word, fault.trace) == ("app", ctx.trace_id)
    assert lines[0].startswith(f"{reference(broken())}  ValueError")
    assert fault.report.ref == reference(broken())
    assert not any("Acme" in line or "\x1b" in line for line in lines)


def test_a_read_only_session_writes_nothing_into_the_store(demo_store: Path) -> None:
    ctx = replace(context(demo_store), read_only=True)
    report(broken(), ctx)
    report(broken(), None)
    with ctx.store.reader() as reader:
        assert reader.value("SELECT count(*) FROM fault") == 0
    assert len(state_file.faults()) == 2


async def test_the_crash_screen_shows_and_copies_the_report(demo_store: Path) -> None:
    lines = report(broken(), context(demo_store))
    look = Look(palette_of("dark", {"TERM": "xterm-256color"}), GLYPHS["ascii"])
    app = CrashScreen(lines, look)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("y")
        assert app.clipboard == "\n".join(lines)
        await pilot.press("r")
    assert app.return_value == "again"
