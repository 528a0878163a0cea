"""The sections of the settings, and the list of them at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.values.text import fit
from tui.lines import line
from tui.palette import Look, Role


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the list. `about` says in help what it holds."""

    id: str
    title: str
    about: str


SECTIONS: tuple[Section, ...] = (
    Section("look", "Look and keys", "colours, signs, density, mouse and keys"),
    Section("formula", "Health formula", "weights and baselines, and what they were"),
    Section("tiers", "Health tiers", "from which score on a client is healthy or at risk"),
    Section("definitions", "Definitions", "what stands as files say it, and what was changed"),
    Section("store", "Store", "time zone, currency and clock"),
)


def section_lines(at: int, look: Look, width: int, height: int) -> list[Text]:
    """The list with a bar at its right end, as many lines as there are rows."""
    lines = []
    for row in range(max(height, len(SECTIONS))):
        chosen = row == at
        name = SECTIONS[row].title if row < len(SECTIONS) else ""
        mark = look.glyphs.cursor if chosen else " "
        words = fit(f"{mark}{name}", max(0, width - 1), ellipsis=look.glyphs.ellipsis)
        role: Role = "cursor" if chosen else ""
        lines.append(line([(words, role), (look.glyphs.bar, "border")], look, width))
    return lines


def place_of(name: str) -> int:
    """Where a section stands; the first one for an unknown name."""
    found = [place for place, section in enumerate(SECTIONS) if section.id == name]
    return found[0] if found else 0


def titles(sections: Sequence[Section] = SECTIONS) -> tuple[tuple[str, str], ...]:
    """(title, what it holds) of each, for help."""
    return tuple((section.title, section.about) for section in sections)
