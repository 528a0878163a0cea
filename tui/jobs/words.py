"""Times, durations and states in the words of the machine room."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from core.jobs.types import RUN_GLYPHS, JobRow, RunState
from tui.palette import Look, Role

_NEAR = timedelta(hours=20)
_PARTS = ((86_400, "d"), (3_600, "h"), (60, "min"))
ROLES: dict[str, Role] = {
    "running": "accent", "failed": "critical", "timed_out": "critical", "dead": "critical",
    "abandoned": "at_risk", "late": "at_risk", "paused": "muted", "waiting": "muted",
    "skipped": "muted", "cancelled": "muted",
}  # fmt: skip
_STATES = {"timed_out": "timed out", "dead": "given up", "abandoned": "cut"}


def clock_words(at: datetime | None, now: datetime, zone: tzinfo) -> str:
    """`14:10`, and month and day where it is far off: `11-22`."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if abs(at - now) < _NEAR else f"{local:%m-%d}"


def span_words(seconds: float | None) -> str:
    """`0.4 s`, `41 s`, `12 min`, `3 h 05`, `3 d 02 h`."""
    if seconds is None:
        return ""
    if seconds < 20:
        return f"{max(0.0, seconds):.1f} s"
    whole = int(seconds)
    if whole < 120:
        return f"{whole} s"
    if whole < 7_200:
        return f"{whole // 60} min"
    if whole < 172_800:
        return f"{whole // 3_600} h {whole % 3_600 // 60:02}"
    return f"{whole // 86_400} d {whole % 86_400 // 3_600:02} h"


def state_words(job: JobRow) -> tuple[str, Role]:
    """The state of a job with its sign: `!! failed`, `late 4 min`."""
    role = ROLES.get(job.state, "")
    if job.state == "failed":
        ended = job.last.state if job.last is not None else "failed"
        return f"!! {_STATES.get(ended, 'failed')}", role
    if job.state == "late":
        return f"late {span_words(job.late_s)}", role
    return job.state, role


def run_words(state: RunState) -> tuple[str, Role]:
    return _STATES.get(state, state), ROLES.get(state, "")


def recent_signs(states: tuple[RunState, ...], look: Look) -> str:
    """A sign a run, the oldest first."""
    plain = int(look.glyphs.name == "ascii")
    return "".join(RUN_GLYPHS[state][plain] for state in states)


def size_words(size: int) -> str:
    """`812 kB`, `412 MB`, `3.1 GB`."""
    if size < 1_000_000:
        return f"{size / 1_000:,.0f} kB"
    return f"{size / 1_000_000:,.0f} MB" if size < 10**9 else f"{size / 10**9:,.1f} GB"


def counted(shown: int, of: int, what: str, more: str = "") -> str:
    """`1 run`, `7 jobs`, `2 of 7 jobs`; `more` stands behind the whole: `500+`."""
    plural = "" if of == 1 else "s"
    count = f"{of:,}{more}" if shown == of else f"{shown:,} of {of:,}{more}"
    return f"{count} {what}{plural}"
