"""The view that is open, as the store has it by now: somebody may have saved another one
under its name since, or deleted it."""

from __future__ import annotations

from bellbuoy.services.context import Context
from core.values.errors import NotFoundError
from core.views.types import View
from tui.asks import Ask
from tui.list_keys import ListKeys
from tui.view_words import spoken
from tui.widgets.page_source import R


class StandingView(ListKeys[R]):
    """`view` is the one that is open, as it was opened; `standing` what its name means now,
    None: nothing any more."""

    view: View | None = None
    standing: View | None = None

    def saved_like(self, shown: View) -> bool:
        """Whether the store has what is shown under the name of the open view."""
        return self.standing is not None and self.standing.shows_like(shown)

    def store_changed(self) -> None:
        super().store_changed()
        self._read_standing()

    def _read_standing(self) -> None:
        view = self.view
        if view is None:
            return
        name = spoken(view, self.session.ctx.viewer.name)

        def work(ctx: Context, _ask: Ask[View | None]) -> View | None:
            from bellbuoy.services.views.reading import find  # the first frame needs none

            try:
                return find(ctx, name)
            except NotFoundError:
                return None

        def came(found: View | None) -> None:
            if self.view is view and self.standing != found:
                self.standing = found
                self.tell_frame()

        name_of_ask = f"{self.place.screen}.standing"
        self.session.back.ask(name_of_ask, work, came, self.shell.fault)
