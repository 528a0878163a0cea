"""`python -m tests.process.storm [WORKLOAD …] --kills 1000`: a line of JSON each, and
exit code 1 where a promise broke. Without a word of how, each is walked once."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.process.storm import forks


def main() -> int:
    """Run what the command line asks for."""
    forks.alone()
    from tests.process.storm.workloads import BY_NAME

    asked = _asked(list(BY_NAME))
    broken = 0
    for name in asked.workload or BY_NAME:
        home = Path(tempfile.mkdtemp(prefix="bellbuoy-storm-", dir=asked.dir))
        try:
            told = _one(asked, name, home)
        finally:
            shutil.rmtree(home, ignore_errors=True)
        broken += sum(told["broken"].values())
        print(json.dumps(told), flush=True)
    return 1 if broken else 0


def _asked(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="storm", description=__doc__)
    parser.add_argument("workload", nargs="*", choices=[*names, []], metavar="WORKLOAD")
    parser.add_argument("--kills", type=int, default=0, help="random kills of each")
    parser.add_argument("--stride", type=int, default=1, help="of a walk: each so many")
    parser.add_argument("--most", type=int, default=0, help="of a walk: so many points")
    parser.add_argument("--error", default="", help="let calls fail with it: ENOSPC, EIO")
    parser.add_argument("--on", action="store_true", help="and all calls behind it: ENOSPC")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", help="where to work")
    return parser.parse_args()


def _one(asked: argparse.Namespace, name: str, home: Path) -> dict[str, Any]:
    from tests.process.storm.storm import Storm
    from tests.process.storm.workloads import BY_NAME

    began = time.monotonic()

    def told(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    storm = Storm(home, BY_NAME[name], large=bool(asked.kills))
    if asked.kills:
        storm.kills(asked.kills, asked.seed, told)
    else:
        # A disk that is full stays full; one that fails may work again.
        on = asked.on or asked.error == "ENOSPC"
        storm.walk(told, asked.error, stride=asked.stride, most=asked.most, on=on)
    counts = storm.counts
    return {
        "workload": name,
        "how": f"{asked.kills} kills" if asked.kills else f"walk {asked.error}".strip(),
        "killed": counts.killed,
        "finished": counts.finished,
        "points": counts.points,
        "acknowledged": counts.acknowledged,
        "clear": counts.failed_clearly,
        "in_spite": counts.done_in_spite,
        "broken": dict(counts.broken),
        "examples": counts.examples,
        "restart_ms": _spread(counts.restart_s),
        "plain_ms": _spread(counts.plain_s),
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip


def _spread(seconds: list[float]) -> list[float]:
    """The middle, what 95 of 100 stay below, and the most, in ms."""
    if not seconds:
        return []
    ranked = sorted(seconds)
    return [round(1_000 * ranked[int(q * (len(ranked) - 1))], 1) for q in (0.5, 0.95, 1.0)]


if __name__ == "__main__":
    sys.exit(main())
