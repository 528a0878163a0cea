"""Stories: which there are, and each about a client of the store."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services import clients
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.stories import telling
from core.stories.scripts import stories, story
from core.stories.types import Story, StoryLine, StoryTold
from core.values.errors import NoDataError


@service("simulation:read")
def listed(ctx: Context) -> tuple[Story, ...]:
    """Every story, in the order of the list."""
    del ctx
    return tuple(stories().values())


@service("simulation:read")
def told(ctx: Context, name: str) -> StoryTold:
    """A story about the client of the store that it fits best. Raises NotFoundError, and
    NoDataError where it fits nobody."""
    found = story(name)
    fitting = clients.page(ctx, found.whom, sort=found.sort, limit=1).rows
    if not fitting:
        raise NoDataError(
            f"nobody is as the story {found.id} needs it: {found.whom}",
            f"bellbuoy client list '{found.whom}'",
        )
    return telling.about(found, fitting[0].key, fitting[0].name)


def words(line: StoryLine, runs: Sequence[int]) -> tuple[str, ...]:
    """The words of a line's command, with the numbers of the story's runs so far."""
    return telling.words(line, runs)
