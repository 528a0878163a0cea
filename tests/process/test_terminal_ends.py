"""However the app ends or is interrupted, the terminal is left as it was found."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.terminal import Terminal, terminal
from tests.process.worker_process import wait_for

pytestmark = pytest.mark.process
FRONTS = ("2", "3", "0", "1")


def begun(run: Terminal) -> None:
    run.wait_for(r"\[1 Radar\]|1 Radar")
    run.wait_for("Oxbow")
    run.settle(0.4)


def whole(run: Terminal) -> None:
    """Nothing of ours is left on, and nobody saw a traceback."""
    assert run.left_on() == set()
    assert run.attributes == run.found
    assert b"Traceback" not in run.written


@pytest.mark.parametrize(
    "term", ["xterm-256color", "screen", "tmux-256color", "linux", "dumb", "vt100"]
)
def test_a_walk_over_the_front_screens_leaves_no_mode_on(
    demo_master: Path, tmp_path: Path, term: str
) -> None:
    arguments = ("--store", str(demo_master), "--read-only")
    with terminal(*arguments, term=term, home=tmp_path) as run:
        begun(run)
        for key in FRONTS:
            run.press(key)
            run.settle(0.25)
        run.press("q")
        assert run.wait() == 0
        whole(run)


def killed(run: Terminal) -> None:
    run.signal(signal.SIGTERM)


def hung_up(run: Terminal) -> None:
    run.signal(signal.SIGHUP)


@pytest.mark.parametrize("end", [killed, hung_up])
def test_a_signal_ends_it_with_143_and_a_whole_terminal(
    demo_master: Path, tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        end(run)
        assert run.wait() == 143
        whole(run)


def test_an_interrupt_from_outside_ends_it_with_130_and_a_whole_terminal(
    demo_master: Path, tmp_path: Path
) -> None:
    """A second one, while it still cleans up, changes nothing."""
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        run.signal(signal.SIGINT)
        run.signal(signal.SIGINT)
        assert run.wait() == 130
        whole(run)


def test_an_interrupt_of_the_first_start_leaves_it_the_same_way(tmp_path: Path) -> None:
    with terminal(home=tmp_path) as run:
        run.wait_for("There is no store")
        run.signal(signal.SIGINT)
        assert run.wait() == 130
        whole(run)


def test_a_signal_while_nobody_reads_ends_it_too(demo_master: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        for number in range(60):
            run.press("23"[number % 2])
        run.signal(signal.SIGTERM)
        assert run.wait_unread() == 143


@pytest.mark.parametrize("hears", [True, False])
def test_a_lost_terminal_leaves_no_process(
    demo_master: Path, tmp_path: Path, hears: bool
) -> None:
    """Also where the signal of the loss is not heard, as under nohup."""
    ignored = (signal.SIGHUP,) if not hears else ()
    arguments = ("--store", str(demo_master), "--read-only")
    with terminal(*arguments, home=tmp_path, ignored=ignored) as run:
        begun(run)
        run.hang_up()
        assert run.wait() == 143


def test_a_lost_terminal_ends_the_worker_that_the_app_began(
    demo_store: Path, tmp_path: Path
) -> None:
    from bellbuoy.services import worker
    from tests.process.worker_process import alive, context

    ctx = context(demo_store)
    with terminal("--store", str(demo_store), home=tmp_path) as run:
        run.wait_for("live")
        assert alive(ctx)
        run.hang_up()
        run.wait()
        wait_for(lambda: worker.status(ctx).state in ("none", "dead"), "the worker's end")


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_the_same_screen_back(
    demo_master: Path, tmp_path: Path
) -> None:
    arguments = ("--store", str(demo_master), "--read-only")
    with terminal(*arguments, home=tmp_path, shell=True) as run:
        begun(run)
        run.press("\x1b[B")
        run.settle(0.5)
        before = run.lines
        run.press("\x1a")
        run.wait_for("Stopped")
        assert run.left_on() == set()
        run.resize(100, 30)
        run.press("stty -a | grep -o ' icanon'; fg\n")
        run.wait_for("Oxbow")
        run.settle(0.5)
        assert b"-icanon" not in run.written
        assert len(run.lines) == 30
        run.resize(80, 24)
        run.settle(0.5)
        assert run.lines == before
        assert run.modes[b"1049"] == run.modes[b"2004"] == b"h"
        run.press("q")
        run.wait_for("ready>")
        assert run.left_on() == set()
        run.press("exit\n")
        assert run.wait() == 0


def test_ctrl_z_without_a_shell_says_so_and_goes_on(demo_master: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        run.press("\x1a")
        run.wait_for("no shell to go back to")
        run.press("q")
        assert run.wait() == 0


def test_going_on_without_having_been_asked_to_stop_redraws(
    demo_master: Path, tmp_path: Path
) -> None:
    with terminal("--store", str(demo_master), "--read-only", home=tmp_path) as run:
        begun(run)
        run.signal(signal.SIGSTOP)
        run.signal(signal.SIGCONT)
        run.press("2")
        run.wait_for(r"\[2 Clients\]")
        run.press("q")
        assert run.wait() == 0
        whole(run)
