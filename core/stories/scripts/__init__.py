"""All stories: each module here that has a `STORY`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from core.stories.types import Story
from core.values.errors import NotFoundError


@cache
def stories() -> Mapping[str, Story]:
    """Id to story, in the order of the list."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    found: list[Story] = [module.STORY for module in modules]
    return {each.id: each for each in sorted(found, key=lambda each: each.order)}


def story(name: str) -> Story:
    """One by its id. Raises NotFoundError."""
    found = stories().get(name)
    if found is None:
        raise NotFoundError(f"no story “{name}”", "stories: " + ", ".join(stories()))
    return found
