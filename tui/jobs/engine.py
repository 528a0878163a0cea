"""The engine in lines: locks, queues, how fast the store answers, what was slow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich.text import Text

from core.operations.types import EngineRoom, LeaseHeld, LogLine, Queued, SlowHour
from core.values.text import safe_text
from tui.jobs.words import clock_words, span_words
from tui.lines import Piece, beside, blank, line, rule
from tui.palette import Look

_BESIDE = 76
_MOST = 8


@dataclass(frozen=True, slots=True)
class Waits:
    """How long this app lets its person wait; None where nothing is known."""

    first_s: float | None
    key_p95_s: float | None
    keys: int


def engine_lines(
    room: EngineRoom, waits: Waits, look: Look, zone: tzinfo, width: int
) -> list[Text]:
    """All of it; side by side where there is room."""
    half = (width - 1) // 2 if width >= _BESIDE else width
    left = [*lock_lines(room, look, zone, half), blank(), *queue_lines(room, look, half)]
    other = width - half - 1 if width >= _BESIDE else width
    right = [*pace_lines(room, waits, look, other), blank(),
             *hour_lines(room.slow_hours, room.at, look, zone, other)]  # fmt: skip
    if width >= _BESIDE:
        lines = beside(left, right, half, look, width)
    else:
        lines = [*left, blank(), *right]
    return [*lines, rule(look, width), *slow_lines(room, look, zone, width)]


def lock_lines(room: EngineRoom, look: Look, zone: tzinfo, width: int) -> list[Text]:
    """Who leads, since when and until when; and who writes at this moment."""
    lines = [line([(" LOCKS", "header")], look, width)]
    for lease in room.leases:
        lines += _lease(lease, room.at, look, zone, width)
    if not room.leases:
        lines.append(line([(" lead    ", "muted"), ("nobody leads", "at_risk")], look, width))
        lines.append(line([("         bellbuoy worker start", "accent")], look, width))
    wrote: Piece = (safe_text(room.writer), "accent") if room.writer else ("nobody now", "")
    lines.append(line([(" writes  ", "muted"), wrote], look, width))
    return lines


def _lease(held: LeaseHeld, at: datetime, look: Look, zone: tzinfo, width: int) -> list[Text]:
    who = f"pid {held.pid} on {safe_text(held.host, 24)}" if held.pid else "a worker that left"
    left = max(0.0, (held.expires - at).total_seconds())
    since = "no run yet" if held.since is None else f"since {clock_words(held.since, at, zone)}"
    words = f"fence {held.fence} {since}, ends in {span_words(left)}"
    gone: Piece = (who, "" if held.pid else "at_risk")
    return [
        line([(" lead    ", "muted"), gone], look, width),
        line([(f"   {words}", "muted")], look, width),
    ]


def queue_lines(room: EngineRoom, look: Look, width: int) -> list[Text]:
    """What waits for the worker and how long the oldest of it has, then the events."""
    lines = [line([(" QUEUES", "header")], look, width)]
    lines += [_queue(queue, room.at, look, width) for queue in room.queues]
    return [
        *lines,
        line([(f" {room.events:>9,} ", ""), ("events taken in", "muted")], look, width),
    ]


def _queue(queue: Queued, at: datetime, look: Look, width: int) -> Text:
    pieces: list[Piece] = [
        (f" {queue.waiting:>9,} ", "accent" if queue.waiting else "muted"),
        (queue.what, "" if queue.waiting else "muted"),
    ]
    if queue.waiting and queue.since is not None:
        late = max(0.0, (at - queue.since).total_seconds())
        pieces.append((f"  oldest {span_words(late)}", "at_risk" if late > 60 else "muted"))
    return line(pieces, look, width)


def pace_lines(room: EngineRoom, waits: Waits, look: Look, width: int) -> list[Text]:
    """How long reads, writes and this app take."""
    lines = [line([(" PACE", "header")], look, width)]
    told = [(f"{kind} p95", _ms(ms / 1_000)) for kind, ms in sorted(room.pace.items())]
    if not told:
        told = [("heartbeat", "none within 24 h")]
    told.append(("first paint", "" if waits.first_s is None else f"{waits.first_s:.2f} s"))
    keys = "" if waits.key_p95_s is None else f"{_ms(waits.key_p95_s)} of {waits.keys} keys"
    told.append(("key to paint p95", keys))
    for name, value in told:
        words: Piece = (value or "not known", "" if value else "muted")
        lines.append(line([(f" {name:<17}", "muted"), words], look, width))
    return lines


def hour_lines(
    hours: tuple[SlowHour, ...], at: datetime, look: Look, zone: tzinfo, width: int
) -> list[Text]:
    """Which hours had slow heartbeats: the lock, the disk or the machine was busy."""
    lines = [line([(" SLOW HEARTBEATS, 24 h", "header")], look, width)]
    if not hours:
        lines.append(line([(" none over 32 ms", "muted")], look, width))
    for each in hours[:4]:
        when = clock_words(each.hour, at, zone)
        words = f" {when:<6} {each.kind:<6} up to {_ms(each.upto_us / 1e6)}  {each.count}x"
        lines.append(
            line([(words, "at_risk" if each.upto_us >= 1_000_000 else "")], look, width)
        )
    return lines


def slow_lines(room: EngineRoom, look: Look, zone: tzinfo, width: int) -> list[Text]:
    """What somebody at a screen waited longest for."""
    lines = [line([(" SLOWEST ON SCREEN, 24 h", "header")], look, width)]
    if not room.slow:
        lines.append(line([(" nothing took a quarter of a second", "muted")], look, width))
    lines += [_slow(each, look, zone, width) for each in room.slow[:_MOST]]
    return lines


def _slow(found: LogLine, look: Look, zone: tzinfo, width: int) -> Text:
    ms, what = found.fields.get("ms"), safe_text(found.fields.get("what") or "", 40)
    took = _ms(float(ms) / 1_000) if isinstance(ms, int | float) else ""
    pieces: list[Piece] = [
        (f" {took:>9} ", "at_risk"),
        (f" {what}", ""),
        (f"  {found.at.astimezone(zone):%H:%M:%S}  {safe_text(found.trace, 40)}", "muted"),
    ]
    return line(pieces, look, width)


def _ms(seconds: float) -> str:
    return f"{seconds * 1_000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"
