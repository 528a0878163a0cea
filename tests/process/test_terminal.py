"""The app in a real terminal: quiet, harmless, and gone without a trace."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bellbuoy.services import making
from tests.process.terminal import Terminal, terminal

pytestmark = pytest.mark.process

# Terminal trick strings: clipboard, title, link, clear, cursor report, DCS, reset, C1, bidi.
HOSTILE = (
    "A\x1b]52;c;UFdORUQ=\x07B", "A\x1b]0;owned\x1b\\B", "A\x1b]8;;http://x\x1b\\B\x1b]8;;\x1b\\",
    "A\x1b[2J\x1b[HB", "A\x1b[6nB", "A\x1bPtmux;x\x1b\\B", "A\x1bcB", "A\x9b2JB\x9d0;x\x9c",
    "A\u202eB\u2066C\u200fD", "A\r\nB\tC\x08D\x00E", "[bold red]A[/] [link=x]B[/link]",
    "🏴\U000e0067\U000e007f 👩\u200d👩 é" + "\u0301" * 50, "x" * 10_000, "=cmd|'/c calc'!A1",
)  # fmt: skip
# Through the radar, a client and its tabs, all clients, incidents, help, palette, filter.
TOUR = (
    "\x1b[B", "\x1b[B", "\r", "]", "]", "]", "\x1b", "2", "\x1b[B", "\r", "\x1b", "3",
    "\x1b[B", "?", "\x1b", "\x10", "\x1b", "/", "\x1b", "w", "\x1b",
)  # fmt: skip
# Sequences that the app itself may write: colours, cursor moves, modes it sets.
_OWN = re.compile(
    rb"\x1b\[[0-9;:]*m|\x1b\[[0-9;]*[HABCDGJKhl]|\x1b\[[<>=?][0-9;:]*[a-zA-Z]"
    rb"|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*[tqu]"
)
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f]")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "demo.db"
    making.demo(str(path))
    return path


def renamed(demo: Path, folder: Path, names: tuple[str, ...]) -> Path:
    """A copy of the demo store whose clients, owners and incidents bear these texts."""
    path = folder / "named.db"
    shutil.copy(demo, path)
    connection = sqlite3.connect(path)
    with connection:
        for (number,) in connection.execute("SELECT id FROM client").fetchall():
            name = names[number % len(names)]
            connection.execute(
                "UPDATE client SET name = ?, owner = ?, plan = ?, industry = ?, country = ?,"
                " extra = NULL, top_reason = ? WHERE id = ?",
                (name, name, name, name, name, name, number),
            )
        for (number,) in connection.execute("SELECT id FROM incident").fetchall():
            name = names[number % len(names)]
            connection.execute(
                "UPDATE incident SET title = ?, impact = ? WHERE id = ?", (name, name, number)
            )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def tour(run: Terminal) -> None:
    """Through every screen and tab, help and palette, and out."""
    run.wait_for(r"\[1 Radar\]")
    run.settle()
    for keys in TOUR:
        run.press(keys)
        run.settle(0.25)
    run.press("q")
    assert run.wait() == 0


def control_bytes(written: bytes) -> Counter[bytes]:
    """Kinds of control bytes that are not part of the app's own sequences."""
    return Counter(_CONTROL.findall(_OWN.sub(b"", written)))


def test_hostile_text_writes_no_control_byte_that_harmless_text_does_not(
    demo: Path, tmp_path: Path
) -> None:
    written = {}
    for kind, names in (("harmless", ("Plain Company",)), ("hostile", HOSTILE)):
        folder = tmp_path / kind
        folder.mkdir()
        with terminal(
            "--store", str(renamed(demo, folder, names)), "--read-only", home=folder
        ) as run:
            tour(run)
        written[kind] = control_bytes(run.written)
    assert written["hostile"].keys() <= written["harmless"].keys()
    # A frame ends its lines in CR LF, and how many frames there are depends on time.
    for byte in written["hostile"].keys() - {b"\r", b"\n"}:
        assert written["hostile"][byte] <= written["harmless"][byte], byte


def test_nothing_is_written_when_nothing_changes(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        run.wait_for(r"\[1 Radar\]")
        run.settle(2.0)
        for keys in ("", "\r", "]", "]", "]", "3", "2"):
            run.press(keys)
            run.settle(0.5)
            assert run.read(1.5) == b"", keys
        run.press("q")
        assert run.wait() == 0


def test_the_terminal_is_left_as_it_was_found(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        run.wait_for(r"\[1 Radar\]")
        run.settle()
        run.press("q")
        assert run.wait() == 0
    modes: dict[bytes, bytes] = {}
    for numbers, state in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", run.written):
        modes |= dict.fromkeys(numbers.split(b";"), state)
    left_on = {mode for mode, state in modes.items() if state == b"h"} - {b"25", b"7"}
    assert left_on == set()
    assert modes[b"1016"] == b"l"
    assert modes.get(b"25", b"h") == b"h"


def test_a_signal_leaves_the_terminal_whole(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        run.wait_for(r"\[1 Radar\]")
        run.settle()
        run.signal(signal.SIGTERM)
        assert run.wait() == 143
    assert b"\x1b[?1049l" in run.written
    assert run.written.rstrip().endswith(b"l") or b"\x1b[?1016l" in run.written


@pytest.mark.parametrize("term", ["xterm", "screen", "tmux-256color", "linux", "dumb"])
def test_it_runs_on_any_terminal(demo: Path, tmp_path: Path, term: str) -> None:
    with terminal("--store", str(demo), "--read-only", term=term, home=tmp_path) as run:
        run.wait_for("Oxbow Foods")
        run.press("q")
        assert run.wait() == 0


@pytest.mark.parametrize(("columns", "rows"), [(60, 16), (40, 12), (200, 50)])
def test_it_runs_at_any_size(demo: Path, tmp_path: Path, columns: int, rows: int) -> None:
    arguments = ("--store", str(demo), "--read-only")
    with terminal(*arguments, columns=columns, rows=rows, home=tmp_path) as run:
        run.wait_for("Oxbow")
        run.press("q")
        assert run.wait() == 0


def test_the_app_starts_a_worker_that_ends_with_it(demo: Path, tmp_path: Path) -> None:
    from bellbuoy.services import worker
    from tests.process.worker_process import alive, context, wait_for

    path = tmp_path / "own.db"
    shutil.copy(demo, path)
    ctx = context(path)
    with terminal("--store", str(path), home=tmp_path) as run:
        run.wait_for("live")
        assert alive(ctx)
        run.press("q")
        assert run.wait() == 0
        wait_for(lambda: worker.status(ctx).state in ("none", "dead"), "the worker's end")
