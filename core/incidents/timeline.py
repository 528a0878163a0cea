"""Everything dated of an incident, in one line of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.incidents.types import Incident, Step, StepKind


@dataclass(frozen=True, slots=True)
class Said:
    """What the source said of it at a moment: its own `word`, the `status` that this
    means (None: none), and its text, which comes from outside."""

    at: datetime
    word: str
    text: str
    status: str | None = None


def timeline(
    incident: Incident, steps: Sequence[Step], said: Iterable[Said]
) -> tuple[Step, ...]:
    """The steps that were taken, oldest first, with what was not done here: its own
    times, unless a step or its source tells of them, and what the source said. These
    are steps of nobody under number 0; a word of the source is its `what`."""
    heard = list(said)
    told = {step.kind for step in steps}
    spoken = {(each.status, each.at) for each in heard}
    times: tuple[tuple[StepKind, datetime | None], ...] = (
        ("opened", incident.opened),
        ("acknowledged", incident.acknowledged),
        ("resolved", incident.resolved),
        ("closed", incident.closed),
    )
    own = [
        Step(0, at, None, kind, "", (), visible=False)
        for kind, at in times
        if at is not None and kind not in told and (kind, at) not in spoken
    ]
    from_source = [
        Step(0, each.at, None, "said", each.text, _word(each), visible=False) for each in heard
    ]
    return tuple(sorted((*own, *steps, *from_source), key=lambda each: each.at))


def _word(said: Said) -> tuple[tuple[str, str | None, str | None], ...]:
    return (("said", None, said.word),) if said.word else ()
