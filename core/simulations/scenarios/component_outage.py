"""Component outage: one part of the product fails, for those who use it."""

from __future__ import annotations

from core.incidents.types import SEVERITIES
from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject

_COMPONENTS = ("API", "sign-in", "exports", "search", "reports", "webhooks")
"""By number, from 1."""
_API, _SIGN_IN = 1, 2


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 0 says whether the client uses the component; the API is used by nobody but
    who calls it, sign-in by nobody but who logs in."""
    if not subject.live or not _uses(subject, values["component"]):
        return NOTHING
    if draws.whole(0, 1, 100) > values["share"]:
        return NOTHING
    name = _COMPONENTS[values["component"] - 1]
    severity = SEVERITIES[values["severity"] - 1]
    return Effect(opens=(Opens(severity, f"Component down: {name}", "partial"),))


def _uses(subject: Subject, component: int) -> bool:
    if component == _API:
        return bool(subject.client.calls)
    return component != _SIGN_IN or bool(subject.client.logins)


SCENARIO = Scenario(
    "component-outage",
    "Component outage",
    "one component fails: the API for those who call it, sign-in for those who log in",
    "a high incident at each client that is hit",
    32,
    effect,
    (
        Parameter(
            "component",
            ", ".join(f"{n} {name}" for n, name in enumerate(_COMPONENTS, 1)),
            1, 1, len(_COMPONENTS),
        ),
        Parameter("share", "of the clients use it", 100, 1, 100, "%"),
        Parameter("severity", "1 critical to 4 low", 2, 1, len(SEVERITIES)),
    ),
)  # fmt: skip
