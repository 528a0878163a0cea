"""Running programs in turn under `tty_bench.py`, and reading what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.data.bench import ROOT, Figures
from benchmarks.tui.programs import Case

TTY_BENCH = ROOT.parent / "shared" / "bench" / "tty_bench.py"
# Fields that a run has once, by the name under which a figure is told.
_FIELDS = {
    "ready": "ready_ms", "interactive": "interactive_ms", "start bytes": "startup_bytes",
    "memory": "idle_rss_mib", "idle bytes": "idle_bytes_per_s",
    "idle wakes": "idle_wakeups_per_s",
    "p50": "key_p50_ms", "p99": "key_p99_ms", "bytes": "bytes_per_key",
    "unanswered": "keys_unanswered", "noise": "noise_cpu_pct",
}  # fmt: skip


def run(cases: Sequence[Case], folder: Path, measure: str, *options: str) -> Figures:
    """One round of all cases; figures are named `case field`, as in `bare p99`.

    Raises CalledProcessError when a program ended early or never became ready, and
    FileNotFoundError without the tool.
    """
    if not TTY_BENCH.is_file():
        raise FileNotFoundError(f"the tool {TTY_BENCH} is missing")
    spec, found = folder / "cases.json", folder / "found.json"
    spec.write_text(json.dumps(list(cases)), encoding="utf-8")
    command = [sys.executable, str(TTY_BENCH), "--spec", str(spec), "--json", str(found)]
    command += ["--runs", "1", "--warmup", "0", "--measure", measure, "--quiet", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    return figures(json.loads(found.read_text(encoding="utf-8")))


def figures(document: dict[str, Any]) -> Figures:
    """What the tool wrote, one number a case and field: seconds, bytes, MiB, counts. What
    was not measured is left out."""
    told: Figures = {}
    for case in document["cases"]:
        (fields,) = case["runs"]
        for name, field in _FIELDS.items():
            if isinstance(value := fields.get(field), int | float):
                seconds = value / 1000 if field.endswith("_ms") else value
                told[f"{case['name']} {name}"] = float(seconds)
    return told
