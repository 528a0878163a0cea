"""One client on one page: score, facts, open incidents, logins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from core.clients.types import ClientDetail
from core.health.types import HealthConfig, HealthExplanation
from core.incidents.types import Incident
from core.values.contribution import Contribution
from core.values.text import cells, fit, safe_text
from tui.charts.draw import draw
from tui.charts.logins import logins_chart
from tui.charts.score import score_chart
from tui.charts.words import minus
from tui.clients.facts import LABEL, fact_lines
from tui.clients.incident_words import (
    age,
    is_open,
    key_text,
    severity_role,
    severity_short,
    urgency,
)
from tui.clients.logins import last_login_words, logins_known
from tui.clients.row_words import part_name
from tui.lines import Piece, beside, blank, ends, indented, line, rule, said
from tui.look import ScreenLook
from tui.palette import ROLE_OF
from tui.spans import moment_words, span_short

TWO_COLUMNS = 78
WIDE = 120
_WIDE_LEFT = 48
_FACTS = 7
_NAME = 12
_ID = 10
_AGE = 7
# Lines of a map whose legend takes two: with the facts above, a screen is full.
_MAP = 11
_LEAST_ABOVE = 3
_LEAST_BELOW = 3


def overview_lines(
    detail: ClientDetail,
    explanation: HealthExplanation | None,
    width: int,
    height: int,
    look: ScreenLook,
    config: HealthConfig | None = None,
    point: int | None = None,
) -> list[Text]:
    """The page in lines of at most `width` cells; two columns from 78 on.

    What matters is given at any height (19 lines in two columns); a greater
    `height` brings more facts and incidents. `explanation` is None until it has
    been read, `config` gives the bounds of the tiers, `point` the square of the
    logins that is pointed out.
    """
    bounds = config or HealthConfig()
    if width < TWO_COLUMNS:
        return _one_column(detail, explanation, width, height, look, bounds, point)
    left = _WIDE_LEFT if width >= WIDE else (width - 1) // 2
    right = width - left - 1
    score = _score(detail, explanation, look, left - 2, bounds)
    logins, told = _logins(detail, look, right - 1, point)
    rows = max(_FACTS, len(score), height - 1 - len(logins))
    facts = fact_lines(detail, look, right - 1, rows)
    top = max(len(score), len(facts))
    bottom = max(len(logins), height - 1 - top)
    incidents = _work(detail, explanation, look, left - 2, bottom, told)
    return [
        *beside(indented(score, look, left), indented(facts, look, right), left, look, width),
        rule(look, width),
        *beside(
            indented(incidents, look, left), indented(logins, look, right), left, look, width
        ),
    ]


def _one_column(
    detail: ClientDetail,
    explanation: HealthExplanation | None,
    width: int,
    height: int,
    look: ScreenLook,
    bounds: HealthConfig,
    point: int | None,
) -> list[Text]:
    inner = width - 1
    logins, told = _logins(detail, look, inner, point)
    blocks = (
        _score(detail, explanation, look, inner, bounds),
        fact_lines(detail, look, inner, max(_FACTS, height)),
        _work(detail, explanation, look, inner, max(_FACTS, height), told),
        logins,
    )
    lines: list[Text] = []
    for block in blocks:
        lines += [rule(look, width)] if lines else []
        lines += indented(block, look, width)
    return lines


def _score(
    detail: ClientDetail,
    explanation: HealthExplanation | None,
    look: ScreenLook,
    width: int,
    bounds: HealthConfig,
) -> list[Text]:
    row = detail.row
    gauge = score_chart(
        row.score,
        row.tier,
        row.delta7,
        at_risk_from=bounds.at_risk_from,
        healthy_from=bounds.healthy_from,
        partial=row.partial,
        simulated=row.simulated,
    )
    mark = "~" if row.simulated else ""
    return [*draw(gauge, look, width), *component_lines(explanation, look, width, mark)]


def component_lines(
    explanation: HealthExplanation | None, look: ScreenLook, width: int, mark: str = ""
) -> list[Text]:
    """One line a component, value times weight and its points, and their sum; `mark`
    stands behind simulated points."""
    if explanation is None:
        return said("what it is made of is being read", "muted", look, width, "")
    if explanation.score is None:
        why = safe_text(explanation.earned.note) or "no score"
        return said(why, ROLE_OF["unknown"], look, width, "")
    lines = [_component(part, look, width, mark) for part in explanation.earned.parts]
    total: list[Piece] = [(f"{explanation.score}{mark}", ROLE_OF[explanation.tier])]
    lines.append(ends([("total, parts sum to it", "muted")], total, look, width))
    return lines


def _component(part: Contribution, look: ScreenLook, width: int, mark: str) -> Text:
    name = fit(part_name(part), _NAME, ellipsis=look.glyphs.ellipsis)
    made = "unknown" if not part.value else f"{part.value:>6} × {part.weight or 0:>2}%"
    points = f"{look.glyphs.words(minus(part.points))}{mark}"
    return ends([(f"{name}{look.glyphs.words(made)}", "")], [(points, "")], look, width)


def _logins(
    detail: ClientDetail, look: ScreenLook, width: int, point: int | None
) -> tuple[list[Text], bool]:
    """The map with the last login in words below it, and whether that found room."""
    told = _last_login(detail, look, width)
    if not logins_known(detail.heatmap):
        return [line([("Logins a day", "header")], look, width), told], True
    drawn = draw(logins_chart(detail.heatmap), look, width, cursor=point)
    return (drawn, False) if len(drawn) >= _MAP else ([*drawn, told], True)


def _last_login(detail: ClientDetail, look: ScreenLook, width: int) -> Text:
    told = look.glyphs.words(last_login_words(detail, look.today))
    return line([(told, "")], look, width)


def _work(
    detail: ClientDetail,
    explanation: HealthExplanation | None,
    look: ScreenLook,
    width: int,
    height: int,
    login_told: bool,
) -> list[Text]:
    """Incidents, then what was measured and when, in about `height` lines."""
    below = [blank(), *_measured(detail, explanation, look, width)]
    if not login_told:
        below.insert(1, _last_login(detail, look, width))
    below = below[: max(_LEAST_BELOW, height - _LEAST_ABOVE)]
    found = sorted(detail.incidents, key=urgency)
    open_now = [incident for incident in found if is_open(incident)]
    counted = [incident for incident in found if not is_open(incident) and incident.penalty]
    room = max(_LEAST_ABOVE, height - len(below))
    lines = _incidents("Open incidents", open_now, look, width, room)
    if counted and room - len(lines) > _LEAST_ABOVE:
        lines.append(blank())
        title = "Resolved, still counted"
        lines += _incidents(title, counted, look, width, room - len(lines))
    return [*lines, *below]


def _incidents(
    title: str, found: Sequence[Incident], look: ScreenLook, width: int, room: int
) -> list[Text]:
    """A title with the number, and as many incidents as fit below it."""
    lines = [line([(f"{title} ({len(found)})", "header")], look, width)]
    if not found:
        return [line([(f"No {title[0].lower()}{title[1:]}", "")], look, width)]
    shown = found if len(found) < room else found[: room - 2]
    lines += [_incident(incident, look, width) for incident in shown]
    if len(shown) < len(found):
        lines.append(line([(f"and {len(found) - len(shown)} more", "muted")], look, width))
    return lines


def _incident(incident: Incident, look: ScreenLook, width: int) -> Text:
    """`INC-2231   high API 5xx on export  2h 10m`"""
    g = look.glyphs
    key = fit(key_text(incident, look, _ID), _ID)
    title = width - _ID - 1 - 4 - 1 - 1 - _AGE
    pieces: list[Piece] = [
        (f"{key} ", ""),
        (f"{severity_short(incident):<4} ", severity_role(incident)),
        (fit(safe_text(incident.title), max(4, title), ellipsis=g.ellipsis), ""),
        (f" {span_short(age(incident, look.now)):>{_AGE}}", ""),
    ]
    return line(pieces, look, width)


def _measured(
    detail: ClientDetail,
    explanation: HealthExplanation | None,
    look: ScreenLook,
    width: int,
) -> Iterator[Text]:
    days = len(detail.usage)
    mark = "~" if detail.simulated_use else ""
    calls = _total([day.calls for day in detail.usage], "call", mark)
    logins = _total([day.logins for day in detail.usage], "login", mark)
    known = [told for told in (calls, logins) if told]
    yield _labelled(f"{days} days", ", ".join(known) or "no use is known", look, width)
    if detail.scored_at is not None:
        run = "" if detail.run is None else f" by run {detail.run}"
        told = f"{moment_words(detail.scored_at, look)}{run}"
        formula = f", {safe_text(detail.config)}"
        fits = LABEL + cells(told + formula) <= width
        yield _labelled("Scored", f"{told}{formula}" if fits else told, look, width)
    for flag in explanation.flags if explanation is not None else ():
        yield from said(safe_text(flag), "muted", look, width, "")


def _labelled(label: str, told: str, look: ScreenLook, width: int) -> Text:
    return line([(label.ljust(LABEL), "muted"), (look.glyphs.words(told), "")], look, width)


def _total(counts: Sequence[int | None], word: str, mark: str) -> str:
    """`1,200 calls`, simulated `1,200~ calls`; empty where none is known."""
    known = [count for count in counts if count is not None]
    if not known:
        return ""
    n = sum(known)
    return f"{n:,}{mark} {word if n == 1 else f'{word}s'}"
