"""A fault that nobody foresaw: a report that can be copied, and a whole terminal."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from tests.process.terminal import Terminal, terminal

pytestmark = pytest.mark.process
# The app with a key that fails, and where `twice` is said a report that fails as well.
FAILS = """
import sys
from bellbuoy.__main__ import main
from tui.app import BellbuoyApp
from tui.crash import CrashScreen

def fails(*_):
    raise RuntimeError("a fault nobody foresaw")

BellbuoyApp.redraw = fails
if sys.argv[1] == "twice":
    CrashScreen._draw = fails
sys.exit(main(sys.argv[2:]))
"""


def left(run: Terminal) -> None:
    assert run.wait() == 1
    assert run.left_on() == set()
    assert run.attributes == run.found
    assert b"Traceback" not in run.written


def test_a_fault_shows_a_report_to_copy_and_can_be_gone_on_from(
    demo_master: Path, tmp_path: Path
) -> None:
    arguments = ("once", "--store", str(demo_master), "--read-only")
    with terminal(*arguments, home=tmp_path, program=("-c", FAILS)) as run:
        run.wait_for("Oxbow")
        run.settle(0.4)
        run.press("\x0c")
        run.wait_for("Bellbuoy stopped")
        run.wait_for("RuntimeError")
        run.press("y")
        run.wait_for("on the clipboard")
        (copied,) = re.findall(rb"\x1b\]52;c;([^\x07]+)\x07", run.written)
        assert "RuntimeError" in base64.b64decode(copied).decode()
        run.press("r")
        run.wait_for("Oxbow")
        run.settle(0.4)
        run.press("\x0c")
        run.wait_for("Bellbuoy stopped")
        run.settle(0.3)
        run.press("q")
        left(run)


def test_a_report_that_cannot_be_shown_is_written_as_lines(
    demo_master: Path, tmp_path: Path
) -> None:
    arguments = ("twice", "--store", str(demo_master), "--read-only")
    with terminal(*arguments, home=tmp_path, program=("-c", FAILS)) as run:
        run.wait_for("Oxbow")
        run.settle(0.4)
        run.press("\x0c")
        left(run)
        assert "Bellbuoy stopped" in "\n".join(run.lines)
