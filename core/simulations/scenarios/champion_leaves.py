"""The champion leaves: nobody signs in any more, while machines go on calling."""

from __future__ import annotations

from fractions import Fraction

from core.simulations.draws import Draws
from core.simulations.effect import Effect
from core.simulations.parameters import Parameter, Values
from core.simulations.scenario import Scenario, Subject
from core.simulations.thinning import less_use


def effect(subject: Subject, draws: Draws, values: Values) -> Effect:
    """Logins fall by `percent`, calls by a quarter of that."""
    del draws
    days = subject.last_days(values["days"])
    logins = Fraction(values["percent"], 100)
    return Effect(less_use(subject, days, [logins / 4] * len(days), [logins] * len(days)))


SCENARIO = Scenario(
    "champion-leaves",
    "Champion leaves",
    "the person who pushed for us is gone: few sign in, machines go on",
    "logins, and some calls, that are taken off past days",
    60,
    effect,
    (
        Parameter("percent", "of the logins were the champion's team's", 80, 1, 100, "%"),
        Parameter("days", "since when, today the last", 14, 1, 30, "d"),
    ),
)
