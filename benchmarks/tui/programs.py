"""The programs that are run, each with its keys, as `tty_bench.py` wants them told."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

from benchmarks.data.bench import ROOT, Place

Case = dict[str, Any]
# A row of a list with its score: frames, headers and counters do not have it.
FIRST_ROW = r"!! critical +\d"
BELLBUOY = (sys.executable, "-P", "-m", "bellbuoy")
BARE, TABLE = ROOT / "benchmarks" / "bare_app.py", ROOT / "benchmarks" / "tui" / "table_app.py"
MOVES = ",".join(["down*6,up*6"] * 8)
# Jumps to both ends among the moves: what a person does who looks for something.
JUMPS = ",".join(["down*6,up*4,pagedown*2,pageup,end,up*2,home"] * 6)
PAGES = ",".join(["pagedown*3,pageup*3"] * 5)
# From the radar to the list of all clients.
_ALL = {"setup": "2,wait:800"}


def environment(home: Path) -> dict[str, str]:
    """A home of its own: no settings, keys or logs of the person who measures."""
    folders = {f"XDG_{name}_HOME": str(home) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {"HOME": str(home), **folders}


def bellbuoy(place: Place, name: str, keys: str, *, address: str | None = None) -> Case:
    """Our app on a store, in the list of all clients; no worker is started."""
    command = [*BELLBUOY, "--store", address or place.address, "--read-only"]
    surroundings = environment(place.folder) | {"PYTHONPATH": str(ROOT)}
    return {
        "name": name, "command": shlex.join(command), "ready": FIRST_ROW, "keys": keys,
        "quit_key": "q", "env": surroundings, **_ALL,
    }  # fmt: skip


def bare(place: Place) -> Case:
    """One widget that counts keys."""
    return {
        "name": "bare", "command": shlex.join([sys.executable, str(BARE)]), "keys": "x*96",
        "ready": "bare ready", "probe": "x", "quit_key": "q", "env": environment(place.folder),
    }  # fmt: skip


def data_table(place: Place, name: str, keys: str) -> Case:
    """A table of 100 rows."""
    return {
        "name": name, "command": shlex.join([sys.executable, str(TABLE)]), "keys": keys,
        "ready": "Client 003", "quit_key": "q", "env": environment(place.folder),
    }  # fmt: skip


def other(place: Place, name: str, command: str, rows: Path) -> Case:
    """A program of somebody else's on as many rows: `{csv}` and `{store}` in its command
    line become a file of them and our store."""
    words = command.format(csv=shlex.quote(str(rows)), store=shlex.quote(place.address))
    return {"name": name, "command": words, "keys": JUMPS, "env": environment(place.folder)}


def write_rows(path: Path, size: int) -> Path:
    """A CSV file with as many rows as a store has clients, unless it is there already."""
    if not path.exists():
        with path.open("w", encoding="utf-8") as out:
            out.write("client,tier,score,arr\n")
            for number in range(size):
                out.write(f"Client {number:07},healthy,{number * 37 % 101},{number * 7919}\n")
    return path
