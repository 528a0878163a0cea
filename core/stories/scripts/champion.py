"""The person who pushed for us leaves, and nobody complains."""

from __future__ import annotations

from core.stories.types import Story, StoryLine

STORY = Story(
    "champion",
    "A champion leaves",
    "the quiet loss: logins fall, machines go on, and what there is to do about it",
    whom="tier:healthy logins>0 incidents:0",
    sort="-arr",
    order=30,
    lines=(
        StoryLine(
            "{name} is well, and people sign in.",
            "2 / id:{client} enter",
            "client list id:{client} --cols id,name,tier,health,calls,logins,arr",
        ),
        StoryLine(
            "The one who pushed for us goes: this is what would follow.",
            "4 / {client} enter",
            "sim preview champion-leaves {client}",
        ),
        StoryLine(
            "It has happened; no incident tells of it.",
            "R y",
            "sim run champion-leaves {client}",
        ),
        StoryLine(
            "Few sign in, and that alone lowers the score.",
            "2 / id:{client} enter w",
            "health score {client}",
        ),
        StoryLine(
            "Would it help if they came back, a few more each day?",
            "4 / {client} enter",
            "sim preview onboarding {client}",
        ),
        StoryLine(
            "What would bring it up again, by the formula itself.",
            "2 / id:{client} enter w",
            "health explain {client} --what-if",
        ),
        StoryLine(
            "A playbook for it: who would get which steps.",
            "a b",
            "playbook assign save-18 {client} -n",
        ),
        StoryLine("We take the run back.", "esc z", "sim undo RUN"),
        StoryLine("The store is what it was.", "4 ] a v", "sim verify RUN"),
    ),
)
