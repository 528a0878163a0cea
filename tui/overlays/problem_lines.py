"""What is wrong, and what mends it: the lines of `!`, pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from bellbuoy.services.problems.words import age_words, in_words
from core.jobs.types import WorkerStatus
from core.operations.types import Problem as Wrong
from core.store.types import BackupState
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import Piece, blank, line
from tui.palette import Look, Role
from tui.places import Place
from tui.pulse import Pulse

__all__ = ["Findings", "Problem", "age_words", "problem_lines", "problems"]

_MEND = 4


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at. None: the viewer's role may not know. `live`: the store's
    clock is the machine's, so that the age of scores means something; `now` is the
    machine's time; `others` is what the services found beside."""

    pulse: Pulse
    quarantined: int | None
    live: bool
    now: datetime
    backup: BackupState | None = None
    others: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `mends` are (key or command, what it does)."""

    words: str
    mends: tuple[tuple[str, str], ...]
    grave: bool = False
    command: str = ""
    """The first command that mends it, or tells more; empty where a key does."""
    place: Place | None = None
    """Where it is seen."""


def problems(found: Findings, run_key: str) -> list[Problem]:
    """What is wrong, the gravest first. `run_key` asks for a recompute."""
    pulse = found.pulse
    wrong = in_words(
        failed=pulse.failed,
        worker=pulse.worker,
        scored=pulse.scored,
        quarantined=found.quarantined,
        live=found.live,
        now=found.now,
        backup=found.backup,
        others=found.others,
    )
    return [
        Problem(
            safe_text(each.words),
            tuple(
                (run_key if mend.key else safe_text(mend.command), safe_text(mend.does))
                for mend in each.mends
            ),
            each.grave,
            next((safe_text(mend.command) for mend in each.mends if mend.command), ""),
            place_of(each),
        )
        for each in wrong
    ]


def place_of(problem: Wrong) -> Place | None:
    """The screen that shows what is wrong; None: only a command does."""
    kind, _, name = problem.id.partition(":")
    if kind == "job":
        return Place("jobs", name)
    if problem.kind == "error" and problem.trace:
        return Place("jobs", tab="logs", query=f"trace:{problem.trace}")
    tabs = {"worker": "", "scores": "", "backup": "engine", "store": "engine"}
    tab = tabs.get(problem.kind)
    return None if tab is None else Place("jobs", tab=tab)


def problem_lines(
    found: Findings, told: Sequence[str], run_key: str, look: Look, width: int, at: int = -1
) -> list[Text]:
    """The problems, the one numbered `at` under the cursor; then what is well, then
    what was said, the newest first."""
    lines: list[Text] = []
    for number, problem in enumerate(problems(found, run_key)):
        lines += _problem(problem, look, width, chosen=number == at)
    if not lines:
        lines.append(
            line([(f" {look.glyphs.mark} ", "healthy"), ("no problems", "header")], look, width)
        )
    lines += _section("state", _state(found), look, width)
    said = [safe_text(words) for words in reversed(told)]
    return lines + _section("said so far", said or ["nothing yet"], look, width)


def _problem(problem: Problem, look: Look, width: int, *, chosen: bool = False) -> list[Text]:
    role: Role = "critical" if problem.grave else "at_risk"
    sign = "!!" if problem.grave else "! "
    wrapped = wrap(look.glyphs.words(problem.words), max(8, width - _MEND - 1))
    cursor = look.glyphs.cursor if chosen else " "
    shown: Role = "cursor" if chosen else role
    head: list[Piece] = [(cursor, "accent"), (f"{sign} ", shown), (wrapped[0], shown)]
    lines = [line(head, look, width)]
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
    if found.backup is not None and found.backup.newest is not None:
        told.append(f"backup     {age_words(found.backup.newest, found.now)}")
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
