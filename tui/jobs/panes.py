"""The panes below the table: the run that is on, the worker, the store, problems."""

from __future__ import annotations

from datetime import tzinfo
from fractions import Fraction

from rich.text import Text

from core.jobs.types import JobRun, MachineRoom, WorkerStatus
from core.values.counting import counted
from core.values.text import safe_text
from tui.charts.bar import bar
from tui.jobs.data import JobsData
from tui.jobs.words import clock_words, size_words, span_words
from tui.keymap import DEFAULT, Keymap
from tui.lines import Piece, beside, line, rule
from tui.palette import Look, Role

_BAR = 20
_PROBLEMS = 6
_OTHERS = 2


def lower_lines(
    data: JobsData, look: Look, zone: tzinfo, width: int, keys: Keymap = DEFAULT
) -> list[Text]:
    """All that stands below the table of jobs; `keys` are those of the user."""
    room = data.room
    half = (width - 1) // 2
    left = [*worker_lines(room, look, half), *store_lines(data, look, zone, half)]
    right = problem_lines(data, look, width - half - 1, keys)
    return [
        rule(look, width),
        *running_lines(room, look, width),
        rule(look, width),
        *beside(left, right, half, look, width),
        *recovered_lines(room, look, width),
    ]


def running_lines(room: MachineRoom, look: Look, width: int) -> list[Text]:
    """The run that is on, as a bar with its share and the time it still needs."""
    run = room.running
    if run is None:
        return [line([(" nothing runs", "muted")], look, width)]
    passed = max(0.0, (room.at - run.started).total_seconds())
    name = f" {safe_text(run.job)} run {run.id}"
    if not run.total:
        pieces: list[Piece] = [(name, "accent"), (f"   {counted(run.rows, 'row')}", "")]
    else:
        share = min(Fraction(1), Fraction(run.rows, run.total))
        filled = bar(run.rows, run.total, _BAR, look.glyphs)
        rest = look.glyphs.shades[1] * (_BAR - len(filled))
        pieces = [
            (f"{name}   ", "accent"),
            (filled, "healthy"),
            (rest, "muted"),
            (f"  {int(share * 100)}%  {run.rows:,} of {run.total:,}", ""),
            (_eta(run, passed), "muted"),
        ]
    stop = "asked to stop, at the next safe point" if run.cancelling else "cancelling is safe"
    tries = f"try {run.attempt} · " if run.attempt > 1 else ""
    second = look.glyphs.words(f" {tries}for {span_words(passed)} · {stop}")
    return [line(pieces, look, width), line([(second, "muted")], look, width)]


def _eta(run: JobRun, passed: float) -> str:
    if not run.total or not run.rows or passed <= 0:
        return ""
    return f"  eta {span_words(passed * (run.total - run.rows) / run.rows)}"


def worker_lines(room: MachineRoom, look: Look, width: int) -> list[Text]:
    """Who works: the one that leads first, and the others in short."""
    if not room.workers:
        pieces: list[Piece] = [(" WORKER  ", "header"), ("none", "at_risk")]
        start: list[Piece] = [("         bellbuoy worker start", "accent")]
        return [line(pieces, look, width), line(start, look, width)]
    first, *others = room.workers
    lines = _leader(first, room, look, width)
    for each in others[:_OTHERS]:
        said = "stands by" if each.state == "alive" else each.state
        rest: list[Piece] = [(f"         pid {each.pid}  ", ""), (said, _role(each))]
        lines.append(line(rest, look, width))
    return lines


def _role(each: WorkerStatus) -> Role:
    return "healthy" if each.state == "alive" else "at_risk"


def _leader(each: WorkerStatus, room: MachineRoom, look: Look, width: int) -> list[Text]:
    up = "" if each.started is None else span_words((room.at - each.started).total_seconds())
    alone = "ok" if len(room.workers) == 1 or not each.leads else "leads"
    top: list[Piece] = [
        (" WORKER  ", "header"),
        (f"pid {each.pid}  up {up}  ", ""),
        (alone if each.state == "alive" else each.state, _role(each)),
    ]
    beat = "never" if each.heartbeat is None else _ago(room, each)
    second = look.glyphs.words(f" heartbeat {beat} · queue {each.waiting}")
    lines = [line(top, look, width), line([(second, "")], look, width)]
    if each.cpu is not None or each.rss is not None:
        cpu = "" if each.cpu is None else f" CPU {each.cpu:.0%} "
        rss = "" if each.rss is None else f" RSS {size_words(each.rss)}"
        lines.append(line([(f"{cpu}{rss}", "")], look, width))
    return lines


def _ago(room: MachineRoom, each: WorkerStatus) -> str:
    assert each.heartbeat is not None
    seconds = max(0, int((room.at - each.heartbeat).total_seconds()))
    return f"{span_words(seconds) if seconds >= 20 else f'{seconds} s'} ago"


def store_lines(data: JobsData, look: Look, zone: tzinfo, width: int) -> list[Text]:
    """Engine, size, log, the newest backup, and how long reads and writes take."""
    room = data.room
    engine = "SQLite WAL" if room.engine == "sqlite" else "PostgreSQL"
    log = f"  wal {size_words(room.log_bytes)}" if room.engine == "sqlite" else ""
    lines = [
        line(
            [(" STORE   ", "header"), (f"{engine}  {size_words(room.bytes)}{log}", "")],
            look,
            width,
        )
    ]
    if data.backup is not None:
        lines.append(line(_backup(data, zone), look, width))
    if data.pace:
        told = " · ".join(f"{what} p95 {ms:,.0f} ms" for what, ms in sorted(data.pace.items()))
        lines.append(line([(look.glyphs.words(f" {told}"), "")], look, width))
    return [*lines, line([(f" clients {room.clients:,}", "")], look, width)]


def _backup(data: JobsData, zone: tzinfo) -> list[Piece]:
    backup = data.backup
    assert backup is not None
    if backup.newest is None:
        return [(" no backup yet", "at_risk" if backup.late else "muted")]
    at = clock_words(backup.newest, data.room.at, zone)
    how: Piece = ("late", "at_risk") if backup.late else ("ok", "healthy")
    return [(f" last backup {at} ", ""), how]


def problem_lines(data: JobsData, look: Look, width: int, keys: Keymap = DEFAULT) -> list[Text]:
    """What is wrong, the gravest first, and who was set aside."""
    aside = len(data.asides)
    number = len(data.problems) + bool(aside)
    title = f" PROBLEMS ({number})" if number else " PROBLEMS"
    lines = [line([(title, "header")], look, width)]
    if not number:
        mark: list[Piece] = [(f" {look.glyphs.mark} ", "healthy"), ("none", "")]
        return [*lines, line(mark, look, width)]
    for problem in data.problems[:_PROBLEMS]:
        sign: Piece = (" !! ", "critical") if problem.grave else (" !  ", "at_risk")
        words = look.glyphs.words(safe_text(problem.words))
        lines.append(line([sign, (words, sign[1])], look, width))
    if aside:
        many = "client is" if aside == 1 else "clients are"
        lines.append(line([(f" !  {aside:,} {many} set aside", "at_risk")], look, width))
    if len(data.problems) > _PROBLEMS:
        shows = keys.told("problems", "shows all of them")
        lines.append(line([(f"    {shows}", "muted")], look, width))
    return lines


def recovered_lines(room: MachineRoom, look: Look, width: int) -> list[Text]:
    """What a kill has cut, and what took it up again: of the newest such run."""
    told = [f"{safe_text(job.id)}: {job.recovered}" for job in room.jobs if job.recovered]
    if not told:
        return []
    words = look.glyphs.words(f" kill -9 safe: {told[0]}")
    return [line([(words, "muted")], look, width)]
