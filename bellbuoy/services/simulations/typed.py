"""What a person types to set a scenario: `days=7 percent=30 seed=5`."""

from __future__ import annotations

from collections.abc import Mapping

from core.simulations.feed import FEED
from core.simulations.parameters import settled
from core.simulations.scenarios import scenario
from core.simulations.types import LIVE
from core.values.errors import UsageError

_SEED = "seed"
_MOST_SEED = 2**63


def setting(raw: str) -> tuple[str, int]:
    """One of them. Raises UsageError."""
    name, equals, value = raw.partition("=")
    name, value = name.strip(), value.strip()
    if not equals or not name:
        raise UsageError(f"“{raw}” sets no parameter", "write days=7")
    if not value.isascii() or not value.isdigit() or len(value) > 19:
        raise UsageError(f"“{value}” is no whole number", f"write {name}=7")
    return name, int(value)


def settings(what: str, text: str, seed: int) -> tuple[dict[str, int], int]:
    """All parameters of a scenario, or of the feed, and the seed, with what the text says
    of them. Raises UsageError for what cannot be set."""
    given: dict[str, int] = {}
    for word in text.split():
        name, value = setting(word)
        given[name] = value
    seed = given.pop(_SEED, seed)
    if seed >= _MOST_SEED:
        raise UsageError("a seed is below 2^63", "write seed=42")
    parameters = FEED.parameters if what == LIVE else scenario(what).parameters
    return settled(parameters, given), seed


def written(values: Mapping[str, int], seed: int) -> str:
    """The text that says the same."""
    return " ".join(f"{name}={value}" for name, value in {**values, _SEED: seed}.items())
