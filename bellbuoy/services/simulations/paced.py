"""What a person types to set a run: parameters, the seed, and how it goes through time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.typed import settings, written
from core.simulations.feed import paced as goes_on
from core.simulations.runs import AT_ONCE, checked
from core.simulations.starting import wait_s
from core.simulations.types import LIVE
from core.values.errors import UsageError
from core.values.lengths import left_words

SPREAD, LASTS, SPEED, START = "spread", "lasts", "speed", "start"
_ONCE = "once"


@dataclass(frozen=True, slots=True)
class Paced:
    """`spread`: minutes within which the clients are reached; `length`: minutes until it
    is over (None: it does not end by itself); `speed`: so many times as fast as the
    clock, 0 at once; `start`: when it begins, as typed (empty: now)."""

    values: dict[str, int]
    seed: int
    spread: int = 0
    length: int | None = None
    speed: int = AT_ONCE
    start: str = ""


def paced(what: str, text: str, seed: int) -> Paced:
    """All that a text sets of a run of a scenario; what it does not name is as usual. The
    feed goes by the clock, and reaches nobody within some time. Raises UsageError for what
    cannot be set, and out of bounds."""
    feed = what == LIVE
    rest, own = [], {SPEED: "1" if feed else _ONCE, START: ""}
    if not feed:
        own |= {SPREAD: "0", LASTS: ""}
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals and name in own:
            own[name] = value
        else:
            rest.append(word)
    values, seed = settings(what, " ".join(rest), seed)
    speed = speed_of(own[SPEED])
    if feed:
        goes_on(speed)
        found = Paced(values, seed, speed=speed, start=own[START])
    else:
        length = _minutes(LASTS, own[LASTS]) if own[LASTS] else None
        found = Paced(values, seed, _minutes(SPREAD, own[SPREAD]), length, speed, own[START])
    checked(found.speed, found.spread, found.length)
    return found


def speed_of(text: str) -> int:
    """`once`, `1`, `60x`. Raises UsageError."""
    plain = text.strip()
    return AT_ONCE if plain == _ONCE else _number(SPEED, plain.removesuffix("x"), "once, 1, 60")


def paced_text(what: str, found: Paced) -> str:
    """The text that says the same of a scenario."""
    said = [written(found.values, found.seed)]
    if what != LIVE:
        said.append(f"{SPREAD}={found.spread}")
    if found.length is not None:
        said.append(f"{LASTS}={found.length}")
    said.append(f"{SPEED}={found.speed or _ONCE}")
    return " ".join([*said, f"{START}={found.start}"] if found.start else said)


def begins_words(ctx: Context, start: str) -> str:
    """`begins in 30m, 2026-11-22 14:35`, by the store's clock; empty: at once. Raises
    UsageError for a moment that has passed, and for what is none."""
    seconds = wait_s(start, ctx.present, ctx.zone)
    if not seconds:
        return ""
    at = (ctx.present + timedelta(seconds=seconds)).astimezone(ctx.zone)
    return f"begins in {left_words(seconds)}, {at:%Y-%m-%d %H:%M}"


def _minutes(name: str, text: str) -> int:
    return _number(name, text, f"minutes: {name}=30")


def _number(name: str, text: str, hint: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"“{text}” is no {name}", f"write {hint}")
    return int(text)
