"""The runs of one job: how long they took, each in a line, and why one went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from rich.text import Text

from core.jobs.types import AsideRow, JobRow, JobRun
from core.values.text import safe_text
from tui.charts.sparkline import spark
from tui.charts.words import wrap
from tui.jobs.data import JobsData
from tui.jobs.words import clock_words, run_words, span_words, state_words
from tui.lines import Piece, ends, line, rule
from tui.palette import Look, Role

_MOST_WHY = 3
_MOST_ASIDE = 3
_SIDES = 30
_DID = ("ok", "failed", "timed_out", "dead", "cancelled", "abandoned")


def seconds_of(run: JobRun) -> float | None:
    """How long an execution took; None while it runs, and of slots that went by."""
    if run.ended is None or run.state not in _DID:
        return None
    return max(0.0, (run.ended - run.started).total_seconds())


def head_lines(
    job: JobRow | None, data: JobsData, look: Look, zone: tzinfo, width: int
) -> list[Text]:
    """The job in a line, the durations of its runs as a row of signs, their titles."""
    name = f" {safe_text(data.opened)}  "
    if job is None:
        return [line([(name, "header"), ("not known to any worker", "at_risk")], look, width)]
    state, role = state_words(job)
    due = clock_words(job.next, data.room.at, zone)
    told: list[Piece] = [(name, "header"), (safe_text(job.title), "muted")]
    dot = look.glyphs.words(" · ")
    right: list[Piece] = [
        (f"every {safe_text(job.words)}{dot}", "muted"), (state, role),
        (f"{dot}next {due or 'never'} ", "muted"),
    ]  # fmt: skip
    return [ends(told, right, look, width), trend_line(data.runs, look, width)]


def trend_line(runs: Sequence[JobRun], look: Look, width: int) -> Text:
    """Durations, the newest at the right, between the least and the most of them."""
    times = [seconds for run in reversed(runs) if (seconds := seconds_of(run)) is not None]
    if not times:
        return line([(" no run has ended yet", "muted")], look, width)
    room = max(8, width - _SIDES)
    shown = times[-room:]
    top = max(1, int(max(shown) * 1_000) + 1)
    signs = spark([int(each * 1_000) for each in shown], look.glyphs, top=top, width=len(shown))
    wrong = sum(run.state in ("failed", "timed_out", "dead") for run in runs)
    least, most = span_words(min(shown)), span_words(max(shown))
    dots = look.glyphs.words("…")
    told: list[Piece] = [
        (" took ", "muted"),
        (signs, "accent"),
        (f" {least} {dots} {most}", ""),
    ]
    right: list[Piece] = [(f"{wrong} of {len(runs)} failed ", "critical")] if wrong else []
    return ends(told, right, look, width)


def titles(look: Look, width: int) -> Text:
    words = f" {'RUN':>6}  {'BEGAN':<6}  {'STATE':<9}  {'TOOK':>8}"
    words = f"{words}  {'ROWS':>9}  {'CHANGED':>9}  WHY"
    return line([(words, "header")], look, width)


def run_line(run: JobRun, data: JobsData, look: Look, zone: tzinfo, width: int) -> Text:
    """One run; what is too long to be read here stands below the list."""
    state, role = run_words(run.state)
    follows = f"after run {run.follows} " if run.follows else ""
    why = safe_text(run.error) if run.error else ""
    at = clock_words(run.started, data.room.at, zone)
    took = span_words(seconds_of(run))
    return line(
        [
            (f" {run.id:>6}  {at:<6}  ", ""),
            (f"{state:<9}", role),
            (f"  {took:>8}  {run.rows:>9,}  {run.changed:>9,}  ", ""),
            (look.glyphs.words(f"{follows}{why}"), "muted"),
        ],
        look,
        width,
    )


def foot_lines(
    run: JobRun | None, data: JobsData, look: Look, zone: tzinfo, width: int
) -> list[Text]:
    """The run under the cursor in words, why it went wrong, and who was set aside."""
    lines = [rule(look, width)]
    if run is not None:
        lines += _in_words(run, data, look, zone, width)
    aside = [row for row in data.asides if row.job == data.opened]
    return [*lines, *_aside_lines(aside, look, width)]


def _in_words(run: JobRun, data: JobsData, look: Look, zone: tzinfo, width: int) -> list[Text]:
    state, role = run_words(run.state)
    told = [f"try {run.attempt}"]
    if run.slot is not None:
        told.append(f"of slot {clock_words(run.slot, data.room.at, zone)}")
    if run.follows:
        told.append(f"after run {run.follows}")
    if run.aside:
        told.append(f"{run.aside:,} set aside")
    told.append(f"worker {safe_text(run.worker, 24)}")
    words = look.glyphs.words(" · ".join(told))
    pieces: list[Piece] = [
        (f" run {run.id} ", "header"),
        (state, role),
        (f"  {words}", "muted"),
    ]
    lines = [line(pieces, look, width)]
    if not run.error:
        return lines
    parts = wrap(look.glyphs.words(safe_text(run.error)), max(8, width - 3))
    grave: Role = role or "at_risk"
    return [*lines, *(line([(f"  {part}", grave)], look, width) for part in parts[:_MOST_WHY])]


def _aside_lines(rows: Sequence[AsideRow], look: Look, width: int) -> list[Text]:
    if not rows:
        return []
    lines = [line([(f" SET ASIDE ({len(rows):,})", "header")], look, width)]
    for row in rows[:_MOST_ASIDE]:
        name = safe_text(row.name or row.client, 40)
        pieces: list[Piece] = [(f" {name}  ", "at_risk"), (safe_text(row.reason), "muted")]
        lines.append(line(pieces, look, width))
    if len(rows) > _MOST_ASIDE:
        more = f" and {len(rows) - _MOST_ASIDE:,} more: bellbuoy job show"
        lines.append(line([(more, "muted")], look, width))
    return lines
