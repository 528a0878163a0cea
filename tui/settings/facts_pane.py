"""The store: what is set, and how it is set."""

from __future__ import annotations

from rich.text import Text

from bellbuoy.services.context import Context
from core.values.instants import iso
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import Piece, blank, line
from tui.palette import Look, Role
from tui.settings.words import told

_LABEL = 12


def store_lines(ctx: Context, look: Look, width: int) -> list[Text]:
    """What the store is, and what of it can be set."""
    info = ctx.info
    access = "opened read-only" if ctx.read_only else "you may write, as far as your role goes"
    rows = [
        ("store", safe_text(info.url)),
        ("form", str(info.schema)),
        ("time zone", f"{safe_text(info.timezone)}: bounds its days, fixed when it was made"),
        ("currency", f"{safe_text(info.currency)}: of sums over all, fixed when it was made"),
        ("clock", clock_words(ctx)),
        ("demo", "yes: made up, the same from the same seed" if info.demo else ""),
        ("access", access),
    ]
    lines = [
        found for label, value in rows if value for found in _row(label, value, look, width)
    ]
    how = "The clock is set on the shell: bellbuoy config set clock 2024-12-31, or live"
    return [*lines, blank(), *told(how, "muted", look, width)]


def clock_words(ctx: Context) -> str:
    """`live`, `stands at 2026-11-16 14:00Z`, `shifted by -60 s`"""
    clock = ctx.info.clock
    if clock.mode == "frozen" and clock.instant is not None:
        moment = iso(clock.instant)
        return f"stands at {moment[:10]} {moment[11:16]}Z"
    return "live" if clock.mode == "live" else f"shifted by {clock.seconds:+d} s"


def _row(label: str, value: str, look: Look, width: int) -> list[Text]:
    role: Role = "" if label else "muted"
    first, *rest = wrap(look.glyphs.words(value), max(1, width - _LABEL - 1))
    pieces: list[Piece] = [(f" {label:<{_LABEL}}", "muted"), (first, role)]
    indent = " " * (_LABEL + 1)
    return [
        line(pieces, look, width),
        *(line([(indent + words, role)], look, width) for words in rest),
    ]
