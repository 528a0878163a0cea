"""What another formula would do to everybody, in lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from core.health.types import (
    TIER_WORDS,
    TIERS,
    BaseStanding,
    ComponentEnds,
    FormulaPreview,
    ScoreMove,
    Tier,
    TierMove,
)
from core.values.counting import counted
from core.values.money import Money, show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.charts.words import percent, short
from tui.lines import Piece, blank, line
from tui.palette import ROLE_OF, Look
from tui.settings.words import told

_FROM = 12
_LABEL = 15
_MONEY_TABLES = 3
_MOST_ENDS = 0.5
_LEAST_NAME, _MOST_NAME = 16, 40


def preview_lines(found: FormulaPreview, look: Look, width: int) -> list[Text]:
    """The whole preview in lines of at most `width` cells: who moves, before and
    after, the largest changes, the money."""
    lines = head_lines(found, look, width)
    if not found.clients:
        return lines
    lines += [blank(), *_matrix(found, "CLIENTS", _counted(found, width), look, width)]
    if silent := _silent(found):
        words = f"{counted(silent, 'client')} without a score, before and after"
        lines += told(words, "muted", look, width)
    lines += [blank(), *_sides(found, look, width)]
    if found.largest:
        lines += [blank(), *_largest(found.largest, look, width)]
    codes = sorted({amount.currency for move in found.moves for amount in move.arr})
    for code in codes[:_MONEY_TABLES]:
        lines += [blank(), *_matrix(found, f"ARR {code}", _amount(code), look, width)]
    if len(codes) > _MONEY_TABLES:
        rest = ", ".join(codes[_MONEY_TABLES:])
        lines += told(f"and in {rest}", "muted", look, width)
    return lines


def head_lines(found: FormulaPreview, look: Look, width: int) -> list[Text]:
    """The first lines: which formula, how many move, what waits."""
    names = f"{found.proposed.version} instead of {found.config.version}"
    lines = told(names, "header", look, width)
    if not found.clients:
        return lines + told("No clients yet: nobody moves.", "", look, width)
    lines += told(moved_words(found), "accent" if found.moved else "", look, width)
    if found.waiting:
        words = f"{counted(found.waiting, 'client')} wait for a score: figures may differ"
        lines += told(words, "at_risk", look, width)
    return lines


def moved_words(found: FormulaPreview) -> str:
    """`12 of 1,000 clients change tier, $1.2M of ARR`"""
    verb = "changes" if found.moved == 1 else "change"
    arr = money_words(found.moved_arr)
    return f"{found.moved:,} of {found.clients:,} clients {verb} tier" + (
        f", {arr} of ARR" if arr else ""
    )


def money_words(amounts: Sequence[Money]) -> str:
    """`$1.2M, €40k`"""
    return ", ".join(show_short(amount) for amount in amounts)


def _counted(found: FormulaPreview, width: int) -> Callable[[TierMove], str]:
    """Exact counts where they all have room, else `240k`."""
    widest = len(f"{found.clients:,}") + 2
    exact = _FROM + 1 + widest * (len(_shown(found)) + 1) <= width

    def cell(move: TierMove) -> str:
        return f"{move.clients:,}" if exact else short(move.clients)

    return cell


def _amount(currency: str) -> Callable[[TierMove], str]:
    def cell(move: TierMove) -> str:
        amount = next((each.minor for each in move.arr if each.currency == currency), 0)
        return show_short(Money(amount, currency)) if amount else "0"

    return cell


def _shown(found: FormulaPreview) -> list[Tier]:
    """The scored tiers; and `unknown` where somebody gets or loses a score."""
    stays = found.clients - found.tier("unknown").clients
    moves = any("unknown" in (m.before, m.after) and m.before != m.after and m.clients
                for m in found.moves)  # fmt: skip
    return list(TIERS if moves or not stays else TIERS[:-1])


def _silent(found: FormulaPreview) -> int:
    """Clients without a score, before and after."""
    return 0 if "unknown" in _shown(found) else found.tier("unknown").clients


def _matrix(
    found: FormulaPreview,
    title: str,
    cell: Callable[[TierMove], str],
    look: Look,
    width: int,
) -> list[Text]:
    """From tiers down, to tiers across; `today` and `then` are the sums."""
    shown = _shown(found)
    by_pair = {(move.before, move.after): move for move in found.moves}
    names = [_short(tier) for tier in shown]
    rows = [[cell(by_pair[was, now]) for now in shown] for was in shown]
    today = [cell(found.tier(tier)) for tier in shown]
    then = [cell(found.tier(tier, after=True)) for tier in shown]
    texts = [*names, "today", *today, *then, *(text for row in rows for text in row)]
    wide = max(cells(text) for text in texts) + 2
    wide = max(3, min(wide, (width - _FROM - 1) // (len(shown) + 1)))

    def placed(words: Sequence[str]) -> list[str]:
        mark = look.glyphs.ellipsis
        return [" " + fit(text, wide - 1, right=True, ellipsis=mark) for text in words]

    head: list[Piece] = [(f" {fit(title, _FROM)}", "header")]
    head += [(text, "muted") for text in placed([*names, "today"])]
    lines = [line(head, look, width)]
    for was, row, total in zip(shown, rows, today, strict=True):
        pieces: list[Piece] = [(f" {fit(TIER_WORDS[was].strip(), _FROM)}", ROLE_OF[was])]
        for now, text in zip(shown, placed(row), strict=True):
            stays = was == now
            nobody = by_pair[was, now].clients == 0
            pieces.append((text, "muted" if nobody else "" if stays else "accent"))
        pieces.append((placed([total])[0], "muted"))
        lines.append(line(pieces, look, width))
    foot: list[Piece] = [(f" {fit('then', _FROM)}", "muted")]
    lines.append(line([*foot, *((text, "muted") for text in placed(then))], look, width))
    return lines


def _short(tier: Tier) -> str:
    return tier.replace("_", " ")


def _sides(found: FormulaPreview, look: Look, width: int) -> list[Text]:
    before, after = found.before, found.after
    rows = [
        ("average score", _figure(before.average, 2), _figure(after.average, 2)),
        ("median score", _median(before.median), _median(after.median)),
        ("ARR at risk", _risk(before), _risk(after)),
    ]
    for was, now in zip(before.ends, after.ends, strict=True):
        rows += _ends(was, now)
    words = look.glyphs.words
    return [
        line([(f" {label:<{_LABEL}}", "muted"), (words(f"{was} → {now}"), "")], look, width)
        for label, was, now in rows
    ]


def _figure(value: float | None, places: int) -> str:
    return "none" if value is None else f"{value:.{places}f}"


def _median(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}".removesuffix(".0")


def _risk(side: BaseStanding) -> str:
    share = "" if side.at_risk_share is None else f" {100 * side.at_risk_share:.1f}%"
    return (money_words(side.at_risk) or "none") + share


def _ends(was: ComponentEnds, now: ComponentEnds) -> list[tuple[str, str, str]]:
    """A component that says the same of most clients, before or after."""
    rows = []
    for end, before, after in ((0, was.at_0, now.at_0), (100, was.at_100, now.at_100)):
        sides = ((before, was), (after, now))
        if any(same > side.clients * _MOST_ENDS for same, side in sides):
            shares = [percent(same, side.clients) or "none" for same, side in sides]
            marks = [" saturated" if side.saturated == end else "" for _, side in sides]
            rows.append((f"{was.component} {end}", shares[0] + marks[0], shares[1] + marks[1]))
    return rows


def _largest(moves: Sequence[ScoreMove], look: Look, width: int) -> list[Text]:
    """The largest changes of a score, a client a line; tiers where there is room
    for them, then money."""
    words = look.glyphs.words
    scores = _column([f"{_score(m.score_before)} → {_score(m.score_after)}" for m in moves])
    tiers = _column([words(_tiers(move)) for move in moves], left=True)
    if width - cells(words(scores[0])) - cells(tiers[0]) - 7 < _LEAST_NAME:
        tiers = _column([_tier(move.tier_after) for move in moves], left=True)
    arrs = _column(["" if move.arr is None else show_money(move.arr) for move in moves])
    room = width - cells(words(scores[0])) - 5
    with_tiers = room - cells(tiers[0]) - 2 >= _LEAST_NAME
    room -= cells(tiers[0]) + 2 if with_tiers else 0
    with_arr = room - cells(arrs[0]) - 2 >= _LEAST_NAME
    room -= cells(arrs[0]) + 2 if with_arr else 0
    lines = [line([(" LARGEST CHANGES", "header")], look, width)]
    for move, score, tier, arr in zip(moves, scores, tiers, arrs, strict=True):
        name = safe_text(move.name)
        name = fit(name, max(4, min(room, _MOST_NAME)), ellipsis=look.glyphs.ellipsis)
        pieces: list[Piece] = [(f" {name}  ", ""), (words(score), "")]
        if with_tiers:
            stays = move.tier_before == move.tier_after
            pieces.append((f"  {tier}", "muted" if stays else ROLE_OF[move.tier_after]))
        if with_arr:
            pieces.append((f"  {arr}", "muted"))
        lines.append(line(pieces, look, width))
    return lines


def _column(texts: Sequence[str], *, left: bool = False) -> list[str]:
    """Texts padded to one width."""
    wide = max(map(cells, texts))
    return [fit(text, wide, right=not left) for text in texts]


def _score(score: int | None) -> str:
    return "none" if score is None else str(score)


def _tiers(move: ScoreMove) -> str:
    if move.tier_before == move.tier_after:
        return _tier(move.tier_after)
    return f"{_tier(move.tier_before)} → {_tier(move.tier_after)}"


def _tier(name: Tier) -> str:
    """`! at risk`, as it stands in a sentence."""
    return " ".join(TIER_WORDS[name].split())
