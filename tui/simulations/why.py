"""A figure of an effect opened into the parts that it is the sum of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.text import Text
from textual import events
from textual.widget import Widget

from core.health.types import TIER_WORDS, TierMove
from core.simulations.types import Bands, ClientEffect, Preview
from core.values.contribution import Contribution, Explanation
from core.values.counting import counted
from core.values.money import Money
from core.values.text import safe_text
from tui.charts.adding_up import adding_lines
from tui.frame.lines_view import LinesView
from tui.overlays.scrolling import SCROLLS, Scrolling
from tui.overlays.sheet import Sheet
from tui.shell import Shell
from tui.simulations.bands import bands_lines
from tui.simulations.figures import AT_RISK, at_risk

POINTS, TIER, MONEY, INCIDENTS, CHANCE = "strim"
CHOICES: tuple[tuple[str, str, str], ...] = (
    (POINTS, "scores", "points lost and won, part by part"),
    (TIER, "tiers", "from which tier to which"),
    (MONEY, "ARR at risk", "the clients behind it"),
    (INCIDENTS, "open incidents", "opened, resolved"),
)
MENU = (
    *CHOICES,
    (CHANCE, "many seeds", "how far chance moves health, ARR at risk and NRR"),
)


class EffectWhyOverlay(Scrolling):
    """Explanations of one figure, or what chance does to all of them, to be read."""

    NAME = "Why"
    ACTIONS = SCROLLS
    DEFAULT_CSS = """
    EffectWhyOverlay { align: center middle; }
    EffectWhyOverlay > Sheet { margin: 0; max-width: 90; }
    """

    def __init__(self, shell: Shell, title: str, found: Sequence[Explanation] | Bands) -> None:
        super().__init__(shell)
        self._title, self._found = safe_text(title, 60), found
        self.view = LinesView(self.look, self._draw, bar=True)
        self._sheet = Sheet(self.look, self._title, self.view)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self._title,)

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        lines = len(self._draw(min(90, event.size.width) - 3, 0))
        self._sheet.styles.height = min(lines + 2, max(5, event.size.height - 3))

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        if isinstance(self._found, Bands):
            return bands_lines(self._found, self.look, width)
        return adding_lines(self._found, self.look, width).lines


def effect_figure(found: Preview, letter: str) -> tuple[str, tuple[Explanation, ...]]:
    """The title, and what adds up to the change of that figure."""
    made: dict[str, Callable[[Preview], Sequence[Explanation]]] = {
        POINTS: lambda found: (found.points,),
        TIER: lambda found: (_tiers(found),),
        MONEY: lambda found: tuple(_money(found)),
        INCIDENTS: lambda found: (_incidents(found),),
    }
    label = next(label for each, label, _ in CHOICES if each == letter)
    return f"{found.points.subject}: why {label}", tuple(made[letter](found))


def _explained(
    found: Preview, measure: str, unit: str, parts: Sequence[Contribution]
) -> Explanation:
    total = sum(part.points for part in parts)
    return Explanation(found.points.subject, measure, total, tuple(parts), found.at,
                       found.points.config, unit)  # fmt: skip


def _tiers(found: Preview) -> Explanation:
    """How many more clients are at risk; moves that stay on a side count nothing."""
    by = at_risk(found, after=True) - at_risk(found, after=False)
    parts = [
        Contribution(
            f"{move.before}.{move.after}",
            f"{TIER_WORDS[move.before]} → {TIER_WORDS[move.after]}",
            _crosses(move), counted(move.clients, "client"),
        )
        for move in found.moves
        if move.before != move.after and move.clients
    ]  # fmt: skip
    told = _explained(found, "change of clients at risk", "clients", parts)
    assert told.total == by
    return told


def _crosses(move: TierMove) -> int:
    return move.clients * ((move.after in AT_RISK) - (move.before in AT_RISK))


def _money(found: Preview) -> Iterator[Explanation]:
    """A table a currency: the clients that move most, and the rest of them."""
    had, has = (
        {each.currency: each.minor for each in side.at_risk}
        for side in (found.before, found.after)
    )
    for currency in sorted(had | has):
        total = has.get(currency, 0) - had.get(currency, 0)
        parts = [
            Contribution(each.key, each.name, by, each.key,
                         command=f"client show {each.key}")
            for each in found.largest
            if (by := _at_risk_of(each, currency))
        ]  # fmt: skip
        rest = total - sum(part.points for part in parts)
        if rest:
            parts.append(Contribution("rest", "all other clients", rest))
        yield _explained(found, "change of ARR at risk", f"minor {currency}", parts)


def _at_risk_of(each: ClientEffect, currency: str) -> int:
    then = _of(each.arr_after, currency) if each.tier_after in AT_RISK else 0
    return then - (_of(each.arr, currency) if each.tier in AT_RISK else 0)


def _of(arr: Sequence[Money], currency: str) -> int:
    return sum(money.minor for money in arr if money.currency == currency)


def _incidents(found: Preview) -> Explanation:
    by = found.after.open_incidents - found.before.open_incidents
    opened = found.written.incidents
    parts = [Contribution("opened", "opened by the run", opened)] if opened else []
    if by != opened:
        clients = counted(found.written.settled, "client")
        parts.append(Contribution("settled", "resolved, or no longer counted", by - opened,
                                  clients))  # fmt: skip
    return _explained(found, "change of open incidents", "incidents", parts)
