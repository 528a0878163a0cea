"""`x`: what a screen shows in a file, as the command that `Y` copies writes it."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Any

from bellbuoy.services.context import Context
from core.values.instants import day_text
from core.values.text import safe_text
from tui.asks import Ask
from tui.places import Place
from tui.shell import Shell

_ASK = "page.export"
_UNFIT = re.compile(r"[^\w.-]+")
"""What no name of a file is made of here."""


class ExportKeys:
    """The handler of one key; a screen mixes it in."""

    shell: Shell
    place: Place

    @property
    @abstractmethod
    def command(self) -> str: ...

    @property
    def exported_as(self) -> str:
        """What its file is called, without day and ending."""
        return "-".join(filter(None, (self.place.screen, self.place.key, self.place.tab)))

    def do_export(self) -> None:
        """Ask for a name, and write there what the command of the screen yields."""
        from tui.exporting import FORMATS, PICTURE, file_fault, file_told

        hint = f"a name that ends in {', '.join(FORMATS)}; {PICTURE}: the screen"
        stem = _UNFIT.sub("-", self.exported_as)[:40]
        name = f"{stem}-{day_text(self.shell.session.ctx.today)}.csv"
        self.shell.show(
            "entry", "Write the rows to a file", hint, file_fault, file_told, name,
            done=self._export_to,
        )  # fmt: skip

    def _export_to(self, file: str | None) -> None:
        from tui.exporting import is_picture

        if file is None:
            return
        if is_picture(file):
            # The box for the name is gone with the next picture.
            page: Any = self
            page.call_after_refresh(self._picture_to, file)
            return
        ctx, command = self.shell.session.ctx, self.command

        def work(_held: Context, ask: Ask[str]) -> str:
            from tui.exporting import export

            return export(ctx, command, file, ask.cancelled)

        self.shell.say("writing …", "muted")
        self.shell.session.back.ask(_ASK, work, self._exported, self.shell.fault)

    def _picture_to(self, file: str) -> None:
        from tui.picture import svg

        page: Any = self
        drawn = svg(page.app)

        def work(_held: Context, _ask: Ask[str]) -> str:
            from tui.exporting import write_picture

            return write_picture(drawn, file)

        self.shell.session.back.ask(_ASK, work, self._exported, self.shell.fault)

    def _exported(self, path: str) -> None:
        self.shell.say(f"written: {safe_text(path, 200)}")
