"""Region outage: all clients of a region are down, and lose the use of today."""

from __future__ import annotations

from fractions import Fraction

from core.incidents.types import SEVERITIES
from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject
from core.simulations.thinning import less_use


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """No chance in it: a region is down for all that are in it."""
    del draws
    if not subject.live:
        return NOTHING
    lost = (Fraction(values["lost"], 100),)
    severity = SEVERITIES[values["severity"] - 1]
    return Effect(
        less_use(subject, (subject.day,), lost, lost),
        (Opens(severity, "Region: the service is down", "outage"),),
    )


SCENARIO = Scenario(
    "region-outage",
    "Region outage",
    "a region is down: choose its clients by a query, such as country:DE",
    "a critical incident with downtime, and less use today",
    34,
    effect,
    (
        Parameter("lost", "of today's calls and logins", 50, 0, 100, "%"),
        Parameter("severity", "1 critical to 4 low", 1, 1, len(SEVERITIES)),
    ),
)
