"""What is done with incidents, on a thread, and what is said of it: no widget is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bellbuoy.services.context import Context
from core.desk.types import Selection
from core.incidents.types import (
    SEVERITIES,
    Done,
    IncidentSelection,
    Resolution,
    Severity,
)
from core.values.counting import counted
from core.values.errors import UsageError
from core.values.text import safe_text
from tui.incidents import actions

if TYPE_CHECKING:
    from bellbuoy.services.incidents.changing import How

Change = Callable[[Context, IncidentSelection, "How"], Done]
MOVES: Mapping[str, Literal["ack", "pend", "resume", "close", "reopen"]] = MappingProxyType(
    {
        actions.ACK: "ack", actions.PAUSE: "pend", actions.GO_ON: "resume",
        actions.CLOSE: "close", actions.REOPEN: "reopen",
    }
)  # fmt: skip
SEVERITY_LETTERS: Mapping[str, Severity] = MappingProxyType(
    {name[0]: name for name in SEVERITIES}
)
REASONS: tuple[tuple[str, Resolution, str], ...] = (
    ("f", "fixed", "it works again"),
    ("d", "duplicate", "another incident tells of it; it counts against nobody"),
    ("c", "cancelled", "it was none; it counts against nobody"),
    ("n", "no_fault", "nothing was wrong"),
)
_SCORES = 3


def move(letter: str) -> Change:
    """Acknowledge, pause, go on, close, reopen."""

    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import moves

        return moves.move(ctx, meant, MOVES[letter], how=how)

    return change


def resolve(reason: Resolution, of: str | None = None) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import moves

        return moves.move(ctx, meant, "resolve", reason=reason, duplicate_of=of, how=how)

    return change


def severity(wanted: Severity) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import moves

        return moves.set_severity(ctx, meant, wanted, how=how)

    return change


def assign(owner: str | None) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import moves

        return moves.assign(ctx, meant, owner, how=how)

    return change


def note(text: str, *, visible: bool) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import moves

        return moves.note(ctx, meant, text, visible=visible, how=how)

    return change


def link(query: str, *, take_away: bool) -> Change:
    """Clients by a query, or by their ids."""

    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import linking

        clients = Selection(query=query)
        return linking.link(ctx, meant, clients, take_away=take_away, how=how)

    return change


def split(query: str) -> Change:
    """Clients by a query, or by their ids, of one incident."""

    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import splitting

        return splitting.split(ctx, meant.keys[0], Selection(query=query), how=how)

    return change


def parent(key: str | None) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import linking

        return linking.set_parent(ctx, meant, key, how=how)

    return change


def merge(into: str) -> Change:
    def change(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents import merging

        return merging.merge(ctx, meant, into, how=how)

    return change


def some(text: str) -> str:
    """A line that says something. Raises UsageError."""
    if not text.strip():
        raise UsageError("nothing was typed")
    return text.strip()


def none_or(text: str) -> str | None:
    """An id; `none` is none of them. Raises UsageError."""
    found = some(text)
    return None if found == "none" else found


def told(done: Done, name: str = "") -> str:
    """What a change did, in one line; `name` is that of a single incident."""
    if done.found == 1 and done.first:
        whom = safe_text(name or done.first[0].key, 30)
        words = f"{whom}: {safe_text(done.first[0].then, 50)}"
    else:
        words = f"{counted(done.changing, 'incident')}: {safe_text(done.what, 50)}"
    if done.refused:
        words += f"; {len(done.refused):,} may not, and stay"
    moved = [each for each in done.scores if each[1] != each[2]][:_SCORES]
    scores = ", ".join(f"{safe_text(key, 20)} {_score(a)} → {_score(b)}" for key, a, b in moved)
    return f"{words}; health {scores}" if scores else words


def _score(score: int | None) -> str:
    return "unknown" if score is None else str(score)
