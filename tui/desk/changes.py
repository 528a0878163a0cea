"""One change of many clients from a screen: shown, decided, made, told."""

from __future__ import annotations

from functools import partial

from bellbuoy.services.context import Context
from core.desk.types import Preview
from tui.asks import Ask
from tui.desk import doing
from tui.desk.doing import Change
from tui.desk.meant import Meant
from tui.desk.writing import Writes


class Changes(Writes):
    """A screen that changes several clients at once."""

    def _act_preview(self, meant: Meant, change: Change) -> None:
        """What it would do, in a box; then it is done, or not."""
        ctx = self.session.ctx

        def came(found: Preview) -> None:
            if not found.changing:
                self.shell.say(f"nothing changes: all {found.found:,} are so already", "muted")
                return
            from tui.desk.preview import change_lines  # the first frame needs none

            title = f"{found.what}: {found.changing:,} of {found.found:,}"
            lines = partial(change_lines, found)
            self.shell.show("change", title, lines, done=partial(decided, found))

        def decided(found: Preview, wanted: bool | None) -> None:
            if wanted:
                self._act_change(meant, partial(change, expect=found.changing))

        self.session.back.ask(
            "desk.preview",
            lambda _held, _ask: change(ctx, meant.clients, dry_run=True),
            came,
            self.shell.fault,
        )

    def _act_change(self, meant: Meant, change: Change) -> None:
        def work(ctx: Context, ask: Ask[Preview]) -> Preview:
            return change(
                ctx, meant.clients, progress=ask.progress, cancelled=lambda: self._act_stopped
            )

        self._act_run(work, self._act_changed)

    def _act_changed(self, found: Preview) -> None:
        if found.change is not None:
            self.shell.say_changed(doing.told(found))
            self.did_act()
        elif found.changing:
            self.shell.say("stopped: nothing is changed", "muted")
        else:
            self.shell.say("nothing changes: it is so already", "muted")
