"""The first rows of the radar need nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "sqlmodel", "sqlalchemy", "alembic", "pydantic", "pandas", "numpy", "sklearn", "plotext",
    "apscheduler",
)  # fmt: skip
# In a process of its own: what other tests have imported must not count.
CODE = """
import asyncio, sys
from pathlib import Path
from tests.tui.running import SMALL, app_on, sees, until

async def main():
    async with app_on(Path(sys.argv[1])).run_test(size=SMALL) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"), "the first rows")
        print("loaded:", *sorted(set(sys.argv[2:]) & set(sys.modules)))

asyncio.run(main())
"""


def test_the_first_rows_load_nothing_heavy(demo_master: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(demo_master), *HEAVY],
        cwd=root, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["loaded:"]
