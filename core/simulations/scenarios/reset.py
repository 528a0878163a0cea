"""Reset: back to a healthy client (DEFINITIONS 5.4)."""

from __future__ import annotations

from core.clients.lifecycle import window_days
from core.health.types import WINDOW
from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Use
from core.simulations.parameters import Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """What weighs stops counting, and one row of use tops the window up to full."""
    del draws, values
    client = subject.client
    lived = window_days(client.start, client.ended, subject.day)
    if not lived:
        return NOTHING
    calls = _lacking(subject.baseline.calls, lived, client.calls)
    logins = _lacking(subject.baseline.logins, lived, client.logins)
    use = (Use(subject.day, calls, logins),) if calls or logins else ()
    return Effect(use, excludes=True)


def _lacking(baseline: int, lived: int, had: int | None) -> int:
    return max(0, -(-baseline * lived // WINDOW) - (had or 0))


SCENARIO = Scenario(
    "reset",
    "Reset to healthy",
    "clients are well again: incidents stop counting, use is full",
    "calls and logins of today, and incidents that stop counting",
    130,
    effect,
)
