"""What a scenario would do, as lines: both sides, tiers, parts, facts, who moves most."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from core.health.types import TIER_WORDS, TIERS
from core.simulations.types import ClientEffect, Preview
from core.values.counting import counted
from core.values.money import Money, show_short
from core.values.text import fit, safe_text
from tui.lines import Piece, blank, ends, line, said
from tui.look import ScreenLook
from tui.palette import Role
from tui.simulations.figures import in_tier, scores_change

_WIDEST = 76
"""Cells from a name to its figure: further apart, the eye loses the line."""
_COLUMN = 10
_NAME = 18
_NAMED = 10


def effect_lines(
    found: Preview, look: ScreenLook, width: int, *, named: bool = True
) -> list[Text]:
    """The whole effect; the most telling first. `named`: with those who move most."""
    width = min(width, _WIDEST)
    if not found.before.clients:
        return said("No clients: there is nobody for it to happen to", "", look, width)
    lines = [_figures(("", "now", "after", "change"), look, width, "header")]
    lines += [_figures(row, look, width) for row in _sides(found, look)]
    lines.append(blank())
    lines += [_figures(row, look, width) for row in _tiers(found)]
    lines.append(blank())
    lines += _parts(found, look, width)
    lines.append(blank())
    lines += said(_written(found), "muted", look, width)
    if found.rings:
        lines += said(_rings(found), "muted", look, width)
    if found.largest and named:
        lines += [blank(), line([(" Who moves most", "header")], look, width)]
        lines += [_client(each, look, width) for each in found.largest[:_NAMED]]
    return lines


Figures = tuple[str, str, str, str]


def _figures(row: Figures, look: ScreenLook, width: int, role: Role = "") -> Text:
    what, *values = row
    told = "".join(f"{look.glyphs.words(value):>{_COLUMN}}" for value in values)
    right = f"{told.lstrip()} "
    return ends([(f" {look.glyphs.words(what)}", role)], [(right, role)], look, width)


def _marked(found: Preview, figure: str, told: str) -> str:
    """A figure as it stands, marked where runs in force have moved it already."""
    return f"{told}~" if figure in found.simulated else told


def _sides(found: Preview, look: ScreenLook) -> Iterator[Figures]:
    before, after = found.before, found.after
    if before.average is not None and after.average is not None:
        by = after.average - before.average
        now_told = _marked(found, "health", f"{before.average:.2f}")
        yield "average health", now_told, f"{after.average:.2f}", _signed(by)
    was, now = before.open_incidents, after.open_incidents
    incidents = _marked(found, "incidents", f"{was:,}")
    yield "open incidents", incidents, f"{now:,}", f"{now - was:+,}"
    for figure, title, one, other in (
        ("arr", "ARR", before.arr, after.arr),
        ("at_risk", "ARR at risk", before.at_risk, after.at_risk),
    ):
        had = {money.currency: money.minor for money in one}
        has = {money.currency: money.minor for money in other}
        for currency in sorted(had | has):
            a, b = had.get(currency, 0), has.get(currency, 0)
            shown = [show_short(Money(minor, currency)) for minor in (a, b, abs(b - a))]
            first = _marked(found, figure, shown[0])
            yield title, first, shown[1], f"{'−' if b < a else '+'}{shown[2]}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _tiers(found: Preview) -> Iterator[Figures]:
    for tier in TIERS:
        was, now = (in_tier(found, tier, after=side) for side in (False, True))
        if was or now:
            by = f"{now - was:+,}".replace("-", "−")
            yield TIER_WORDS[tier], _marked(found, f"tier:{tier}", f"{was:,}"), f"{now:,}", by


def _parts(found: Preview, look: ScreenLook, width: int) -> Iterator[Text]:
    total = found.points.total or 0
    yield _figures(("points by part", "", "", _points(total)), look, width, "header")
    for part in found.points.parts:
        label = f"  {safe_text(part.label)}"
        yield _figures((label, "", "", _points(part.points)), look, width)


def _points(points: int) -> str:
    return f"{points:+,}".replace("-", "−")


def _written(found: Preview) -> str:
    written = found.written
    facts = [
        f"{counted(many, what)} {rest}"
        for many, what, rest in (
            (written.incidents, "incident", "opened"),
            (written.settled, "client", "whose incidents end or stop counting"),
            (written.repriced, "client", "whose subscriptions change"),
        )
        if many
    ]
    facts += [
        f"{_points(many)} {what}"
        for many, what in ((written.calls, "calls"), (written.logins, "logins"))
        if many
    ]
    told = ", ".join(facts) or "no facts"
    return (
        f"{found.touched:,} of {counted(found.before.clients, 'client')} touched,"
        f" {scores_change(found.rescored)}: {told}"
    )


def _rings(found: Preview) -> str:
    alerts = sum(each.alerts for each in found.rings)
    held = sum(each.deliveries for rings in found.rings for each in rings.held)
    sent = "1 delivery" if held == 1 else f"{held:,} deliveries"
    back = f"; {sent} held back, never sent" if held else ""
    return f"would ring {counted(alerts, 'alert')}{back}"


def _client(each: ClientEffect, look: ScreenLook, width: int) -> Text:
    g = look.glyphs
    name = fit(safe_text(each.name), max(_NAME, width - 44), ellipsis=g.ellipsis)
    left: list[Piece] = [(f" {fit(safe_text(each.key), 8, ellipsis=g.ellipsis)} ", "muted")]
    left.append((name, ""))
    arrow = g.words("→")
    scores = f"{_score(each.score)} {arrow} {_score(each.score_after)}"
    role: Role = "" if each.tier_after in ("healthy", "unknown") else each.tier_after
    right: list[Piece] = [(f"{scores}  ", ""), (f"{TIER_WORDS[each.tier_after]:<12}", role)]
    return ends(left, right, look, width)


def _score(score: int | None) -> str:
    return "none" if score is None else str(score)
