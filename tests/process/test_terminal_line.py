"""A slow line: nothing is written that need not be, and no key waits for the line."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.process.terminal import Terminal, terminal

pytestmark = pytest.mark.process
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
# Overlays and text boxes; what is closed again is no place of its own.
PLACES = ("?", ":", "\x10", "/", "g")
CURSOR_BYTES, PAGE_BYTES, PLACE_BYTES, START_BYTES = 900, 3_500, 6_500, 8_000


def begun(run: Terminal) -> None:
    run.wait_for("Oxbow")
    run.settle(0.5)


def pressed(run: Terminal, keys: str) -> int:
    """The bytes that answer a key."""
    before = len(run.written)
    run.press(keys)
    run.settle(0.3)
    return len(run.written) - before


def test_a_key_costs_the_cells_that_it_changes(demo_master: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        assert len(run.written) < START_BYTES
        assert max(pressed(run, "\x1b[B") for _ in range(6)) < CURSOR_BYTES
        assert pressed(run, "\x1b[6~") < PAGE_BYTES
        for place in ("2", "3", "\r", "\x1b", "0", "1", "g", "\x1b"):
            assert pressed(run, place) < PLACE_BYTES, place
        # Drawn anew, because one asked for it.
        assert pressed(run, "\x0c") > 2 * CURSOR_BYTES


def test_no_box_or_overlay_writes_while_nobody_types(demo_master: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        run.settle(1.0)
        for place in PLACES:
            run.press(place)
            run.settle(0.4)
            quiet = run.read(1.0)
            # What was said goes again, and the clock goes on.
            assert len(quiet) < 200, (place, quiet)
            if place != PLACES[-1]:
                run.press("\x1b")
                run.settle(0.4)
        # Both at once, as a slow line brings them: the second is not for what is closed.
        run.press("\x1bq")
        assert run.wait() == 0


def test_over_ssh_there_are_at_most_ten_pictures_a_second(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path, env=SSH) as run:
        begun(run)
        bursts, last, end = 0, 0.0, time.monotonic() + 1.5
        begin = time.monotonic()
        while time.monotonic() < end:
            run.press("\x1b[B\x1b[A")
            if run.read_once(0.02):
                now = time.monotonic()
                bursts += now - last > 0.05
                last = now
        took = time.monotonic() - begin
        assert 2 <= bursts <= took * 10 + 2
        run.press("2")
        run.wait_for(r"\[2 Clients\]")


def test_two_kilobytes_a_second_end_on_the_right_screen(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path, env=SSH) as run:
        begun(run)
        # Twelve screens are asked for in three seconds, over a line with 300 ms of delay
        # that takes a third of one in a second.
        for number in range(12):
            run.press("23"[number % 2])
            time.sleep(0.25)
            run.read_bytes(500)
        run.press("1")
        run.settle(0.6)
        slow = run.lines
        run.press("\x0c")
        run.settle(0.6)
        assert run.lines == slow
        assert "[1 Radar]" in slow[0]


def test_a_reader_that_stops_does_not_stop_the_app(demo_master: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        for number in range(200):
            run.press("23"[number % 2])
            time.sleep(0.005)
        # A busy machine may still be at the keys: it comes to rest some time.
        assert any(rests(run.process) for _ in range(20))
        run.press("1")
        run.wait_for(r"\[1 Radar\]")
        run.settle(0.5)
        shown = run.lines
        run.press("\x0c")
        run.settle(0.5)
        assert run.lines == shown
        run.press("q")
        assert run.wait() == 0


def rests(process: int) -> bool:
    """Whether a process spends less than half of the next second."""
    begin, spent = time.monotonic(), cpu(process)
    time.sleep(1.0)
    return cpu(process) - spent < 0.5 * (time.monotonic() - begin)


def cpu(process: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
