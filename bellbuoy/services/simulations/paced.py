"""What a person types to set a run: parameters, the seed, and how it goes through time."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.simulations.typed import settings, written
from core.simulations.runs import AT_ONCE, checked
from core.values.errors import UsageError

SPREAD, LASTS, SPEED = "spread", "lasts", "speed"
_ONCE = "once"


@dataclass(frozen=True, slots=True)
class Paced:
    """`spread`: minutes within which the clients are reached; `length`: minutes until it
    is over (None: it does not end by itself); `speed`: so many times as fast as the
    clock, 0 at once."""

    values: dict[str, int]
    seed: int
    spread: int = 0
    length: int | None = None
    speed: int = AT_ONCE


def paced(what: str, text: str, seed: int) -> Paced:
    """All that a text sets of a run of a scenario; what it does not name is as usual.
    Raises UsageError for what cannot be set, and out of bounds."""
    rest, own = [], {SPREAD: "0", LASTS: "", SPEED: _ONCE}
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals and name in own:
            own[name] = value
        else:
            rest.append(word)
    values, seed = settings(what, " ".join(rest), seed)
    length = _minutes(LASTS, own[LASTS]) if own[LASTS] else None
    found = Paced(values, seed, _minutes(SPREAD, own[SPREAD]), length, speed_of(own[SPEED]))
    checked(found.speed, found.spread, found.length)
    return found


def speed_of(text: str) -> int:
    """`once`, `1`, `60x`. Raises UsageError."""
    plain = text.strip()
    return AT_ONCE if plain == _ONCE else _number(SPEED, plain.removesuffix("x"), "once, 1, 60")


def paced_text(found: Paced) -> str:
    """The text that says the same."""
    said = [written(found.values, found.seed), f"{SPREAD}={found.spread}"]
    if found.length is not None:
        said.append(f"{LASTS}={found.length}")
    return " ".join([*said, f"{SPEED}={found.speed or _ONCE}"])


def _minutes(name: str, text: str) -> int:
    return _number(name, text, f"minutes: {name}=30")


def _number(name: str, text: str, hint: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"“{text}” is no {name}", f"write {hint}")
    return int(text)
