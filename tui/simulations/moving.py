"""The keys that move a cursor over numbered lines."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from tui.actions import Action

_FAR = 1_000_000


def own_first(own: Sequence[Action], rest: Sequence[Action]) -> tuple[Action, ...]:
    """A screen's own actions, then the others, but for those whose key it took."""
    taken = {action.meaning for action in own}
    return (*own, *(action for action in rest if action.meaning not in taken))


class MovesCursor:
    """A screen mixes it in; `to` may scroll instead, where another pane has the focus."""

    @abstractmethod
    def cursor_at(self) -> int:
        """The number of the line under the cursor."""

    @abstractmethod
    def to(self, at: int) -> None:
        """Have the cursor on another line, as far as there are any."""

    @abstractmethod
    def page_height(self) -> int: ...

    def do_down(self) -> None:
        self.to(self.cursor_at() + 1)

    def do_up(self) -> None:
        self.to(self.cursor_at() - 1)

    def do_page_down(self) -> None:
        self._pages(1)

    def do_page_up(self) -> None:
        self._pages(-1)

    def do_half_down(self) -> None:
        self._pages(0.5)

    def do_half_up(self) -> None:
        self._pages(-0.5)

    def do_first(self) -> None:
        self.to(0)

    def do_last(self) -> None:
        self.to(_FAR)

    def _pages(self, pages: float) -> None:
        self.to(self.cursor_at() + int(pages * max(2, self.page_height())))
