"""How clients without a story of their own are doing.

Each mood is tuned to end in one tier of the health score (DEFINITIONS 2.5): of
100 clients about 7 are critical, 18 at risk and 75 healthy.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.simulations.demo.activity import Curve, Habit
from core.simulations.demo.dice import LEAN, LEVEL, MOOD, SLOPE, WEEKEND
from core.simulations.demo.incidents import IncidentShape
from core.simulations.draws import Draws

_Shapes = tuple[IncidentShape, ...]
_LOW = IncidentShape("low")
_MEDIUM = IncidentShape("medium")
_HIGH = IncidentShape("high")
_CRITICAL = IncidentShape("critical", "acknowledged")


@dataclass(frozen=True, slots=True)
class Mood:
    """`share` of 1,000 clients; bounds of the level (1 = the whole baseline),
    and of the slope: how far use has moved over 30 days, against its mean."""

    share: int
    level: tuple[float, float]
    slope: tuple[float, float]
    incidents: _Shapes = ()


MOODS = (
    # critical
    Mood(20, (0.02, 0.10), (-0.9, -0.2)),
    Mood(20, (0.06, 0.32), (-0.9, 0.0), (_CRITICAL, _HIGH)),
    Mood(20, (0.05, 0.27), (-0.9, 0.0), (_HIGH, IncidentShape("high", "pending"), _MEDIUM)),
    Mood(10, (0.20, 0.44), (-0.5, 0.1), (_CRITICAL, _HIGH, _HIGH, _LOW)),
    # at risk
    Mood(60, (0.20, 0.51), (-0.8, 0.3)),
    Mood(50, (0.28, 0.57), (-0.6, 0.3), (IncidentShape("high", "acknowledged"),)),
    Mood(40, (0.25, 0.55), (-0.6, 0.4), (_MEDIUM, _LOW)),
    Mood(30, (0.38, 0.66), (-0.5, 0.2), (_CRITICAL,)),
    # healthy
    Mood(400, (0.64, 1.00), (-0.2, 0.3)),
    Mood(100, (1.00, 1.60), (-0.1, 0.4)),
    Mood(100, (0.68, 1.05), (-0.2, 0.3), (_LOW,)),
    Mood(80, (0.67, 1.05), (-0.2, 0.3), (IncidentShape("medium", "resolved"),)),
    Mood(70, (0.71, 1.10), (-0.1, 0.4), (IncidentShape("high", "closed"),)),
)
_SHARES = tuple(mood.share for mood in MOODS)
# A line through 1 in the middle of the window, level before day 59.
_MIDDLE = 14.5
_FAR = 59


def mood_of(dice: Draws) -> tuple[Habit, _Shapes]:
    """A client's habit and incidents, by draw."""
    mood = dice.weighted(MOOD, MOODS, _SHARES)
    level = dice.real(LEVEL, *mood.level)
    # Calls weigh 40 and logins 30: leaning to one side leaves the score alone.
    lean = dice.real(LEAN, -0.2, 0.2)
    slope = dice.real(SLOPE, *mood.slope)
    habit = Habit(
        calls=level * (1 + lean),
        logins=level * (1 - lean * 4 / 3),
        curve=_line(slope),
        weekend=dice.real(WEEKEND, 0.15, 0.9),
    )
    return habit, mood.incidents


def _line(slope: float) -> Curve:
    """A straight line of mean 1 over the last 30 days."""
    return (
        (_FAR, 1 - slope * (_FAR - _MIDDLE) / (2 * _MIDDLE)),
        (0, 1 + slope / 2),
    )
