"""Let an outage go by at sixty times the clock, as a story on the screens does, until
somebody ends it.

python -m benchmarks.tui.living STORE
"""

from __future__ import annotations

import os
import sys
from time import sleep

from bellbuoy.services.context import reread
from bellbuoy.services.simulations.living import advance
from bellbuoy.services.simulations.running import run
from benchmarks.data.clock import opened
from core.desk.types import Selection

CLIENTS = 3_000
MINUTES = 180
SPEED = 60
EVERY_S = 0.5
"""How often it is moved on: some eight clients each time."""


def main(words: list[str]) -> int:
    """Says when it begins."""
    os.nice(10)  # as the worker
    ctx = opened(words[0])
    meant = Selection(query=f"sort:id limit:{CLIENTS}")
    run(ctx, "outage", meant, {}, spread=MINUTES, speed=SPEED)
    print("begun", flush=True)
    while True:
        ctx = reread(ctx)
        advance(ctx)
        sleep(EVERY_S)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
