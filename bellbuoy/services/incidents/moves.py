"""Taking incidents through their life: acknowledged, pending, resolved, closed, open
again; and their severity, owner, notes. One or many at once."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import (
    How,
    Turn,
    Work,
    changed_together,
)
from bellbuoy.services.incidents.selection import number_meant
from bellbuoy.services.incidents.turning import refuse_simulated
from core.desk.wording import LONGEST_TEXT, person, written
from core.incidents.life import Life, another_severity, moved
from core.incidents.types import (
    Done,
    IncidentSelection,
    Resolution,
    Severity,
    StepKind,
    Verb,
)
from core.values.errors import ConflictError
from storage.incidents.acting import Links, NewStep
from storage.incidents.lives import Living
from storage.incidents.targets import stored_targets

NOBODY = "nobody"
_KINDS: dict[Verb, StepKind] = {
    "ack": "acknowledged", "pend": "pended", "resume": "resumed", "resolve": "resolved",
    "close": "closed", "reopen": "reopened",
}  # fmt: skip
_PLAIN = How()


@service("incident:move", writes=True)
def move(
    ctx: Context,
    meant: IncidentSelection,
    verb: Verb,
    *,
    reason: Resolution = "fixed",
    duplicate_of: str | None = None,
    note: str = "",
    how: How = _PLAIN,
) -> Done:
    """Take incidents one step on. `note` is kept with the step. An incident that stands
    so already stays as it is; one that may not move is told with the reason.

    Raises NotFoundError; UsageError; ConflictError for a single one that may not move,
    or was changed meanwhile.
    """
    text = written(note, "the note", LONGEST_TEXT) if note else ""
    with ctx.reader() as reader:
        of = None if duplicate_of is None else number_meant(ctx, reader, duplicate_of)
    refuse_simulated([] if of is None else [of])

    def turn(found: Living, now_us: int) -> Turn | None:
        if of == found.id:
            raise ConflictError("an incident does not repeat itself")
        life = moved(found.life, verb, now_us, reason, of)
        if life == found.life:
            return None
        kind = "reason" if _same_status(found.life, life) else _KINDS[verb]
        what = _told(found.life, life, duplicate_of)
        return _turned(found, life, kind, text, what)

    what = verb if verb != "resolve" else f"resolve: {reason}"
    return changed_together(ctx, meant, Work("incident.move", what, turn, own_status=True), how)


def _same_status(before: Life, after: Life) -> bool:
    return before.status == after.status


def _told(
    before: Life, after: Life, duplicate_of: str | None
) -> dict[str, tuple[str | None, str | None]]:
    told: dict[str, tuple[str | None, str | None]] = {}
    if before.status != after.status:
        told["status"] = (before.status, after.status)
    if before.resolution != after.resolution:
        told["resolution"] = (before.resolution, after.resolution)
    if before.duplicate_of != after.duplicate_of:
        told["duplicate_of"] = (None, duplicate_of)
    return told


def _turned(
    found: Living,
    life: Life,
    kind: StepKind,
    text: str,
    what: dict[str, tuple[str | None, str | None]],
) -> Turn:
    """A move as it is written. What was resolved and is not, or was for another reason,
    looks different on days that are over."""
    before = found.life
    past = before.resolved is not None and (
        life.resolved != before.resolved or life.resolution != before.resolution
    )
    step = NewStep(found.id, life.latest, kind, text, what)
    return Turn(
        found, found._replace(life=life), _words(before), _words(life), (step,), Links(), past
    )


def _words(life: Life) -> str:
    return life.status if life.resolution is None else f"{life.status}, {life.resolution}"


@service("incident:move", writes=True)
def set_severity(
    ctx: Context,
    meant: IncidentSelection,
    severity: Severity,
    *,
    note: str = "",
    how: How = _PLAIN,
) -> Done:
    """Another severity, and with it other targets, from the opening on; a breach of
    before stays one. Imports leave it alone from then on."""
    text = written(note, "the note", LONGEST_TEXT) if note else ""
    with ctx.reader() as reader:
        targets = stored_targets(reader)

    def turn(found: Living, now_us: int) -> Turn | None:
        before = found.life.severity
        if before == severity:
            return None
        target = targets.of(severity, found.plan)
        life = another_severity(found.life, severity, target, now_us)
        step = NewStep(
            found.id, life.latest, "severity", text, {"severity": (before, severity)}
        )
        after = found._replace(life=life)
        return Turn(found, after, before or "none", severity, (step,), Links(), past=True)

    work = Work("incident.severity", f"severity {severity}", turn, own_severity=True)
    return changed_together(ctx, meant, work, how)


@service("incident:assign", writes=True)
def assign(
    ctx: Context, meant: IncidentSelection, owner: str | None, *, how: How = _PLAIN
) -> Done:
    """Say who looks after incidents (None: nobody)."""
    name = None if owner is None else person(owner)

    def turn(found: Living, now_us: int) -> Turn | None:
        if found.owner == name:
            return None
        what = {"owner": (found.owner, name)}
        step = _step(found, now_us, "owner", "", what)
        after = found._replace(owner=name)
        return Turn(found, after, found.owner or NOBODY, name or NOBODY, (step,), Links())

    work = Work("incident.assign", f"owner {name or NOBODY}", turn)
    return changed_together(ctx, meant, work, how)


@service("incident:note", writes=True)
def note(
    ctx: Context,
    meant: IncidentSelection,
    text: str,
    *,
    visible: bool = False,
    how: How = _PLAIN,
) -> Done:
    """Write something down about incidents; `visible`: an update that is meant for the
    clients too."""
    said = written(text, "the note", LONGEST_TEXT)
    kind: StepKind = "update" if visible else "note"

    def turn(found: Living, now_us: int) -> Turn:
        step = _step(found, now_us, kind, said, {})
        return Turn(found, found, "", kind, (step._replace(visible=visible),), Links())

    return changed_together(ctx, meant, Work("incident.note", kind, turn), how)


def _step(
    found: Living,
    now_us: int,
    kind: StepKind,
    text: str,
    what: dict[str, tuple[str | None, str | None]],
) -> NewStep:
    return NewStep(found.id, max(now_us, found.life.latest), kind, text, what)
