"""From place to place: the front screens stay as they were left, details lie on them."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import ModalScreen

from tui.list_page import ListPage
from tui.page import Page
from tui.places import History, Place
from tui.registry import screen
from tui.shell import Shell


class Navigator:
    """Keeps one screen of each front place, so that cursor, scroll and filter are
    there again; a detail is made when it is opened and dropped when it is left."""

    def __init__(self, app: App[Any], shell: Shell, history: History) -> None:
        self._app = app
        self._shell = shell
        self._history = history
        self._fronts: dict[str, Page] = {}

    @property
    def page(self) -> Page:
        """The screen below all overlays."""
        for found in reversed(self._app.screen_stack):
            if isinstance(found, Page):
                return found
        raise LookupError("no screen is open")

    @property
    def fronts(self) -> tuple[Page, ...]:
        return tuple(self._fronts.values())

    @property
    def front_shown(self) -> Page | None:
        """The front screen that is seen, or that lies below a detail."""
        stack = self._app.screen_stack
        found = [page for page in self.fronts if page in stack]
        return max(found, key=stack.index, default=None)

    @property
    def list_below(self) -> ListPage[Any] | None:
        """The list that the open detail lies on."""
        pages = [found for found in self._app.screen_stack if isinstance(found, Page)]
        below = pages[-2] if len(pages) > 1 else None
        is_detail = bool(pages) and not screen(pages[-1].place.screen).front
        return below if is_detail and isinstance(below, ListPage) else None

    def first(self, place: Place) -> Page:
        """The screen that the app starts with."""
        page = self._front(place)
        page.begin()
        self._history.visit(Place(place.screen))
        return page

    def go(self, place: Place) -> None:
        while isinstance(self._app.screen, ModalScreen):
            self._app.pop_screen()
        if screen(place.screen).front:
            self._go_front(place)
        else:
            self._go_detail(place)

    def step_back(self) -> None:
        """Leave a detail; a front screen has nothing before it."""
        if not screen(self.page.place.screen).front:
            self._app.pop_screen()
            self._history.visit(self.page.place)

    def _front(self, place: Place) -> Page:
        page = self._fronts.get(place.screen)
        if page is None:
            made: Page = screen(place.screen).load()(self._shell, place)
            self._fronts[place.screen] = page = made
            self._app.install_screen(page, place.screen)
        return page

    def _go_front(self, place: Place) -> None:
        known = place.screen in self._fronts
        page = self._front(place)
        stack = self._app.screen_stack
        front = self.front_shown
        if front is not None and front is not page:
            front.put_aside()
        # The first front screen lies at the bottom; another one lies upon it.
        for _ in range(len(stack) - (1 if page is stack[0] else 2)):
            self._app.pop_screen()
        if len(self._app.screen_stack) == 1 and page is not stack[0]:
            self._app.push_screen(page)
        elif self._app.screen is not page:
            self._app.switch_screen(page)
        if known:
            page.arrive(place)
        self._history.visit(Place(place.screen))

    def _go_detail(self, place: Place) -> None:
        open_now = self.page
        if open_now.place.screen == place.screen:
            open_now.arrive(place)
        else:
            self._app.push_screen(screen(place.screen).load()(self._shell, place))
        self._history.visit(place)
