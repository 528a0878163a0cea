"""Login storm: far more sign in today than ever, and not all get in."""

from __future__ import annotations

from core.simulations.draws import Draws
from core.simulations.effect import NOTHING, Effect, Opens, Use
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Draw 0 says how many sign in: from half of `most` up to it."""
    if not subject.live:
        return NOTHING
    most = values["most"]
    logins = draws.whole(0, (most + 1) // 2, most)
    return Effect((Use(subject.day, logins=logins),), (Opens("medium", "Sign-in is slow"),))


SCENARIO = Scenario(
    "login-storm",
    "Login storm",
    "everybody signs in at once today, and signing in gets slow",
    "logins of today, and a medium incident",
    80,
    effect,
    (Parameter("most", "logins of one client", 200, 2, 10_000),),
)
