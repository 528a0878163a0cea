"""Changes in lines: who did what and when; of one of them what was before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich.text import Text

from core.operations.types import Changed, ChangedRow, Plain
from core.values.text import fit, safe_text
from tui.lines import Piece, line, rule
from tui.palette import Look

_MOST = 9
_WHO = 10


@dataclass(frozen=True, slots=True)
class ChangesData:
    """The newest changes that fit, newest first; `of` is how many were looked at."""

    changes: tuple[Changed, ...]
    of: int


@dataclass(frozen=True, slots=True)
class ChangeOpened:
    """The rows of one change."""

    id: int
    rows: tuple[ChangedRow, ...]


def titles(look: Look, width: int) -> Text:
    words = f" {'NO':>4} {'WHEN':<16} {'WHO':<{_WHO}} {'ROWS':>7}  WHAT"
    return line([(words, "header")], look, width)


def change_line(change: Changed, look: Look, zone: tzinfo, width: int) -> Text:
    """`12 2026-11-16 14:00 ana                 1  alert.rule  tier-critical`."""
    at: datetime = change.at.astimezone(zone)
    summary = ", ".join(f"{name} {value}" for name, value in change.summary.items())
    pieces: list[Piece] = [
        (f" {change.id:>4} ", ""),
        (f"{at:%Y-%m-%d %H:%M} ", "muted"),
        (f"{fit(safe_text(change.who), _WHO)} ", "accent"),
        (f"{change.rows:>7,}  ", "muted"),
        (f"{safe_text(change.action, 40)} ", ""),
        (f" {safe_text(change.target, 80)} ", "header"),
        (f" {safe_text(change.undo)} " if change.undo else "", "at_risk"),
        (f" {safe_text(summary)}" if summary else "", "muted"),
    ]
    return line(pieces, look, width)


def opened_lines(
    change: Changed | None, opened: ChangeOpened | None, look: Look, width: int
) -> list[Text]:
    """What a change did, row by row, as far as there is room."""
    lines = [rule(look, width)]
    if change is None:
        return lines
    if change.why:
        words = f"{change.undo} be taken back: {change.why}"
        lines.append(line([(f" {safe_text(words)}", "muted")], look, width))
    if opened is None or opened.id != change.id:
        return [*lines, line([(" reading", "muted")], look, width)]
    for row in opened.rows[:_MOST]:
        lines += _row(row, look, width)
    if not opened.rows:
        lines.append(line([(" no single row is kept of it", "muted")], look, width))
    left = len(lines) - 1 - _MOST
    if left > 0 or len(opened.rows) > _MOST:
        lines = lines[: _MOST + 1]
        lines.append(
            line([(f" trace {safe_text(change.trace)}, and more", "muted")], look, width)
        )
    return lines


def _row(row: ChangedRow, look: Look, width: int) -> list[Text]:
    name = f" {safe_text(row.table, 24)} {safe_text(row.key, 40)}"
    if row.before is None and row.after is None:
        many = f"{row.rows:,} new rows from here on" if row.rows > 1 else "new"
        return [line([(name, "header"), (f"  {many}", "muted")], look, width)]
    return [
        line([(name, "header")], look, width),
        *_columns(row.before, row.after, look, width),
    ]


def _columns(
    before: Mapping[str, Plain] | None,
    after: Mapping[str, Plain] | None,
    look: Look,
    width: int,
) -> list[Text]:
    names: Sequence[str] = tuple(dict.fromkeys([*(before or {}), *(after or {})]))
    arrow = look.glyphs.words(" → ")
    return [
        line(
            [
                (f"   {safe_text(name, 20):<20} ", "muted"),
                (_value(before, name), "at_risk"),
                (arrow, "muted"),
                (_value(after, name), "healthy"),
            ],
            look,
            width,
        )
        for name in names
    ]


def _value(columns: Mapping[str, Plain] | None, name: str) -> str:
    value = None if columns is None else columns.get(name)
    return "nothing" if value is None or value == "" else safe_text(str(value), 200)
