"""Formulas and previews that the tests of the settings share."""

from __future__ import annotations

from datetime import UTC, datetime

from core.health.types import (
    TIERS,
    Baseline,
    BaseStanding,
    ComponentEnds,
    FormulaPreview,
    FormulaVersion,
    HealthConfig,
    ScoreMove,
    Tier,
    TierMove,
)
from core.values.money import Money
from tests.tui.charts.samples import HOSTILE
from tui.glyphs import ASCII, BRAILLE, Glyphs
from tui.look import ScreenLook
from tui.palette import MONO
from tui.settings.formula_pane import FormulaFacts

AT = datetime(2026, 11, 16, 14, tzinfo=UTC)
CONFIG = HealthConfig()
OTHER = HealthConfig(
    "health/2", (50, 25, 25), Baseline(12_000, 20), 75, 45, ((HOSTILE[0], Baseline(9000, 60)),)
)
VERSIONS = (
    FormulaVersion(
        OTHER, True, AT, HOSTILE[1], ("weights 40/30/30 → 50/25/25", HOSTILE[4]), 990
    ),
    FormulaVersion(CONFIG, False, None, None, (), 10),
)


def look(glyphs: Glyphs = BRAILLE) -> ScreenLook:
    return ScreenLook(MONO, glyphs, zone=UTC, now=AT, today=20_773)


PLAIN, BARE = look(), look(ASCII)
FACTS = FormulaFacts(OTHER, VERSIONS, None)


def ends(component: str, at_0: int, at_100: int, clients: int = 100) -> ComponentEnds:
    return ComponentEnds(component, clients, at_0, at_100, 5000, 4000)


def side(average: float | None, at_100: int = 10, risk: int = 22_000_000) -> BaseStanding:
    return BaseStanding(
        scored=100,
        average=average,
        median=None if average is None else 80.5,
        at_risk=(Money(risk, "USD"),),
        at_risk_share=0.25,
        ends=(ends("usage", 0, at_100), ends("engagement", 60, 0)),
    )


def preview(
    cells: dict[tuple[Tier, Tier], int] | None = None, *, waiting: int = 0, times: int = 1
) -> FormulaPreview:
    """Nine clients between the tiers (`times` as many), some of them in two
    currencies."""
    found = cells or {
        ("critical", "critical"): 3, ("at_risk", "critical"): 2, ("at_risk", "at_risk"): 1,
        ("healthy", "healthy"): 2, ("unknown", "unknown"): 1,
    }  # fmt: skip
    moves = tuple(
        TierMove(was, now, times * n, _arr(times * n) if n else ())
        for was in TIERS
        for now in TIERS
        for n in [found.get((was, now), 0)]
    )
    clients = sum(move.clients for move in moves)
    return FormulaPreview(
        config=CONFIG,
        proposed=OTHER,
        clients=clients,
        waiting=waiting,
        rescored=clients,
        moves=moves,
        before=side(77.57),
        after=side(None, at_100=95),
        largest=(
            ScoreMove(
                "C-1", HOSTILE[4], 48, 37, "at_risk", "critical", Money(2_376_000, "USD")
            ),
            ScoreMove("C-2", HOSTILE[5], 32, 20, "critical", "critical", None),
            ScoreMove("C-3", HOSTILE[8], None, 7, "unknown", "critical", Money(5, "JPY")),
        ),
    )


def _arr(n: int) -> tuple[Money, ...]:
    return (Money(n * 40_000_00, "EUR"), Money(n * 1_200_000_00, "USD"))
