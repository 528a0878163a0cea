"""The counts of the storms of a run, a line each, told at its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.depth import STORM

HEAD = (
    "storm                           killed  ended  points   acked  clear  broken"
    "  restart p50, p95 ms  plain"
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After a long run: what was killed, and what broke."""
    told = sorted(_told(terminalreporter), key=lambda each: (each["how"], each["workload"]))
    if STORM and told:
        terminalreporter.write_line(HEAD)
        for counts in told:
            terminalreporter.write_line(line(counts))


def _told(terminalreporter: pytest.TerminalReporter) -> Iterator[dict[str, Any]]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in report.user_properties:
                if name == "storm":
                    yield json.loads(str(value))


def line(counts: dict[str, Any]) -> str:
    """One workload: `broken` names the promises that were, with how often."""
    name = f"{counts['workload']}, {counts['how']}"
    broken = ", ".join(f"{n} {what}" for what, n in counts["broken"].items()) or "0"
    restart, plain = counts["restart_ms"], counts["plain_ms"]
    times = f"{restart[0]:>12.1f} {restart[1]:>7.1f} {plain[0]:>6.1f}" if restart else ""
    return (
        f"{name:<30} {counts['killed']:>7,} {counts['finished']:>6,} {counts['points']:>7,}"
        f" {counts['acknowledged']:>7,} {counts['clear']:>6,}  {broken:>6} {times}"
    ).rstrip()
