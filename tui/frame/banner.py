"""Row 2 while a simulation is in force: what is simulated, beside how fresh it is."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.simulations.banner import Banner
from core.simulations.types import LIVE
from core.values.counting import counted
from core.values.text import cells, fit, safe_text
from tui.keymap import Keymap
from tui.lines import Piece, pieces_width
from tui.palette import Role

_NAME = 24
_DOT = " · "
_AROUND = 3
"""Cells between the sides, and at both ends."""
_LEAST_TRAIL = 10


def banner_forms(found: Banner, keymap: Keymap) -> tuple[str, ...]:
    """What to say of the runs in force, the fullest first; each says SIM."""
    if len(found.numbers) > 1:
        what, whom = f"SIM {len(found.numbers)} runs", ""
    else:
        what, whom = f"SIM {found.scenario}#{found.numbers[0]}", _whom(found)
    if found.waits:
        what = f"{what} waits"
    take = _take_back(found, keymap)
    forms = [[what, whom, take], [what, take], [what], ["SIM"]]
    return tuple(_DOT.join(part for part in form if part) for form in forms)


def _whom(found: Banner) -> str:
    if found.name is not None:
        return fit(safe_text(found.name), _NAME, ellipsis="…").rstrip()
    if found.scenario == LIVE:
        return ""
    if found.moving:
        return f"{found.done:,} of {counted(found.clients, 'client')}"
    return counted(found.clients, "client")


def _take_back(found: Banner, keymap: Keymap) -> str:
    """The key that takes it back from here, where the last change is a run; else the
    screen on which it is taken back."""
    if found.takes_back is not None:
        which = f" {found.takes_back}" if len(found.numbers) > 1 else ""
        return keymap.told("undo", f"undo{which}")
    return keymap.told("simulations", "undo there")


def beside(
    forms: Sequence[str], fresh: str, role: Role, trail: Sequence[str], width: int
) -> tuple[list[Piece], int]:
    """The right side of row 2, and the cells that are left for the trail: as much of both
    as there is room for."""
    short, room = _short(fresh), width - _AROUND
    order = [(forms[0], fresh), (forms[0], short), (forms[1], short), (forms[1], ""),
             (forms[2], ""), (forms[3], "")]  # fmt: skip
    whole = cells(" › ".join(trail))
    last = min(max(_LEAST_TRAIL, *(cells(step) for step in trail[-1:]), 0), room // 3)
    for wanted, tried in ((whole, order[:3]), (last, order)):
        for form, text in tried:
            told: list[Piece] = [
                (form, "at_risk"),
                *([(f"{_DOT}{text}", role)] if text else []),
            ]
            taken = pieces_width(told)
            if taken + wanted <= room:
                return told, room - taken
    return [(fit(forms[-1], max(1, width - 2), ellipsis=""), "at_risk")], 0


def _short(fresh: str) -> str:
    """The one thing of how fresh it is that matters most: the past day that is looked at,
    else what stands last: `live`, `no worker`, `read-only`."""
    parts = [part for part in fresh.split(_DOT) if part != "DEMO"]
    past = [part for part in parts if part.startswith("as of ")]
    return (past or parts[-1:] or [""])[0]
