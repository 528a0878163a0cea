"""Whatever arrives from a terminal: junk, pastes, halves, sizes. The app goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.process.terminal import Terminal, terminal
from tests.process.worker_process import context

pytestmark = pytest.mark.process
SIZES = ((1, 1), (20, 5), (2, 1), (58, 14), (500, 200), (133, 7))


def begun(run: Terminal, worker: str = "no worker") -> list[str]:
    """The radar, once it says all that it says of itself."""
    run.wait_for("Oxbow")
    run.wait_for("1–6 of 6")
    run.wait_for(worker)
    run.settle(0.8)
    return run.lines


def lets_go(run: Terminal) -> None:
    """Back on the radar, whatever was open, and out by `q`."""
    for _ in range(4):
        run.press("\x1b")
        run.settle(0.2)
    run.press("1")
    run.wait_for(r"\[1 Radar\]")
    run.press("q")
    assert run.wait() == 0
    assert b"Traceback" not in run.written
    assert run.left_on() == set()


def test_ten_kilobytes_of_junk_change_nothing_and_break_nothing(
    demo_store: Path, tmp_path: Path
) -> None:
    ctx = context(demo_store)

    def changes() -> object:
        with ctx.store.reader() as reader:
            return reader.value("SELECT count(*) FROM change_set")

    with terminal("--store", str(demo_store), home=tmp_path) as run:
        begun(run, "live")
        before = changes()
        chance = random.Random(7)
        for size in (4_000, 1, 6_000):
            run.press(chance.randbytes(size))
            run.settle(0.5)
        assert changes() == before
        lets_go(run)


def test_a_paste_with_an_escape_inside_never_runs_as_keys(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        before = begun(run)
        run.press("\x1b[200~oxbow\x1bq\x1b[3~q\r\x03q\x1b[201~")
        run.wait_for("/ oxbowq")
        run.press("\x1b")
        run.wait_until(lambda shown: shown[:-2] == before[:-2], "what was there before")
        # The same without marks, as a terminal without bracketed paste sends it.
        run.press("oxbow quit now and delete all that there is, then leave for good " * 2)
        run.wait_for("NO MATCH")
        lets_go(run)


def test_halves_and_answers_that_nobody_asked_for_are_no_keys(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        before = begun(run)
        for piece in (
            b"\x1b[1;", b"\x1b[200", b"\xe2\x96", b"\x1b]11;rgb:0000/0000/00", b"\x1b[48;9;9",
        ):  # fmt: skip
            run.press(piece)
            run.settle(0.3)
        run.press(b"\x1b[48;60000;60000;1;1t\x1b[99999999u\x1b[?62;1c\x1b[I\x1b[O\xff\xfe\x80")
        run.settle(0.4)
        run.wait_until(before.__eq__, "what was there before")
        lets_go(run)


def test_a_storm_of_sizes_ends_on_the_screen_it_began_with(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        before = begun(run)
        chance = random.Random(1)
        for number in range(200):
            run.resize(
                chance.choice((1, 5, 20, 80, 133, 500)), chance.choice((1, 2, 5, 24, 200))
            )
            if number % 10 == 0:
                run.read(0.02)
        run.resize(80, 24)
        run.wait_until(before.__eq__, "what was there before")
        for columns, rows in SIZES:
            run.resize(columns, rows)
            for key in ("2", "\r", "?", "\x1b", "1"):
                run.press(key)
                run.settle(0.15)
        run.resize(80, 24)
        run.wait_until(before.__eq__, "what was there before")
        lets_go(run)
