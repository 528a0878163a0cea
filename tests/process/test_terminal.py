"""The app in a real terminal: quiet, harmless, and gone without a trace."""

from __future__ import annotations

import re
import runpy
import shutil
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
# Through the radar, a client and its tabs, all clients, incidents, portfolio, jobs, settings,
# problems, help, palette, filter.
TOUR = (
    "\x1b[B", "\r", "]", "]", "]", "\x1b", "2", "\x1b[B", "\r", "\x1b", "3", "\x1b[B", "\r",
    "\x1b", "0", "\x1b[B", "gj", "\t", "go", "\t", "!", "\x1b", "1", "?", "\x1b", "\x10a",
    "\x1b", "/", "\x1b", "w", "\x1b",
)  # fmt: skip
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "tools" / "nasty_corpus.py"
# Columns that hold text from outside, or what a person or a file was called.
TEXTS = tuple(
    (table, column)
    for table, columns in (
        ("client", "key name owner plan industry country status top_reason"),
        ("incident", "key external_id title impact resolution"),
        ("client_identity", "external_id"), ("subscription", "external_id plan"),
        ("audit", "actor target reason"), ("change_set", "actor target summary"),
        ("source", "name"), ("facet_count", "value"),
    )
    for column in columns.split()
)  # fmt: skip
UNIQUE = ("key", "external_id")
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
    """A copy of the demo store in which every free text is one of these."""
    path = folder / "named.db"
    shutil.copy(demo, path)
    connection = sqlite3.connect(path)
    with connection:
        for table, column in TEXTS:
            found = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
            for at, (value,) in enumerate(found):
                name = names[at % len(names)]
                connection.execute(
                    f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} IS ?",
                    (f"{name} {at}" if column in UNIQUE else name, value),
                )
        connection.execute("UPDATE client SET extra = NULL")
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


def toured(demo: Path, folder: Path, names: tuple[str, ...]) -> Counter[bytes]:
    """The control bytes of a tour of a store whose texts are these."""
    folder.mkdir()
    store = str(renamed(demo, folder, names))
    with terminal("--store", store, "--read-only", home=folder) as run:
        tour(run)
    return control_bytes(run.written)


@pytest.fixture(scope="module")
def harmless(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Counter[bytes]:
    return toured(demo, tmp_path_factory.mktemp("plain") / "store", ("Plain Company",))


def from_corpus() -> tuple[str, ...]:
    """The trick strings of the hostile corpus, as many as there are."""
    if not CORPUS.is_file():
        pytest.skip(f"NOT SHOWN: the corpus {CORPUS} is missing")
    found = runpy.run_path(str(CORPUS))
    kinds = [
        found[name] for name in ("TERMINAL", "MARKUP", "FORMULA", "UNICODE") if name in found
    ]
    texts = [text for kind in kinds for text in kind.values()]
    # Half a character is refused by the store already.
    return tuple(text for text in texts if text == text.encode("utf-8", "ignore").decode())


@pytest.mark.parametrize("source", ["ours", "corpus"])
def test_hostile_text_writes_no_control_byte_that_harmless_text_does_not(
    demo: Path, tmp_path: Path, harmless: Counter[bytes], source: str
) -> None:
    names = HOSTILE if source == "ours" else from_corpus()
    hostile = toured(demo, tmp_path / "store", names)
    assert hostile.keys() <= harmless.keys()
    # What a read-only tour writes of these depends on time, of all others not.
    for byte in hostile.keys() - {b"\r", b"\n"}:
        assert hostile[byte] <= harmless[byte], byte


def test_nothing_is_written_when_nothing_changes(demo: Path, tmp_path: Path) -> None:
    with terminal("--store", str(demo), "--read-only", home=tmp_path) as run:
        run.wait_for(r"\[1 Radar\]")
        run.settle(2.0)
        for keys in ("", "\r", "]", "]", "]", "3", "2"):
            run.press(keys)
            run.settle(1.5)
            assert run.read(1.5) == b"", keys
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
