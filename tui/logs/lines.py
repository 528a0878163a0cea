"""Lines of the log as they are shown: a row each, and one of them with all it holds."""

from __future__ import annotations

from datetime import tzinfo

from rich.text import Text

from core.operations.types import LogLine
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import Piece, line, rule
from tui.palette import Look, Role

ROLES: dict[str, Role] = {
    "debug": "muted", "info": "", "warning": "at_risk", "error": "critical",
}  # fmt: skip
_SIGNS = {"debug": ".", "info": " ", "warning": "!", "error": "!!"}
_TRACE_FROM = 110
_MOST = 8


def titles(look: Look, width: int) -> Text:
    trace = f"{'TRACE':<24} " if width >= _TRACE_FROM else ""
    return line(
        [(f" {'TIME':<12} {'':<2} {'PART':<8}{trace}WHAT HAPPENED", "header")], look, width
    )


def log_row(found: LogLine, look: Look, zone: tzinfo, width: int) -> Text:
    """`14:00:07.123 !! worker  run ended  job=score-clients run=12 ms=3.1`."""
    role = ROLES[found.level]
    at = found.at.astimezone(zone)
    pieces: list[Piece] = [
        (f" {at:%H:%M:%S}.{at.microsecond // 1_000:03} ", "muted"),
        (f"{_SIGNS[found.level]:<2} ", role),
        (f"{safe_text(found.part, 7):<8}", "muted"),
    ]
    if width >= _TRACE_FROM:
        pieces.append((f"{safe_text(found.trace, 24):<24} ", "muted"))
    told = " ".join(f"{name}={value}" for name, value in found.fields.items())
    pieces.append((safe_text(found.event, 60), role or "header"))
    pieces.append((f"  {safe_text(told)}", role))
    return line(pieces, look, width)


def raw_lines(found: LogLine, look: Look, zone: tzinfo, width: int) -> list[Text]:
    """All that a line holds, for below the list."""
    at = found.at.astimezone(zone)
    told = [
        ("at", f"{at:%Y-%m-%d %H:%M:%S.%f %Z}"),
        ("level", found.level),
        ("from", f"{found.part}, process {found.pid}, trace {found.trace}"),
        ("event", found.event),
        *((name, "" if value is None else str(value)) for name, value in found.fields.items()),
    ]
    lines = [rule(look, width)]
    for name, value in told:
        room = max(8, width - 14)
        for place, part in enumerate(wrap(look.glyphs.words(safe_text(value)), room)):
            head = f" {safe_text(name, 11) if place == 0 else '':<12}"
            lines.append(line([(head, "muted"), (part, ROLES[found.level])], look, width))
    return lines[: _MOST + 1]
