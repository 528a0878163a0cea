"""How much slower is Bellbuoy to start and to answer a key than a bare Textual app?

    make bench

Makes a demo store of 15 and one of 1,000 clients in a temporary folder, then
runs the bare app and Bellbuoy on both stores in turn under a real
pseudo-terminal. What counts are the ratios at the right of the table.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TTY_BENCH = ROOT.parent / "shared" / "bench" / "tty_bench.py"
BELLBUOY = ROOT / ".venv" / "bin" / "bellbuoy"
SIZES = (15, 1_000)
# A row of the radar with its score: frames, headers and counters do not have it.
FIRST_ROW = r"!! critical +\d"
# Up and down within the rows that the smallest store has, so that no key is lost at an edge.
KEYS = ",".join(["down*4,up*4"] * 20)


def cases(stores: dict[int, Path], home: Path) -> list[dict[str, Any]]:
    """The programs to run in turn; the first is what the others are held against."""
    bare = {
        "name": "bare",
        "command": shlex.join([sys.executable, str(ROOT / "benchmarks" / "bare_app.py")]),
        "ready": "bare ready",
    }
    apps = [
        {
            "name": f"bellbuoy-{size}",
            "command": shlex.join([str(BELLBUOY), "--store", str(store)]),
            "ready": FIRST_ROW,
        }
        for size, store in stores.items()
    ]
    shared = {"keys": KEYS, "quit_key": "q", "env": environment(home)}
    return [case | shared for case in (bare, *apps)]


def environment(home: Path) -> dict[str, str]:
    """A home of its own: no settings, keys or logs of the person who measures."""
    folders = {f"XDG_{name}_HOME": str(home) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {"HOME": str(home), **folders}


def make_store(size: int, folder: Path) -> Path:
    """A demo store of `size` clients. Raises CalledProcessError when that fails."""
    store = folder / f"demo-{size}.db"
    command = [str(BELLBUOY), "store", "demo", "--clients", str(size), "--store", str(store)]
    surroundings = os.environ | environment(folder)
    subprocess.run(command, env=surroundings, check=True, stdout=subprocess.DEVNULL)
    return store


def main(options: list[str]) -> int:
    """Measure; `options` go to tty_bench as they are (`--runs 3 --size 160x48`)."""
    if not TTY_BENCH.is_file():
        print(f"NOTHING WAS MEASURED: the tool {TTY_BENCH} is missing", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="bellbuoy-bench-") as name:
        folder = Path(name)
        stores = {size: make_store(size, folder) for size in SIZES}
        spec = folder / "cases.json"
        spec.write_text(json.dumps(cases(stores, folder)), encoding="utf-8")
        command = [sys.executable, str(TTY_BENCH), "--spec", str(spec)]
        phases = ["--measure", "startup,idle,keys,quit"]
        return subprocess.run([*command, *phases, *options], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
