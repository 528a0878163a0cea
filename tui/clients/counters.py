"""The metric lines above a client list: clients, health, risk, money, incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.clients.types import Overview
from core.health.types import TIERS
from core.incidents.types import SEVERITIES
from core.values.money import Money, show_short
from tui.charts.words import percent
from tui.lines import Piece, line, pieces_width
from tui.palette import ROLE_OF, Look, Role

WIDE = 120
_LEADS = ("average ", "avg ", "")
_TIER_NAMES = {tier: tier.replace("_", " ") for tier in TIERS}


# What a shorter wording costs: words, a share, a figure, the place of a figure.
_WORDS, _SHARE, _FIGURE, _PLACE = range(1, 5)

Form = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """One figure in words. `shorter` are shorter wordings, each with its cost; an
    empty one lets the figure go. `figures` are the names that explain it."""

    whole: Form
    shorter: tuple[tuple[int, Form], ...] = ()
    figures: tuple[str, ...] = ()

    def form(self, at: int) -> Form:
        return self.shorter[at - 1][1] if at else self.whole

    def cost(self, at: int) -> int | None:
        """What the wording after `at` costs, None where there is none."""
        return self.shorter[at][0] if at < len(self.shorter) else None


def counter_lines(overview: Overview, width: int, look: Look, chosen: str = "") -> list[Text]:
    """Two lines of at most `width` cells, three from 120 cells on. The figure that
    `chosen` explains is under the cursor.

    Money is never added over currencies: each has its own sum and share. What
    does not fit is said in fewer words first, then left out.
    """
    rows = [
        (_clients(overview), _average(overview, look), _critical(overview), _at_risk(overview)),
        (_incidents(overview), _unscored(overview)),
    ]
    if width >= WIDE:
        rows.append((_tiers(overview), _revenue(overview)))
    return [_joined(row, look, width, chosen) for row in rows]


def _mark(overview: Overview, figure: str) -> str:
    """What stands behind a figure that runs in force have moved."""
    return "~" if figure in overview.simulated else ""


def _joined(segments: Sequence[_Segment], look: Look, width: int, chosen: str) -> Text:
    between: Piece = (f" {look.glyphs.bar} ", "border")
    shown = _fitting(segments, width, pieces_width([between]))
    pieces: list[Piece] = [(" ", "")]
    for segment, form in shown:
        if chosen and chosen in segment.figures:
            form = tuple((words, "cursor") for words, _ in form)
        pieces += [between, *form] if len(pieces) > 1 else form
    return line([(look.glyphs.words(words), role) for words, role in pieces], look, width)


def _fitting(
    segments: Sequence[_Segment], width: int, between: int
) -> list[tuple[_Segment, Form]]:
    """Wordings that fit together: the cheapest cut first, of equal ones the widest."""
    at = [0] * len(segments)
    while True:
        forms = [segment.form(place) for segment, place in zip(segments, at, strict=True)]
        shown = [pair for pair in zip(segments, forms, strict=True) if pair[1]]
        taken = 1 + sum(pieces_width(form) for _, form in shown) + between * (len(shown) - 1)
        costs = [segment.cost(place) for segment, place in zip(segments, at, strict=True)]
        cuts = [
            (cost, -pieces_width(forms[i]), i)
            for i, cost in enumerate(costs)
            if cost is not None
        ]
        if taken <= width or not cuts:
            return shown
        at[min(cuts)[2]] += 1


def _clients(overview: Overview) -> _Segment:
    told = f"{overview.clients:,}{_mark(overview, 'clients')}"
    noun = "client" if overview.clients == 1 else "clients"
    return _Segment(((f"{told} {noun}", ""),), figures=("clients",))


def _average(overview: Overview, look: Look) -> _Segment:
    if overview.average is None:
        return _Segment((("no score yet", "unknown"),), ((_FIGURE, ()),))
    health = f"health {overview.average:.1f}{_mark(overview, 'health')}"
    change = _move(overview.average_delta7, look, _mark(overview, "trend"))
    since: Form = ((" in 7 d", ""),) if change else ()
    shorter = tuple((_WORDS, ((f"{lead}{health}", ""), *change)) for lead in _LEADS)
    bare: Form = ((health, ""),)
    return _Segment(
        ((f"{_LEADS[0]}{health}", ""), *change, *since),
        (*shorter, (_FIGURE, bare), (_PLACE, ())),
        ("health", "trend"),
    )


def _move(delta: float | None, look: Look, mark: str) -> Form:
    """` ▼2.0` and its role; an unchanged average says so."""
    if delta is None:
        return ()
    if delta == 0:
        return ((f" unchanged{mark}", ""),)
    sign = look.glyphs.down if delta < 0 else look.glyphs.up
    return ((f" {sign}{abs(delta):.1f}{mark}", ROLE_OF["down" if delta < 0 else "up"]),)


def _critical(overview: Overview) -> _Segment:
    n = overview.tiers["critical"].n
    mark = _mark(overview, "tier:critical")
    number: Piece = (f"critical {n:,}{mark}", _loud("critical", n))
    share = percent(n, overview.clients)
    if not share:
        return _Segment((number,))
    return _Segment((number, (f" {share}", "")), ((_SHARE, (number,)),))


def _loud(word: str, n: int) -> Role:
    """The role of a word that counts something: nothing to see at 0."""
    return ROLE_OF[word] if n else ""


def _at_risk(overview: Overview) -> _Segment:
    mark = _mark(overview, "at_risk")
    if not overview.at_risk_arr:
        return _Segment(((f"ARR at risk none{mark}", ""),))
    whole = {money.currency: money.minor for money in overview.arr}
    sums = [f"{show_short(money)}{mark}" for money in overview.at_risk_arr]
    shares = [percent(m.minor, whole.get(m.currency, 0)) for m in overview.at_risk_arr]
    both = [f"{total} {share}".rstrip() for total, share in zip(sums, shares, strict=True)]
    more = len(sums) - 1
    rest = f" and {more} more" if more else ""

    def form(words: str, lead: str = "ARR at risk ") -> Form:
        return ((f"{lead}{words}", ""),)

    return _Segment(
        form(", ".join(both)),
        (
            (_SHARE, form(", ".join(sums))),
            (_FIGURE, form(f"{sums[0]}{rest}")),
            (_PLACE, form(f"{sums[0]}{rest}", "at risk ")),
        ),
        ("at_risk",),
    )


def _incidents(overview: Overview) -> _Segment:
    n = overview.open_incidents
    mark = _mark(overview, "incidents")
    if n == 0:
        return _Segment(((f"no open incidents{mark}", ""),), figures=("incidents",))
    noun = "open incident" if n == 1 else "open incidents"
    head: Piece = (f"{n:,}{mark} {noun}", "")
    found = overview.incidents_by_severity
    parts = [
        (word, found.get(word, 0), _mark(overview, f"severity:{word}")) for word in SEVERITIES
    ]
    worst = [part for part in parts if part[1]][:1]
    colon: Piece = (": ", "")
    return _Segment(
        (head, colon, *_counted(parts)),
        ((_FIGURE, (head, colon, *_counted(worst))), (_PLACE, (head,))),
        ("incidents",),
    )


def _counted(parts: Sequence[tuple[str, int, str]]) -> list[Piece]:
    """`critical 1 · high 3~`"""
    pieces: list[Piece] = []
    for word, n, mark in parts:
        if pieces:
            pieces.append((" · ", ""))
        pieces.append((f"{word} {n:,}{mark}", _loud(word, n)))
    return pieces


def _unscored(overview: Overview) -> _Segment:
    n = overview.clients - overview.scored
    if n <= 0:
        return _Segment(())
    return _Segment(((f"{n:,} without a score", "unknown"),), ((_WORDS, ()),))


def _tiers(overview: Overview) -> _Segment:
    pieces: list[Piece] = []
    bare: list[Piece] = []
    for tier in TIERS:
        counter = overview.tiers[tier]
        lead: Piece = (" · " if pieces else "", "")
        mark = _mark(overview, f"tier:{tier}")
        number: Piece = (f"{_TIER_NAMES[tier]} {counter.n:,}{mark}", _loud(tier, counter.n))
        pieces += [lead, number, (_arr(counter.arr, mark), "")]
        bare += [lead, number]
    return _Segment(tuple(pieces), ((_FIGURE, tuple(bare)),))


def _arr(amounts: Sequence[Money], mark: str) -> str:
    told = ", ".join(f"{show_short(money)}{mark}" for money in amounts)
    return f" {told}" if told else ""


def _revenue(overview: Overview) -> _Segment:
    told: Form = ((f"ARR{_arr(overview.arr, _mark(overview, 'arr')) or ' none'}", ""),)
    return _Segment(told, ((_FIGURE, ()),), ("arr",))
