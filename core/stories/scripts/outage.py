"""The service goes down for the largest healthy client, and is up again."""

from __future__ import annotations

from core.stories.types import Story, StoryLine

_COLUMNS = "--cols id,name,tier,health,arr,incidents"

STORY = Story(
    "outage",
    "The service goes down",
    "what an outage costs: predicted, run, measured, and taken back without a trace",
    whom="tier:healthy incidents:0 health<88",
    sort="-arr",
    order=10,
    lines=(
        StoryLine(
            "{name} is well: no incident is open.",
            "2 / id:{client} enter",
            f"client list id:{{client}} {_COLUMNS}",
        ),
        StoryLine("Its score has three parts that add up.", "w", "health score {client}"),
        StoryLine(
            "What would an outage do to it? This is computed; nothing is written.",
            "4 / {client} enter",
            "sim preview outage {client}",
        ),
        StoryLine("Now it happens.", "R y", "sim outage {client}"),
        StoryLine(
            "The radar has it among those at risk.",
            "1",
            f"radar 'tier:critical,at_risk id:{{client}}' {_COLUMNS}",
        ),
        StoryLine(
            "The same parts say why: only the incidents have moved.",
            "2 / id:{client} enter w",
            "health score {client}",
        ),
        StoryLine(
            "Whoever answers incidents has them in the queue.",
            "3 / client:{client} enter",
            "incident list 'client:{client} status:open' --cols id,severity,status,title",
        ),
        StoryLine("The measured score is the predicted one.", "4 ]", "sim compare RUN"),
        StoryLine("We take it back.", "z", "sim undo RUN"),
        StoryLine("The store is what it was, row by row.", "a v", "sim verify RUN"),
        StoryLine(
            "And so is the client.",
            "2 / id:{client} enter",
            f"client list id:{{client}} {_COLUMNS}",
        ),
    ),
)
