"""What all screens of one run share: the context, the threads that read, the look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bellbuoy.services.context import Context
from tui.asks import Ask, Deliver
from tui.keymap import DEFAULT, Keymap
from tui.local_time import LOCAL
from tui.look import ScreenLook
from tui.paint import Paint
from tui.palette import Look
from tui.pulse import Pulse
from tui.workers import WorkThread

if TYPE_CHECKING:
    from tui.story import StoryOn

T = TypeVar("T")
Work = Callable[[Context, Ask[T]], T]
Failed = Callable[[BaseException], object]


class Session:
    """`reader` answers what a screen waits for; `back` does what may take longer
    (counters, a look at a new past day, writes), so that lists never wait for it.
    """

    def __init__(
        self,
        ctx: Context,
        look: Look,
        deliver: Deliver,
        changed: Callable[[], object],
        away: Callable[[BaseException | None], object] | None = None,
        keymap: Keymap = DEFAULT,
    ) -> None:
        self.ctx = ctx
        self.look = look
        self.keymap = keymap
        self.pulse: Pulse | None = None
        self.story: StoryOn | None = None
        """The story that is being told, if any."""
        self.paint = Paint()
        self.away = False
        """Whether the database cannot be reached: what is shown is of before."""
        self.reader = WorkThread("reader", ctx, deliver, changed, away)
        self.back = WorkThread("back", ctx, deliver)

    def screen_look(self, ctx: Context | None = None) -> ScreenLook:
        """The look with the moment that a screen shows; `ctx` is that of its list."""
        at = ctx or self.ctx
        look = self.look
        return ScreenLook(
            look.palette, look.glyphs, look.compact,
            zone=LOCAL, now=at.now, today=at.today, keys=self.keymap,
        )  # fmt: skip

    def look_at(self, as_of: datetime | None) -> None:
        """Every screen shows that moment from now on; None is the present."""
        self.use(self.ctx.looking_at(as_of))

    def use(self, ctx: Context) -> None:
        self.ctx = ctx
        self.reader.look_at(ctx)
        self.back.look_at(ctx)

    def writing(self) -> Context:
        """The context for a request of the program itself, which is no change of
        facts: made at the present, also while looking back."""
        return replace(self.ctx, as_of=None)

    def close(self) -> None:
        self.reader.close()
        self.back.close()
