"""The filter of a list, completed as it is typed, with the rows that each way leaves."""

from __future__ import annotations

from functools import partial

from textual import events

from bellbuoy.services.context import Context
from core.views.types import Offer
from tui.asks import Ask
from tui.list_fresh import ListFresh
from tui.offers_view import OffersView
from tui.widgets.filter_bar import QueryInput
from tui.widgets.page_source import R

_LOW = 20
_FEW = 4
Offers = tuple[Offer, ...]


class ListOffers(ListFresh[R]):
    """What the fields say stands there with the key; values and counts are read on a
    thread, and given up when somebody types on."""

    offers: OffersView | None = None
    _offered_for = ""

    @property
    def _asked(self) -> str:
        return f"{self.place.screen}.offers"

    @property
    def box(self) -> QueryInput | None:
        """The box in which the filter is edited; None while it is closed."""
        return self.bar.query_one(QueryInput) if self.bar is not None and self.editing else None

    def offer(self) -> None:
        """Show how the text in the box can go on at its cursor."""
        from bellbuoy.services.views.offers import begun

        box = self.box
        if box is None or self.bar is None:
            return
        text, cursor = box.value, box.cursor_position
        self._offered_for = text
        if not text[:cursor] or text[:cursor][-1].isspace():
            self.stop_offering()
            return
        if self.offers is None:
            self.offers = OffersView(self.session.look)
            self.mount(self.offers, after=self.bar)
        self._show(begun(self.NOUN, text, cursor), counting=True)
        noun = self.NOUN

        def work(ctx: Context, ask: Ask[Offers]) -> Offers:
            from bellbuoy.services.views.offers import offers

            return offers(ctx, noun, text, cursor, cancelled=ask.cancelled)

        came = partial(self._came, text)
        self.session.back.ask(self._asked, work, came, partial(self._uncounted, text))

    def stop_offering(self) -> None:
        """Nothing is offered any more; what counts is stopped."""
        self.session.back.cancel(self._asked)
        if self.offers is not None:
            self.offers.offer(())

    def _came(self, text: str, found: Offers) -> None:
        if self.editing and text == self._offered_for:
            self._show(found)

    def _uncounted(self, text: str, _error: BaseException) -> None:
        """The list itself tells what is wrong with the query, or the store."""
        if self.offers is not None and text == self._offered_for:
            self.offers.offer(self.offers.offered)

    def _show(self, found: Offers, *, counting: bool = False) -> None:
        if self.offers is not None:
            most = _FEW if self.size.height < _LOW else len(found)
            self.offers.offer(found[:most], counting=counting)

    def complete(self) -> None:
        """Take the way that is chosen."""
        box = self.box
        if box is None:
            return
        if box.value != self._offered_for or self.offers is None:
            self.offer()
        taken = None if self.offers is None else self.offers.taken
        if taken is not None:
            box.value, box.cursor_position = taken.taken(box.value)
            self.offer()

    def on_key(self, event: events.Key) -> None:
        """Up and down choose among the ways while there are any."""
        meaning = self.shell.keymap.meaning_of(event.key)
        steps = {"up": -1, "down": 1}
        by = steps.get("" if meaning is None else meaning.id)
        choosing = self.box is not None and not event.is_printable
        if by and choosing and self.offers is not None and self.offers.offered:
            event.stop()
            event.prevent_default()
            self.offers.step(by)
