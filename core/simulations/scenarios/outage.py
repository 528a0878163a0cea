"""Outage: everything is down for a client (DEFINITIONS 5.3)."""

from __future__ import annotations

from core.incidents.types import SEVERITIES
from core.simulations.draws import Draws
from core.simulations.effect import Effect, Opens
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject

_SYMPTOMS = (
    "API errors", "exports fail", "sign-in fails", "webhooks are late", "search is empty",
    "reports do not load", "e-mails are not sent", "imports stand still",
)  # fmt: skip


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 2 says how many symptoms come with the outage itself."""
    del subject
    most = values["symptoms"]
    shown = draws.whole(2, 1, most) if most else 0
    depth = SEVERITIES[values["depth"] - 1]
    return Effect(
        opens=(
            Opens(SEVERITIES[values["severity"] - 1], "Outage: the service is down", "outage"),
            *(Opens(depth, f"Outage: {each}") for each in _SYMPTOMS[:shown]),
        )
    )


SCENARIO = Scenario(
    "outage",
    "Outage",
    "the service is down for each client that is chosen",
    "a critical incident with downtime, and 1 to 3 high ones",
    20,
    effect,
    (
        Parameter("severity", "of the outage, 1 critical to 4 low", 1, 1, len(SEVERITIES)),
        Parameter("symptoms", "1 to so many of them; 0: none", 3, 0, len(_SYMPTOMS)),
        Parameter("depth", "severity of the symptoms, 1 to 4", 2, 1, len(SEVERITIES)),
    ),
)
