"""What the panes of a screen draw with: a look, and the moment that they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from tui.keymap import DEFAULT, Keymap
from tui.palette import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLook(Look):
    """A look with a moment.

    `zone` is the viewer's: times are printed in it. `now` is the moment that
    the shown data hold at, `today` its local day in the store's zone (which
    bounds every count of days). `keys` are those of the user, for hints.
    """

    zone: tzinfo
    now: datetime
    today: int
    keys: Keymap = DEFAULT
