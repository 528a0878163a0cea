"""Incidents as a monitor reports them, through the pipe that monitors write to.

python -m benchmarks.data.feed STORE NAME LINES SECONDS
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Thread
from time import perf_counter, sleep

from benchmarks.data.bench import ROOT
from benchmarks.data.spread import of
from benchmarks.tui.programs import BELLBUOY
from core.incidents.types import SEVERITIES
from core.simulations.demo.personas import key_of

_STRIDE = 7_919
_BURST = 20
"""Lines that are written at once: a monitor is no metronome."""


def lines_of(name: str, lines: int, clients: int) -> list[str]:
    """Each hurts another client, as long as there are some."""
    return [
        json.dumps(
            {
                "key": f"{name}-{n}",
                "client": key_of(n * _STRIDE % clients + 1),
                "title": f"storm {name}",
                "severity": SEVERITIES[n % len(SEVERITIES)],
            }
        )
        for n in range(lines)
    ]


def fed(address: str, name: str, lines: int, seconds: float) -> tuple[float, float]:
    """Seconds from the first line to the last answer, and from a line to its answer at
    the 99th percentile. The clock begins when a line before all of them is answered: a
    pipe of a monitor stands open. Raises AssertionError for a line without an answer."""
    words = ["incident", "add", "--from", "-", "--follow", "--jsonl", "-q", "--store", address]
    pipe = subprocess.Popen(
        [*BELLBUOY, *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert pipe.stdin is not None
    assert pipe.stdout is not None
    first, *told = lines_of(name, lines + 1, _clients(address))
    pipe.stdin.write(first + "\n")
    pipe.stdin.flush()
    assert pipe.stdout.readline(), "the first line was not answered"
    answered: list[float] = []

    def read() -> None:
        assert pipe.stdout is not None
        answered.extend(perf_counter() for _ in pipe.stdout)

    reader = Thread(target=read)
    reader.start()
    sent: list[float] = []
    begin = perf_counter()
    for n, line in enumerate(told):
        if n % _BURST == 0 and seconds:
            pipe.stdin.flush()
            sleep(max(0.0, begin + seconds * n / lines - perf_counter()))
        pipe.stdin.write(line + "\n")
        sent.append(perf_counter())
    pipe.stdin.close()
    reader.join()
    pipe.stdout.close()
    assert pipe.wait() == 0
    assert len(answered) == lines, f"{lines - len(answered)} lines were not answered"
    waited = [there - here for here, there in zip(sent, answered, strict=True)]
    return answered[-1] - begin, of(waited).p99


def _clients(address: str) -> int:
    from benchmarks.data.clock import opened

    with opened(address).reader() as reader:
        return int(reader.value("SELECT count(*) FROM client"))


def main(words: list[str]) -> int:
    """Bring them in; print how long the slowest hundredth of them waited."""
    address, name, lines, seconds = words
    print(fed(address, name, int(lines), float(seconds))[1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
