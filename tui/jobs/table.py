"""The jobs as lines: state, times, durations, and the runs before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from rich.text import Text

from core.jobs.types import JobRow, MachineRoom
from core.values.text import cells, fit, safe_text
from tui.charts.sparkline import spark
from tui.jobs.words import clock_words, recent_signs, span_words, state_words
from tui.lines import Piece, line
from tui.palette import Look, Role

_SPARK = 24
_SPARK_FROM = 118
_TITLE_FROM = 150


@dataclass(frozen=True, slots=True)
class Col:
    title: str
    width: int
    right: bool = False


_COLS = (
    Col("JOB", 15), Col("EVERY", 12), Col("STATE", 11), Col("LAST", 5), Col("TOOK", 6, True),
    Col("p95", 6, True), Col("NEXT", 5, True), Col("LAST 11", 11),
)  # fmt: skip


def table_lines(
    room: MachineRoom, cursor: str, look: Look, zone: tzinfo, width: int
) -> list[Text]:
    """The titles, then a line a job; wide enough also the durations of a day and what
    the job does."""
    lines = [line([(" ", ""), *_titles(width)], look, width)]
    for job in room.jobs:
        pieces = _cells(job, room, look, zone)
        if width >= _SPARK_FROM:
            pieces += [("  ", ""), (fit(_spark(room, job.id, look), _SPARK), "accent")]
        if width >= _TITLE_FROM:
            pieces.append((f"  {safe_text(job.title)}", "muted"))
        lines.append(_under(pieces, job.id == cursor, look, width))
    return lines


def _titles(width: int) -> list[Piece]:
    words = " ".join(_cell(col, col.title) for col in _COLS)
    if width >= _SPARK_FROM:
        words += f"  {fit('24 H OF DURATIONS', _SPARK)}"
    if width >= _TITLE_FROM:
        words += "  WHAT IT DOES"
    return [(words, "header")]


def _cell(col: Col, value: str) -> str:
    room = " " * max(0, col.width - cells(value))
    return f"{room}{value}" if col.right and room else fit(value, col.width)


def _cells(job: JobRow, room: MachineRoom, look: Look, zone: tzinfo) -> list[Piece]:
    state, role = state_words(job)
    last = None if job.last is None else job.last.started
    due = "now" if job.late_s is not None else clock_words(job.next, room.at, zone)
    recent = recent_signs(job.recent, look)
    values: Sequence[tuple[str, Role]] = (
        (safe_text(job.id), ""),
        (safe_text(job.words), "muted"),
        (state, role),
        (clock_words(last, room.at, zone), ""),
        (span_words(job.took_s), ""),
        (span_words(job.p95_s), "muted"),
        (due, ""),
        (" " * max(0, _COLS[-1].width - len(recent)) + recent, role or "healthy"),
    )
    pieces: list[Piece] = []
    for col, (value, paint) in zip(_COLS, values, strict=True):
        pieces += [(_cell(col, value), paint), (" ", "")]
    return pieces[:-1]


def _spark(room: MachineRoom, job: str, look: Look) -> str:
    """Each job on its own scale: what matters is that a run took longer than usual."""
    times = [round(1_000 * seconds) for seconds in room.times.get(job, ())[-_SPARK:]]
    if not times:
        return ""
    return spark(times, look.glyphs, top=max([1, *times]), width=_SPARK)


def _under(pieces: Sequence[Piece], here: bool, look: Look, width: int) -> Text:
    """A line with the mark of the cursor, in reverse where the cursor stands."""
    mark = look.glyphs.cursor if here else " "
    text = line([(mark, "accent" if here else ""), *pieces], look, width)
    if here:
        text.append(" " * (width - text.cell_len))
        text.stylize(look.style("cursor"))
    return text
