"""Every pair of colours that stands together on a screen, measured.

Contrast by WCAG 2.2 of what is read on what; and the colours of the tiers, which stand
below each other in one column, as each kind of eye tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from themes.contrast import MARK_CONTRAST, TEXT_CONTRAST, ratio
from themes.load import TEXT_ROLES, Theme
from themes.vision import EYES, apart

TIERS = ("critical", "at_risk", "healthy", "unknown")
GROUNDS = ("background", "surface")
# A difference in L*a*b* that is seen at a glance, in one letter of a column.
LEAST_APART = 20.0

State = Literal["ok", "note", "failed"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two roles and what was measured: `text` and `mark` are contrasts (1 to 21),
    `apart` is a distance in L*a*b* for `eye`. `note`: too little, but not promised."""

    one: str
    other: str
    kind: Literal["text", "mark", "apart"]
    value: float
    least: float
    state: State
    eye: str = ""

    @property
    def words(self) -> str:
        """`muted on surface: 1.00, needs 4.5`"""
        if self.kind == "apart":
            seen = f"{self.one} and {self.other} to {self.eye}"
            return f"{seen}: {self.value:.1f} apart, needs {self.least:g}"
        return f"{self.one} on {self.other}: {self.value:.2f}, needs {self.least:g}"


def pairs(theme: Theme) -> tuple[Pair, ...]:
    """All pairs of a theme. The colours of an ansi theme are the terminal's own:
    there is nothing to measure."""
    if theme.ansi:
        return ()
    return (*_read(theme), *_told_apart(theme))


def _read(theme: Theme) -> Iterator[Pair]:
    text = max(TEXT_CONTRAST, theme.contrast)
    for role in (*TEXT_ROLES, "border"):
        mark = role == "border"
        least = MARK_CONTRAST if mark else text
        for ground in GROUNDS:
            value = ratio(theme.colour(role), theme.colour(ground))
            state: State = "ok" if value >= least else "failed"
            yield Pair(role, ground, "mark" if mark else "text", value, least, state)


def _told_apart(theme: Theme) -> Iterator[Pair]:
    """A theme that promises it (`colour_safe`) fails where an eye cannot; the others
    have a sign and a word beside the colour, and only note it."""
    for one, other in combinations(TIERS, 2):
        for eye in EYES:
            value = apart(theme.colour(one), theme.colour(other), eye)
            promised = theme.colour_safe or eye == "every cone"
            short: State = "failed" if promised else "note"
            state: State = "ok" if value >= LEAST_APART else short
            yield Pair(one, other, "apart", value, LEAST_APART, state, eye)
