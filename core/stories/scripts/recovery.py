"""A client at risk works again, and is well: pulses first, then a reset."""

from __future__ import annotations

from core.stories.types import Story, StoryLine

STORY = Story(
    "recovery",
    "The way back",
    "what use alone does to a client at risk, and what remains: pulses, a reset, the trend",
    whom="tier:critical,at_risk incidents>0",
    sort="-incidents",
    order=20,
    lines=(
        StoryLine(
            "{name} is at risk, and its incidents are open.",
            "2 / id:{client} enter w",
            "health score {client}",
        ),
        StoryLine(
            "Suppose that it works for a week.",
            "4 / {client} enter",
            "sim preview pulse {client} --set days=7",
        ),
        StoryLine("A week of busy days.", "R y", "sim pulse {client} --set days=7"),
        StoryLine(
            "Its days say so, and the score follows.",
            "2 / id:{client} enter enter ]",
            "client list id:{client} --cols id,name,tier,health,calls,logins",
        ),
        StoryLine("Another week on top.", "4 R y", "sim pulse {client} --set days=7 --seed 7"),
        StoryLine(
            "Use is full: what is left of the loss are the incidents.",
            "2 / id:{client} enter w",
            "health score {client}",
        ),
        StoryLine(
            "Reset leaves them out, and the client is well.",
            "4 / {client} enter R y",
            "sim reset {client}",
        ),
        StoryLine(
            "The trend of the score is the way it came.",
            "2 / id:{client} enter",
            "client list id:{client} --cols id,name,tier,health,trend",
        ),
        StoryLine("Three runs are in force.", "4 ]", "sim history --limit 3"),
        StoryLine("All of them go back.", "z down z down z", "sim undo RUNS"),
        StoryLine("The store is what it was before the first.", "a v", "sim verify FIRST"),
    ),
)
