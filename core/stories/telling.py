"""A story about somebody: its lines with a client, and its commands with runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace

from core.stories.types import Story, StoryLine, StoryTold

_CLIENT, _NAME = "{client}", "{name}"
_RUN, _FIRST, _RUNS = "RUN", "FIRST", "RUNS"
_PLAIN = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
"""With a digit: words such as `any` and `OR` mean something to a query."""


def about(story: Story, client: str, name: str) -> StoryTold:
    """The story about the client of that public id and name."""
    lines = tuple(_filled(each, client, name) for each in story.lines)
    return StoryTold(story.id, story.title, story.about, client, name, lines)


def _filled(line: StoryLine, client: str, name: str) -> StoryLine:
    words = [_word(each, client) for each in shlex.split(line.command)]
    return replace(
        line,
        says=line.says.replace(_NAME, name),
        keys=line.keys.replace(_CLIENT, client),
        command=shlex.join(words),
    )


def _word(word: str, client: str) -> str:
    """An id that is a word of its own stands as it is, one within a query in quotes."""
    if word == _CLIENT:
        return client
    escaped = client.replace("\\", "\\\\").replace('"', '\\"')
    return word.replace(_CLIENT, client if _PLAIN.fullmatch(client) else f'"{escaped}"')


def words(line: StoryLine, runs: Sequence[int]) -> tuple[str, ...]:
    """The words of a line's command; `runs` are the story's, the oldest first."""
    found: list[str] = []
    for word in shlex.split(line.command):
        if word == _RUNS:
            found += [str(number) for number in reversed(runs)]
        elif runs and word in (_RUN, _FIRST):
            found.append(str(runs[-1] if word == _RUN else runs[0]))
        else:
            found.append(word)
    return tuple(found)
