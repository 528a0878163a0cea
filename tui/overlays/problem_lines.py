"""What is wrong, and what mends it: the lines of `!`, pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from core.jobs.types import JobRun, WorkerStatus
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import Piece, blank, line
from tui.palette import Look, Role
from tui.pulse import SCORING, Pulse, scores_age

_MEND = 4


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at. None: the viewer's role may not know. `live`: the store's
    clock is the machine's, so that the age of scores means something; `now` is the
    machine's time."""

    pulse: Pulse
    quarantined: int | None
    live: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `mends` are (key or command, what it does)."""

    words: str
    mends: tuple[tuple[str, str], ...]
    grave: bool = False


def problems(found: Findings, run_key: str) -> list[Problem]:
    """What is wrong, the gravest first. `run_key` asks for a recompute."""
    told = [_failed(run, run_key) for run in found.pulse.failed]
    told += _worker(found.pulse.worker, found.now)
    told += _stale(found, run_key)
    if found.quarantined:
        rows = "row waits" if found.quarantined == 1 else "rows wait"
        mends = (("bellbuoy quarantine list", "shows them and why"),)
        told.append(Problem(f"{found.quarantined:,} refused {rows} in quarantine", mends))
    return told


def _failed(run: JobRun, run_key: str) -> Problem:
    why = f": {safe_text(run.error)}" if run.error else ""
    job = safe_text(run.job, 40)
    mends = [(f"bellbuoy job run {job}", "runs it again")]
    if run.job == SCORING:
        mends.insert(0, (run_key, "recompute now"))
    return Problem(f"job {job} failed, run {run.id}{why}", tuple(mends), grave=True)


def _worker(status: WorkerStatus | None, now: datetime) -> list[Problem]:
    if status is None or status.state == "alive":
        return []
    start = (("bellbuoy worker start", "starts one"),)
    if status.state == "late":
        beat = age_words(status.heartbeat, now)
        look = ("bellbuoy worker status", "tells more")
        return [Problem(f"the worker is late: its last sign was {beat}", (look, *start))]
    gone = "the worker has gone" if status.state == "dead" else "no worker runs"
    waits = ""
    if status.waiting:
        waits = f", {status.waiting} request{'' if status.waiting == 1 else 's'} waiting"
    return [Problem(f"{gone}: scores stay as they are{waits}", start)]


def _stale(found: Findings, run_key: str) -> list[Problem]:
    if not found.live or found.pulse.scored is None:
        return []
    words, role = scores_age(found.now - found.pulse.scored)
    return [Problem(words, ((run_key, "recompute now"),))] if role else []


def age_words(at: datetime | None, now: datetime) -> str:
    """`2 s ago`, `5 min ago`, `3 h ago`, `4 days ago`."""
    if at is None:
        return "never"
    seconds = max(0, int((now - at).total_seconds()))
    for size, unit in ((172_800, "days"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // (86_400 if unit == 'days' else size)} {unit} ago"
    return f"{seconds} s ago"


def problem_lines(
    found: Findings, told: Sequence[str], run_key: str, look: Look, width: int
) -> list[Text]:
    """The problems, then what is well, then what was said, the newest first."""
    lines: list[Text] = []
    for problem in problems(found, run_key):
        lines += _problem(problem, look, width)
    if not lines:
        lines.append(
            line([(f" {look.glyphs.mark} ", "healthy"), ("no problems", "header")], look, width)
        )
    lines += _section("state", _state(found), look, width)
    said = [safe_text(words) for words in reversed(told)]
    return lines + _section("said so far", said or ["nothing yet"], look, width)


def _problem(problem: Problem, look: Look, width: int) -> list[Text]:
    role: Role = "critical" if problem.grave else "at_risk"
    sign = "!!" if problem.grave else "! "
    wrapped = wrap(look.glyphs.words(problem.words), max(8, width - _MEND - 1))
    lines = [line([(f" {sign} ", role), (wrapped[0], role)], look, width)]
    lines += [line([(" " * _MEND + more, role)], look, width) for more in wrapped[1:]]
    for mend, does in problem.mends:
        pieces: list[Piece] = [(" " * _MEND + mend, "accent"), (f"  {does}", "muted")]
        lines.append(line(pieces, look, width))
    return lines


def _section(title: str, entries: Sequence[str], look: Look, width: int) -> list[Text]:
    if not entries:
        return []
    lines = [blank(), line([(f" {title}", "header")], look, width)]
    for entry in entries:
        wrapped = wrap(entry, max(8, width - _MEND - 1))
        lines += [line([(" " * _MEND + words, "muted")], look, width) for words in wrapped]
    return lines


def _state(found: Findings) -> list[str]:
    """What is known of the worker, the scores and the quarantine, well or not."""
    told = []
    if (status := found.pulse.worker) is not None:
        told.append(_worker_words(status, found.now))
    if found.pulse.scored is not None:
        told.append(f"scores     last run {age_words(found.pulse.scored, found.now)}")
    if found.quarantined is not None:
        told.append(f"quarantine {found.quarantined:,} waiting")
    return told


def _worker_words(status: WorkerStatus, now: datetime) -> str:
    if status.state in ("none", "dead"):
        return "worker     none"
    beat = age_words(status.heartbeat, now)
    return (
        f"worker     {status.state}, pid {status.pid}, heartbeat {beat}, queue {status.waiting}"
    )
