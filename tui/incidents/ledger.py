"""The ledger of a resolve clock: each stretch, whether it counted, what was used by then."""

from __future__ import annotations

from datetime import timedelta

from rich.text import Text

from core.incidents.types import IncidentDetail
from core.sla.types import LedgerRow
from core.values.instants import from_micros
from tui.lines import Piece, line
from tui.look import ScreenLook
from tui.spans import moment_words, span_words

_WHEN = 13
_WORD = 12


def ledger_lines(detail: IncidentDetail, look: ScreenLook, width: int) -> list[Text]:
    """A title, a line a stretch, and what they add up to of the target."""
    side = detail.incident.sla.resolve
    lines = [line([(" SLA ledger of the resolution", "header")], look, width)]
    lines += [_row(row, look, width) for row in detail.ledger]
    used = span_words(timedelta(seconds=side.used_s))
    of = span_words(timedelta(seconds=side.target_s))
    lines.append(
        line([(f" {'used':<{_WHEN}} ", "muted"), (f"{used} of {of}", "")], look, width)
    )
    return lines


def _row(row: LedgerRow, look: ScreenLook, width: int) -> Text:
    since = from_micros(row.since)
    until = look.now if row.until is None else from_micros(row.until)
    long = span_words(max(timedelta(), until - since))
    going = " so far" if row.until is None else ""
    used = span_words(timedelta(microseconds=row.used))
    word = "ran" if row.counts else "stood still"
    pieces: list[Piece] = [
        (f" {moment_words(since, look):<{_WHEN}} ", "muted"),
        (f"{word:<{_WORD}}", "" if row.counts else "muted"),
        (f"{long}{going}", "" if row.counts else "muted"),
        (f", {used} used by then" if row.until is not None else "", "muted"),
    ]
    return line(pieces, look, width)
