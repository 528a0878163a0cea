"""Named weights to start from (DEFINITIONS 1.6, 2.1), in the order they are offered."""

from __future__ import annotations

from core.health.types import HealthConfig, Preset
from core.values.errors import UsageError

PRESETS: tuple[Preset, ...] = (
    Preset("default", "Default", HealthConfig().weights, "usage first, the rest alike"),
    Preset("usage-focused", "Usage-focused", (60, 20, 20), "what machines call"),
    Preset("daily-use", "Daily use", (20, 60, 20), "what people sign in to daily"),
    Preset("support-heavy", "Support-heavy", (25, 25, 50), "what breaks counts for half"),
)  # fmt: skip


def preset(name: str) -> Preset:
    """The preset of a name. Raises UsageError that lists them."""
    for found in PRESETS:
        if found.id == name:
            return found
    names = ", ".join(each.id for each in PRESETS)
    raise UsageError(f"no preset “{name}”", f"there are {names}")


def preset_of(weights: tuple[int, ...]) -> Preset | None:
    """The preset that has these weights; None: they are one's own."""
    return next((each for each in PRESETS if each.weights == weights), None)
