"""The tabs of one client: each owns a pane, and says what its keys do there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.widget import Widget

from bellbuoy.services.context import Context
from core.clients.types import ClientDetail
from core.desk.types import ClientDesk
from core.health.types import HealthConfig, HealthExplanation
from core.playbooks.types import Followed, NextStep, Suggestion
from tui.frame.lines_view import LinesView
from tui.look import ScreenLook
from tui.session import Session


@dataclass(frozen=True, slots=True)
class ClientData:
    """Everything that the tabs show, read together. `since` is how many days ago the
    score is compared with, `fits` which playbooks fit it now,
    `step` what to do next."""

    ctx: Context
    detail: ClientDetail
    why: HealthExplanation
    config: HealthConfig
    since: int = 7
    desk: ClientDesk | None = None
    followed: tuple[Followed, ...] = ()
    fits: Suggestion | None = None
    step: NextStep | None = None


class Tab(ABC):
    """One tab. `view` is its widget; keys that mean nothing in it answer False."""

    id = ""
    title = ""
    enter_word = ""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.data: ClientData | None = None

    @property
    @abstractmethod
    def view(self) -> Widget: ...

    @abstractmethod
    def show(self, data: ClientData | None) -> None:
        """Other figures, or another client."""

    @abstractmethod
    def move(self, lines: int) -> None: ...

    @abstractmethod
    def page(self, pages: float) -> None: ...

    @abstractmethod
    def jump(self, *, to_end: bool) -> None: ...

    def sideways(self, steps: int) -> bool:
        """Left or right; False: nothing lies there."""
        return False

    @property
    def has_points(self) -> bool:
        """Whether a chart here has points that left and right go through."""
        return False

    @property
    def point_words(self) -> str:
        """The point that is pointed out, for row 23; empty without one."""
        return ""

    def enter(self) -> bool:
        return False

    @property
    def copied(self) -> str:
        """The id under the cursor of the tab; empty: that of the client."""
        return ""

    @abstractmethod
    def look_changed(self) -> None:
        """Another theme or set of signs."""

    @property
    def count(self) -> str:
        """What stands behind the title: how many there are."""
        return ""

    def look(self) -> ScreenLook:
        return self.session.screen_look(None if self.data is None else self.data.ctx)


class LinesTab(Tab):
    """A tab that is one pane of lines."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pane = LinesView(
            session.look, self.draw, bar=True, focusable=True, id=f"tab-{self.id}"
        )

    @property
    def view(self) -> Widget:
        return self.pane

    @abstractmethod
    def draw(self, width: int, height: int) -> Sequence[Text]: ...

    def show(self, data: ClientData | None) -> None:
        other = data is None or self.data is None or data.why.client_key != self.key
        self.data = data
        if other:
            self.pane.scroll_first()
        self.pane.redraw()

    @property
    def key(self) -> str:
        return "" if self.data is None else self.data.why.client_key

    def move(self, lines: int) -> None:
        self.pane.scroll_lines(lines)

    def page(self, pages: float) -> None:
        self.pane.scroll_pages(pages)

    def jump(self, *, to_end: bool) -> None:
        if to_end:
            self.pane.scroll_last()
        else:
            self.pane.scroll_first()

    def look_changed(self) -> None:
        self.pane.use_look(self.session.look)
