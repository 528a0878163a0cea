"""What if: a change of some clients with no scenario and no chance in it."""

from __future__ import annotations

from core.simulations.effect import Effect, Use
from core.simulations.scenario import Subject
from core.simulations.types import WhatIf
from core.values.errors import UsageError


def checked(what: WhatIf) -> WhatIf:
    """The same. Raises UsageError for less than nothing, and for more than tenfold."""
    if not all(-100 <= by <= 900 for by in (what.calls, what.logins)):
        raise UsageError("use changes by -100 % to +900 %", "write --use=-20%")
    return what


def effect_of(what: WhatIf, subject: Subject) -> Effect:
    """The facts that would make it so; parts of a call or login are dropped."""
    calls = _part(subject.client.calls or 0, what.calls)
    logins = _part(subject.client.logins or 0, what.logins)
    return Effect(
        use=(Use(subject.day, calls, logins),) if calls or logins else (),
        resolves="fixed" if what.closed else None,
        ends=what.lost and bool(subject.client.subscriptions),
    )


def _part(total: int, percent: int) -> int:
    part = total * abs(percent) // 100
    return part if percent > 0 else -part
