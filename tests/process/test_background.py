"""A real terminal is asked for its background, and what it answers is not typed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bellbuoy.services import making
from tests.process.terminal import Terminal, terminal

pytestmark = pytest.mark.process
# The light ground as the nearest of 256 colours.
LIGHT = b"48;5;231"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "demo.db"
    making.demo(str(path))
    return path


def asked(run: Terminal) -> None:
    """Until the question has been written."""
    end = time.monotonic() + 20
    while b"\x1b]11;?" not in run.written:
        assert time.monotonic() < end, "never asked"
        run.read(0.01)


def test_a_light_terminal_gets_the_light_theme(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        asked(run)
        run.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c")
        run.wait_for("Coral Networks")
        run.settle()
        assert LIGHT in run.written
        assert run.lines[2].startswith(" / tier:critical,at_risk"), "no byte became a key"
        run.press("q")
        assert run.wait() == 0


def test_a_silent_or_late_terminal_keeps_its_own_ground(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        asked(run)
        time.sleep(0.4)
        run.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c")
        run.wait_for("Coral Networks")
        run.settle()
        assert b"48;5;" not in run.written
        assert run.lines[2].startswith(" / tier:critical,at_risk"), "no byte became a key"
        run.press("q")
        assert run.wait() == 0


def test_a_theme_that_is_named_needs_no_question(demo: Path, tmp_path: Path) -> None:
    words = ("--store", str(demo), "--read-only", "--theme", "light")
    with terminal(*words, home=tmp_path) as run:
        run.wait_for("Coral Networks")
        assert LIGHT in run.written
        run.press("q")
        assert run.wait() == 0
        assert b"\x1b]11;" not in run.written
