"""What became of an incident, step by step: when, what, who, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from rich.text import Text

from core.incidents.types import Step, StepKind
from core.values.instants import day_of
from core.values.text import cells, fit, safe_text
from tui.charts.words import day_month, wrap
from tui.lines import Piece, cut_middle, ends, line
from tui.look import ScreenLook
from tui.palette import Role

WORDS: Mapping[StepKind, str] = MappingProxyType(
    {
        "opened": "opened", "acknowledged": "ack", "pended": "paused", "resumed": "resumed",
        "resolved": "resolved", "closed": "closed", "reopened": "reopened",
        "reason": "reason", "severity": "severity", "owner": "owner", "note": "note",
        "update": "update", "linked": "linked", "unlinked": "unlinked", "merged": "merged",
        "absorbed": "took in", "split": "split", "parent": "parent", "said": "said",
    }
)  # fmt: skip
_ROLES: Mapping[str, Role] = MappingProxyType(
    {"opened": "accent", "reopened": "at_risk", "resolved": "healthy", "closed": "muted",
     "severity": "at_risk", "said": "muted"}
)  # fmt: skip
_KIND = 8
_TEXT_LINES = 4
_ALL = 400


def step_lines(
    steps: Sequence[Step], look: ScreenLook, width: int, *, whole: bool = False
) -> list[Text]:
    """The steps in the order given; `whole` texts are not cut short, beyond a limit
    that no person reads past."""
    lines: list[Text] = []
    for step in steps:
        lines += _step(step, look, width, _ALL if whole else _TEXT_LINES)
    return lines


def _step(step: Step, look: ScreenLook, width: int, most: int) -> list[Text]:
    g = look.glyphs
    when = _when(step.at, look)
    who = cut_middle(safe_text(step.by or "source"), look, 24)
    head: list[Piece] = [
        (f" {when} ", "muted"),
        (f"{fit(WORDS[step.kind], _KIND)} ", _ROLES.get(step.kind, "")),
    ]
    indent = sum(cells(words) for words, _ in head)
    room = max(8, width - indent)
    told = what_words(step, g.words(" → "))
    parts = wrap(told, room) if told else []
    parts += _text(step.text, room)
    right: list[Piece] = [(f" {who}", "muted")]
    if step.visible:
        right.insert(0, (" to clients", "accent"))
    if not parts:
        return [ends(head, right, look, width)]
    if len(parts) > most:
        parts = [*parts[: most - 1], f"{len(parts) - most + 1:,} more lines"]
    fits = indent + cells(parts[0]) + sum(cells(words) for words, _ in right) < width
    first = ends([*head, (parts[0], "")], right, look, width) if fits else line(
        [*head, (parts[0], "")], look, width
    )  # fmt: skip
    lines = [first, *(Text(" " * indent + part, end="") for part in parts[1:])]
    return lines if fits else [*lines, ends([(" " * indent, "")], right, look, width)]


def _text(text: str, room: int) -> list[str]:
    """What somebody wrote, harmless, a line at a time."""
    found: list[str] = []
    for each in text.splitlines():
        found += wrap(safe_text(each, max(1, len(each))), room)
    return [each for each in found if each.strip()]


def what_words(step: Step, arrow: str = " → ") -> str:
    """`medium → critical`, `owner ana → raj`: what changed, safe to show."""
    return ", ".join(
        safe_text(_changed(step.kind, *change, arrow))
        for change in step.what
        if change[0] != "status"
    )


def _changed(kind: str, name: str, before: str | None, after: str | None, arrow: str) -> str:
    named = "" if name == kind else f"{name} "
    if before is None or after is None:
        return f"{named}{after or before or 'none'}"
    return f"{named}{before}{arrow}{after}"


def _when(at: datetime, look: ScreenLook) -> str:
    """`14 Nov 12:25`, of today `12:25`; always as wide as the other."""
    local, today = at.astimezone(look.zone), look.now.astimezone(look.zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{day_month(day_of(local.date()))}{year} {local:%H:%M}"
