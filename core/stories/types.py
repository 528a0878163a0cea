"""Read models of stories: something to be told with a store, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A step of a story: what the presenter says, the keys that do it on the screen, and
    the command that does the same, without the word `bellbuoy`."""

    says: str
    keys: str
    command: str


@dataclass(frozen=True, slots=True)
class Story:
    """Something to be told with a store, line by line. It is about the first client of
    the query `whom` in the order of `sort`: its id and name stand for `{client}` and
    `{name}` of the lines. In a command the word RUN is the number of the story's newest
    run, FIRST that of its first, RUNS those of all of them, the newest first. `order` is
    its place in the list."""

    id: str
    title: str
    about: str
    whom: str
    sort: str
    order: int
    lines: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story about a client of the store; only the numbers of runs are left open."""

    id: str
    title: str
    about: str
    client: str
    name: str
    lines: tuple[StoryLine, ...]
