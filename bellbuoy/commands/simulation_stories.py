"""`bellbuoy sim story`: stories to be told with a store, and telling them."""

from __future__ import annotations

import sys
from datetime import datetime

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.atomic import replacing
from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.stories.types import StoryTold
from core.values.errors import UsageError

STORIES = (
    Column("id", "story", fixed=True),
    Column("title", "title"),
    Column("about", "what it tells"),
    number("lines", "lines"),
)
LINES = (
    number("number", ""),
    Column("says", "what is said"),
    Column("keys", "keys"),
    Column("command", "command", render=lambda words: f"bellbuoy {words}"),
)


def sim_story(options: Options) -> Answer | int:
    """Tell a story, list its lines, or list all stories."""
    from bellbuoy.services.simulations import stories

    if options.flag("screen"):
        return _on_screen(options)
    ctx, name = open_present(options), options.text("name")
    if name is None:
        rows: list[dict[str, Json]] = [
            {"id": each.id, "title": each.title, "about": each.about,
             "lines": len(each.lines)}
            for each in stories.listed(ctx)
        ]  # fmt: skip
        return Answer("story", rows, STORIES, as_of=ctx.now, total=len(rows))
    story = stories.told(ctx, name)
    if options.flag("list") or options.dry_run or options.format != "table":
        return _lines(story, ctx.now)
    from bellbuoy.commands.story_telling import tell

    if options.output is None:
        tell(ctx, story, options, sys.stdout)
        return 0
    with replacing(options.output) as file:
        tell(ctx, story, options, file)
    return 0


def _on_screen(options: Options) -> int:
    """The screens, with the story's next line and keys above the last row."""
    from bellbuoy.commands.app import on_a_terminal, settle_color
    from bellbuoy.commands.registry import load

    name = options.need("name")
    if not on_a_terminal(options):
        raise UsageError("the screens need a terminal", "drop --screen to hear it told")
    settle_color(options)
    code: int = load("tui.start:run")(
        options.store, role=options.role, theme=options.theme, glyphs=options.glyphs,
        line=f"story {name}",
    )  # fmt: skip
    return code


def _lines(story: StoryTold, now: datetime) -> Answer:
    rows: list[dict[str, Json]] = [
        {"number": place, "says": each.says, "keys": each.keys, "command": each.command}
        for place, each in enumerate(story.lines, 1)
    ]
    beside: dict[str, Json] = {
        "story": story.id, "title": story.title, "client": story.client, "name": story.name,
    }  # fmt: skip
    return Answer("story_line", rows, LINES, as_of=now, total=len(rows), beside=beside)


COMMAND = Command(
    noun="sim",
    verb="story",
    summary="a story told with this store, command by command; then all is taken back",
    examples=("bellbuoy sim story outage", "bellbuoy sim story outage --list"),
    function=sim_story,
    arguments=(
        Arg("name", "the story; all are listed without", optional=True),
        Arg("list", "its lines, keys and commands; nothing is run", "flag"),
        Arg("screen", "on the screens: the next line and its keys stand there", "flag"),
    ),
    writes=True,
)
