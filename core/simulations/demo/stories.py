"""The clients of the demo store that have a story to tell, at keys that never change."""

from __future__ import annotations

from dataclasses import dataclass

from core.simulations.demo.activity import Habit
from core.simulations.demo.incidents import IncidentShape

USAGE_SOURCE = "demo"
CRM_SOURCE = "crm"

# Markup, a colour, the clipboard, the window title, a C1 control, reversed text,
# a line of its own, an emoji and wide characters: shown raw, it does harm.
HOSTILE_NAME = (
    "[bold red]Hartmann[/] \x1b[31m\x1b]52;c;ZGVtbw==\x07\x1b]0;owned\x07\x9b2J"
    "\u202eknaB\u202c\r\n🚢 海運 & Søn"
)
HOSTILE_TITLE = (
    '=HYPERLINK("file:///etc/passwd")\x1b[2J [link=/]open[/link]\u2066!\nsecond line'
)
WIDE_NAME = "東京データ"
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Story:
    """What to tell about one client of the demo store."""

    key: str
    title: str
    telling: str


@dataclass(frozen=True, slots=True)
class Plot:
    """How a client is doing; what is None is drawn like everyone's.

    No `habit`: nothing tells of its use. `started` is days before today,
    `renews` days from today, `past` whether it has old, closed incidents too.
    """

    habit: Habit | None
    incidents: tuple[IncidentShape, ...] = ()
    plan: str | None = None
    name: str | None = None
    industry: str | None = None
    country: str | None = None
    started: int | None = None
    renews: int | None = None
    source: str = USAGE_SOURCE
    past: bool = False


_CAST: tuple[tuple[Story, Plot], ...] = (
    (
        Story(
            "C-0001",
            "The quiet decline",
            "Calls and logins have fallen for four weeks; no incident, nobody complained.",
        ),
        Plot(
            Habit(1.05, 1.05, ((28, 1.0), (14, 0.35), (0, 0.04)), weekend=0.3),
            plan="Enterprise",
            started=1310,
        ),
    ),
    (
        Story(
            "C-0002",
            "The noisy outage",
            "Down for two days: one critical and two high incidents, and usage fell with it.",
        ),
        Plot(
            Habit(0.95, 0.95, ((3, 1.0), (2, 0.2), (0, 0.3)), weekend=0.8),
            (
                IncidentShape(
                    "critical",
                    "acknowledged",
                    age=2 * _DAY + 95,
                    title="Nobody can sign in",
                    impact="outage",
                ),
                IncidentShape("high", age=2 * _DAY + 61, title="API answers 5xx on export"),
                IncidentShape("high", age=2 * _DAY - 18, title="Nightly sync stops half way"),
            ),
            plan="Pro",
            started=702,
        ),
    ),
    (
        Story(
            "C-0003",
            "The upsell",
            "On Basic, healthy, at three times the baseline and still growing.",
        ),
        Plot(
            Habit(2.9, 1.9, ((59, 0.55), (0, 1.3))),
            plan="Basic",
            started=388,
        ),
    ),
    (
        Story(
            "C-0004",
            "The renewal in seven days",
            "At risk, an open incident, and the contract ends next week.",
        ),
        Plot(
            Habit(0.55, 0.42, ((59, 1.1), (0, 0.9))),
            (
                IncidentShape(
                    "medium", "pending", age=9 * _DAY, title="Two reports disagree by a day"
                ),
                IncidentShape("high", "resolved", age=17 * _DAY, fixed_after=2 * _DAY),
            ),
            plan="Enterprise",
            renews=7,
        ),
    ),
    (
        Story(
            "C-0005",
            "The brand-new client",
            "Started nine days ago: measured against ten days, not against thirty.",
        ),
        Plot(
            Habit(0.9, 1.0, ((9, 0.6), (0, 1.4)), weekend=0.5),
            plan="Pro",
            started=9,
        ),
    ),
    (
        Story(
            "C-0006",
            "The one without data",
            "Known from the CRM alone: no usage ever came in, so there is no score at all.",
        ),
        Plot(
            None,
            plan="Pro",
            started=240,
            source=CRM_SOURCE,
        ),
    ),
    (
        Story(
            "C-0007",
            "The calm one",
            "Healthy, no incident, nothing to report: the one to run an outage on.",
        ),
        Plot(
            Habit(0.86, 0.8),
            plan="Pro",
            started=530,
        ),
    ),
    (
        Story(
            "C-0008",
            "The hostile name",
            "Its name and its ticket would take over a terminal that showed them raw.",
        ),
        Plot(
            Habit(0.34, 0.3, ((59, 1.2), (0, 0.8))),
            (IncidentShape("low", age=5 * _DAY, title=HOSTILE_TITLE),),
            plan="Basic",
            name=HOSTILE_NAME,
            industry="Logistics",
        ),
    ),
    (
        Story(
            "C-0009",
            "The wide name",
            "Two cells a character: every column behind it must stay in line.",
        ),
        Plot(
            Habit(0.4, 0.3, ((59, 1.6), (0, 0.7)), weekend=0.2),
            plan="Enterprise",
            name=WIDE_NAME,
            industry="Software",
            country="JP",
        ),
    ),
    (
        Story(
            "C-0010",
            "The recovery",
            "Fell a month ago; its incident was fixed, and use has been coming back since.",
        ),
        Plot(
            Habit(1.0, 1.0, ((45, 1.0), (38, 0.1), (20, 0.25), (0, 1.6))),
            (IncidentShape("high", "resolved", age=24 * _DAY, fixed_after=3 * _DAY),),
            plan="Pro",
            started=615,
        ),
    ),
    (
        Story(
            "C-0011",
            "Half a year of silence",
            "No call and no login for six months, and still paying.",
        ),
        Plot(
            Habit(0.7, 0.6, silent=183),
            plan="Basic",
            started=960,
        ),
    ),
)
STORIES: tuple[Story, ...] = tuple(story for story, _ in _CAST)
PLOTS: dict[str, Plot] = {story.key: plot for story, plot in _CAST}
