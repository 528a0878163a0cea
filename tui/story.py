"""A story on the screen: what is said next, and the keys that do it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from itertools import pairwise

from core.stories.types import StoryTold
from core.values.text import fit, safe_text
from tui.lines import Piece

NEXT = "full_stop"
"""The key that goes on without the keys of a line."""
KEEPS = "enter"
"""What is typed into a box is no key of a line; only this one, which keeps it."""
_NAMES = {
    "enter": "enter", "esc": "escape", "tab": "tab", "space": "space", "/": "slash",
    "]": "right_square_bracket", "[": "left_square_bracket", "-": "minus", ":": "colon",
    "down": "down", "up": "up",
}  # fmt: skip


_SHORT = {"outage": "outage", "pulse": "pulse", "decay": "decline", "reset": "reset"}


@dataclass(frozen=True, slots=True)
class StoryOn:
    """A story that is being told: the line that is shown, from 0 (behind the last: it is
    over), how many of its keys were pressed, and the newest run of before it."""

    told: StoryTold
    since: int
    at: int = 0
    done: int = 0

    @property
    def over(self) -> bool:
        return self.at >= len(self.told.lines)


def keys_of(line: str) -> tuple[str, ...]:
    """The keys of a line by Textual's names, without what is typed into a box: `4 / C-0002
    enter` is 4, slash and enter."""
    found = []
    for word in line.split():
        if word in _NAMES:
            found.append(_NAMES[word])
        elif len(word) == 1:
            found.append(word)
    return tuple(found)


def scenario_of(story: StoryOn) -> tuple[str, str]:
    """The scenario that the line is about and how it is set, for the screen on which it
    runs; empty where the line is about none."""
    words = shlex.split("" if story.over else story.told.lines[story.at].command)
    if words[:1] != ["sim"] or len(words) < 3:
        return "", ""
    name = words[2] if words[1] in ("preview", "run") else _SHORT.get(words[1], "")
    after = dict(pairwise(words))
    told = [after["--set"]] if "--set" in after else []
    told += [f"seed={after['--seed']}"] if "--seed" in after else []
    return name, " ".join(told)


def pressed(story: StoryOn, key: str) -> StoryOn:
    """The story after a key: the last one of a line leads to the next line; keys that the
    line does not wait for change nothing."""
    if story.over:
        return story
    keys = keys_of(story.told.lines[story.at].keys)
    if not keys or keys[story.done] != key:
        return story
    done = story.done + 1
    return following(story) if done == len(keys) else replace(story, done=done)


def following(story: StoryOn) -> StoryOn:
    """On to the next line; behind the last the story is over."""
    return story if story.over else replace(story, at=story.at + 1, done=0)


def strip(story: StoryOn, width: int, back: str) -> tuple[list[Piece], list[Piece]]:
    """`3/9 “Two of their calls fail.”` at the left, the keys at the right; words are cut,
    never keys. `back` is the key that ends it."""
    many = len(story.told.lines)
    if story.over:
        return [(f"{safe_text(story.told.title, 60)}: told", "header")], [
            (f"{back} ends it", "accent")
        ]
    line = story.told.lines[story.at]
    keys: Piece = (f"press {safe_text(line.keys, 40)}", "accent")
    place = f"{story.at + 1}/{many} "
    room = max(4, width - len(place) - len(keys[0]) - 6)
    says = fit(safe_text(line.says, 400), room, ellipsis="…").rstrip()
    return [(place, "muted"), (f"“{says}”", "header")], [keys]
