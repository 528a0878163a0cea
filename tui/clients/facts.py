"""The facts of one client in two columns: plan, money, renewal, people, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from core.clients.types import ClientDetail, ClientRow
from core.health.types import TIER_WORDS
from core.risk.types import risk_words
from core.values.counting import counted
from core.values.instants import day_text
from core.values.money import monthly, show_money
from core.values.text import cells, safe_text
from tui.charts.words import short
from tui.lines import Piece, line
from tui.look import ScreenLook
from tui.palette import ROLE_OF, Role
from tui.spans import ago_words

LABEL = 9
_FIRST = 13
_ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class _Fact:
    """A label and what it says; `second` stands behind where there is room."""

    label: str
    first: str
    second: str = ""
    role: Role = ""


def fact_lines(detail: ClientDetail, look: ScreenLook, width: int, most: int) -> list[Text]:
    """At most `most` lines of at most `width` cells, the most wanted first."""
    facts = [*_wanted(detail, look, width - LABEL), *_further(detail, look)]
    return [_line(fact, look, width) for fact in facts[:most]]


def _line(fact: _Fact, look: ScreenLook, width: int) -> Text:
    pieces: list[Piece] = [(fact.label.ljust(LABEL), "muted"), (fact.first, "")]
    gap = max(2, _FIRST - cells(fact.first))
    if fact.second and LABEL + cells(fact.first) + gap + cells(fact.second) <= width:
        pieces += [(" " * gap, ""), (fact.second, fact.role)]
    return line(pieces, look, width)


def _wanted(detail: ClientDetail, look: ScreenLook, room: int) -> Iterator[_Fact]:
    row, today = detail.row, look.today
    tier = TIER_WORDS[row.tier].strip()
    yield _Fact("Plan", safe_text(row.plan or "none"), tier, ROLE_OF[row.tier])
    if row.status != _ACTIVE:
        yield _Fact("Status", safe_text(row.status))
    if len(detail.arr) == 1:
        arr = detail.arr[0]
        mark = "~" if row.simulated else ""
        mrr = f"MRR {show_money(monthly(arr))}{mark}"
        yield _Fact("ARR", f"{show_money(arr)}{mark}", mrr)
    else:
        yield _Fact("ARR", ", ".join(map(show_money, detail.arr)) or "none")
    yield _term(detail, today)
    yield from _risk(detail)
    since = "" if row.start is None else f"since {day_text(row.start)[:7]}"
    yield _Fact("Owner", safe_text(row.owner or "none"), since)
    yield _Fact("Industry", safe_text(row.industry or "unknown"), safe_text(row.country or ""))
    yield _Fact("Baseline", _baseline(detail, room))
    between = ", "
    known_as = (f"{safe_text(source)} {safe_text(key)}" for source, key in detail.identities)
    yield _Fact("Sources", between.join(known_as) or "none")


def _risk(detail: ClientDetail) -> Iterator[_Fact]:
    """`74 of 100`, and in words what it comes to where it is a churn risk."""
    score = detail.row.risk_score
    if score is not None:
        mark, word = "~" if detail.row.simulated else "", risk_words(score)
        yield _Fact("Risk", f"{score}{mark} of 100", word, ROLE_OF["critical"])


def _churn(row: ClientRow, today: int) -> Iterator[_Fact]:
    """Its churn tier and when it last bought, where it ever did."""
    if row.churn_tier is not None and row.last_bought is not None:
        bought = ago_words(row.last_bought, today)
        yield _Fact("Churn", row.churn_tier, bought, ROLE_OF[row.churn_tier])


def _term(detail: ClientDetail, today: int) -> _Fact:
    """The end of a client comes before the end of its term."""
    if detail.ended is not None and detail.ended <= today:
        return _Fact("Ended", day_text(detail.ended), ago_words(detail.ended, today), "error")
    renews = detail.row.renews
    if renews is None:
        return _Fact("Renews", "no date known")
    days = renews - today
    left = ago_words(renews, today) if days < 1 else counted(days, "day")
    return _Fact("Renews", day_text(renews), left)


def _baseline(detail: ClientDetail, room: int) -> str:
    """`5,000 calls, 30 logins, plan`: what counts as full use, and who says so."""
    base, source = detail.baseline, safe_text(detail.baseline_from)
    exact = f"{counted(base.calls, 'call')}, {counted(base.logins, 'login')}, {source}"
    if cells(exact) <= room:
        return exact
    return f"{short(base.calls)} calls, {short(base.logins)} logins, {source}"


def _further(detail: ClientDetail, look: ScreenLook) -> Iterator[_Fact]:
    """What is told where a screen is higher."""
    if len(detail.arr) > 1:
        yield _Fact("MRR", ", ".join(show_money(monthly(arr)) for arr in detail.arr))
    yield from _churn(detail.row, look.today)
    yield _Fact("Contract", counted(detail.subscriptions, "subscription"))
    if detail.timezone:
        yield _Fact("Zone", safe_text(detail.timezone))
    if detail.ended is not None and detail.ended > look.today:
        yield _Fact("Ends", day_text(detail.ended), ago_words(detail.ended, look.today))
    for name, value in detail.extra:
        yield _Fact(safe_text(name)[: LABEL - 1], safe_text(value))
