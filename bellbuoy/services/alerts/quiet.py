"""Quiet hours and maintenance windows of a store: seen, set, kept to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.alerts.quiet import QuietHours, held_until, hours_text, read_hours
from core.alerts.types import Window
from core.values.errors import NotFoundError, RowError, UsageError
from core.values.instants import from_local, from_micros, iso, to_micros
from storage.alerts.windows import windows
from storage.engine.reader import Rows
from storage.store.reads import settings

_SETTING = "alerts.quiet"
LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class QuietTimes:
    """The hours of the store (`22:00-07:00` in its zone, or `off`), the windows that
    are not over, and until when deliveries are held back now (None: they are not)."""

    hours: str
    windows: tuple[Window, ...]
    held_until: datetime | None


@service("alert:read")
def show(ctx: Context) -> QuietTimes:
    with ctx.reader() as reader:
        hours, found = times(reader, ctx.wall_us)
    until = held(ctx, (hours, found))
    return QuietTimes(hours_text(hours), found, until)


def times(rows: Rows, now_us: int) -> tuple[QuietHours | None, tuple[Window, ...]]:
    """The hours, and the windows that are not over."""
    return read_hours(settings(rows).get(_SETTING, "off")), windows(rows, now_us)


def held(ctx: Context, found: tuple[QuietHours | None, tuple[Window, ...]]) -> datetime | None:
    """Until when it is quiet by the machine's clock in the store's zone."""
    hours, open_windows = found
    spans = [(window.start, window.end) for window in open_windows]
    return held_until(from_micros(ctx.wall_us), hours, spans, ctx.zone)


@service("alert:configure", writes=True)
def set_hours(ctx: Context, text: str) -> str:
    """Set the quiet hours, or turn them `off`; what they were before."""
    from bellbuoy.services.settings import actor_of
    from storage.alerts.windows import release_held
    from storage.audit.writes import Change
    from storage.store.writes import put_setting

    after = hours_text(read_hours(text))
    with ctx.store.unit() as unit:
        before = settings(unit).get(_SETTING, "off")
        if before != after:
            change = Change(unit, actor_of(ctx), "alert.quiet", _SETTING)
            change.watch("setting", [_SETTING], usual={"value": before})
            put_setting(unit, _SETTING, after)
            release_held(unit, ctx.wall_us)
            change.close()
    return before


@service("alert:configure", writes=True)
def add_window(ctx: Context, start: datetime, end: datetime, reason: str) -> Window:
    """Hold deliveries back between two instants. Raises UsageError."""
    from bellbuoy.services.settings import actor_of
    from storage.alerts.windows import next_number, put_window
    from storage.audit.writes import Change

    if not start < end <= start + LONGEST:
        raise UsageError("a window ends behind its start, 31 days later at most")
    if end <= from_micros(ctx.wall_us):
        raise UsageError("that window is over already")
    with ctx.store.unit() as unit:
        change = Change(unit, actor_of(ctx), "alert.window", iso(start))
        change.watch("alert_window", [next_number(unit)])
        number = put_window(unit, to_micros(start), to_micros(end), reason, ctx.viewer.name)
        change.close({"from": iso(start), "to": iso(end), "reason": reason})
    return Window(number, start, end, reason, ctx.viewer.name)


@service("alert:configure", writes=True)
def delete_window(ctx: Context, number: int) -> None:
    """Forget a window: what it held back may go at once. Raises NotFoundError."""
    from bellbuoy.services.settings import actor_of
    from storage.alerts import windows as stored
    from storage.audit.writes import Change

    with ctx.store.unit() as unit:
        change = Change(unit, actor_of(ctx), "alert.window", str(number))
        change.watch("alert_window", [number])
        if not stored.delete_window(unit, number):
            raise NotFoundError(f"no window {number}", "bellbuoy alert quiet")
        stored.release_held(unit, ctx.wall_us)
        change.close()


def moment(ctx: Context, text: str) -> datetime:
    """An instant as a person writes it: `2026-11-21T20:00`, in the store's zone.
    Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else from_local(found, ctx.zone)
    except (RowError, ValueError):
        raise UsageError(f"“{text}” is no time", "write 2026-11-21T20:00") from None
