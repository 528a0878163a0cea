"""The ways in which a query can go on, below the box in which it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.values.text import fit, safe_text
from core.views.types import Offer
from tui.frame.lines_view import LinesView
from tui.lines import Piece, ends
from tui.palette import Look

_WIDE = 62
_WORD = 22


class OffersView(LinesView):
    """A few lines over the list; one of them is the one that is taken. It lies upon what
    is below, so that nothing moves while somebody types."""

    DEFAULT_CSS = """
    OffersView {
        overlay: screen;
        display: none;
        height: 1;
        width: 62;
        max-width: 100%;
        background: $surface;
    }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look, self._draw_offers, id="offers")
        self.offered: Sequence[Offer] = ()
        self.at = 0
        self.counting = False

    @property
    def taken(self) -> Offer | None:
        """The offer that the key takes."""
        return self.offered[self.at] if self.at < len(self.offered) else None

    def offer(self, found: Sequence[Offer], *, counting: bool = False) -> None:
        """Show these; the chosen one stays chosen where it is among them."""
        before = self.taken
        words = [each.candidate.text for each in found]
        chosen = before.candidate.text if before is not None and self.at else ""
        self.at = words.index(chosen) if chosen in words else 0
        self.offered, self.counting = found, counting
        self.display = bool(found)
        self.styles.height = max(1, len(found))
        self.redraw()
        self.refresh()

    def step(self, by: int) -> None:
        """Choose the next one, or the one before."""
        if self.offered:
            self.at = (self.at + by) % len(self.offered)
            self.redraw()

    def _draw_offers(self, width: int, _height: int) -> Sequence[Text]:
        width = min(width, _WIDE)
        return [self._told(each, at == self.at, width) for at, each in enumerate(self.offered)]

    def _told(self, offer: Offer, chosen: bool, width: int) -> Text:
        g = self._look.glyphs
        word = fit(g.words(safe_text(offer.candidate.text)), _WORD, ellipsis=g.ellipsis)
        about = g.words(safe_text(offer.candidate.doc))
        left: list[Piece] = [
            (f"{g.cursor if chosen else ' '} ", "accent"),
            (f"{word} ", ""),
            (about, "muted"),
        ]
        text = ends(left, [(f"{self._count(offer)} ", "accent")], self._look, width - 1)
        if chosen:
            text.stylize(self._look.style("cursor"))
        text.append(g.bar, self._look.style("border"))  # the list goes on beside it
        return text

    def _count(self, offer: Offer) -> str:
        if offer.n is None:
            return self._look.glyphs.ellipsis if self.counting else ""
        return f"{offer.n:,}{'+' if offer.more else ''}"
