"""The formula in force, its bounds, and the versions before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.health.types import FormulaVersion, HealthConfig, Preset
from core.values.counting import counted
from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.lines import Piece, blank, line
from tui.look import ScreenLook
from tui.palette import Role
from tui.settings.words import told
from tui.spans import moment_words

COMPONENTS = ("usage", "engagement", "incidents")
_LABEL = 13
_LONGEST_BAR = 40


@dataclass(frozen=True, slots=True)
class FormulaFacts:
    """What the two panes of the formula show. `versions` are the newest first;
    `refusal` says why this person may not change it; empty: nothing stands against it."""

    config: HealthConfig
    versions: Sequence[FormulaVersion]
    preset: Preset | None
    refusal: str = ""


def formula_lines(facts: FormulaFacts, look: ScreenLook, width: int) -> list[Text]:
    """Weights, baselines and versions in lines of at most `width` cells."""
    config, base = facts.config, facts.config.baseline
    lines = [*_in_force(facts, look, width), blank()]
    named = facts.preset.title if facts.preset is not None else "of your own"
    lines.append(_head("WEIGHTS", f"{named}, 100 % together", look, width))
    lines += [
        _weight(name, weight, look, width)
        for name, weight in zip(COMPONENTS, config.weights, strict=False)
    ]
    lines += [blank(), _head("BASELINES", "full use in 30 days", look, width)]
    wide = max(len(f"{figure:,}") for figure in (base.calls, base.logins))
    lines.append(_pair("calls", f"{base.calls:>{wide},}", look, width))
    lines.append(_pair("logins", f"{base.logins:>{wide},}", look, width))
    for plan, own in config.plans:
        figures = f"{counted(own.calls, 'call')}, {counted(own.logins, 'login')}"
        lines.append(_pair(f"plan {safe_text(plan, 40)}", figures, look, width))
    lines += [blank(), _head("VERSIONS", "", look, width)]
    for version in facts.versions:
        lines += _version(version, look, width)
    return [*lines, blank(), *_how(facts, look, width)]


def tier_lines(facts: FormulaFacts, look: ScreenLook, width: int) -> list[Text]:
    """Where the tiers begin, as a strip from 0 to 100 and in words."""
    config = facts.config
    lines = [*_in_force(facts, look, width), blank(), *_strip(config, look, width), blank()]
    low, high = config.at_risk_from, config.healthy_from
    bands: list[tuple[str, str, Role]] = [("healthy", f"{high} to 100", "healthy")]
    bands.append(("!  at risk", f"{low} to {high - 1}", "at_risk"))
    if low:
        bands.append(("!! critical", f"0 to {low - 1}", "critical"))
    bands.append(("?  unknown", "no score: nothing is known of its use", "unknown"))
    for name, span, role in bands:
        lines.append(line([(f" {name:<{_LABEL}}", role), (span, "")], look, width))
    return [*lines, blank(), *_how(facts, look, width)]


def _in_force(facts: FormulaFacts, look: ScreenLook, width: int) -> list[Text]:
    now = next((each for each in facts.versions if each.in_force), None)
    words = f"{facts.config.version} is in force"
    if now is not None and now.created is not None:
        words += f" since {moment_words(now.created, look)} by {safe_text(now.actor or '', 40)}"
    else:
        words += ", as it came with the store"
    return told(words, "header", look, width)


def _how(facts: FormulaFacts, look: ScreenLook, width: int) -> list[Text]:
    if facts.refusal:
        return told(facts.refusal, "muted", look, width)
    words = look.keys.told("edit", "edit shows how many clients change tier first")
    return told(words, "muted", look, width)


def _head(title: str, beside: str, look: ScreenLook, width: int) -> Text:
    rest: list[Piece] = [(f"  {look.glyphs.words(beside)}", "muted")] if beside else []
    return line([(f" {title}", "header"), *rest], look, width)


def _pair(label: str, value: str, look: ScreenLook, width: int) -> Text:
    wide = max(_LABEL, cells(label) + 2)
    return line([(f" {fit(label, wide)}", "muted"), (value, "")], look, width)


def _weight(name: str, weight: int, look: ScreenLook, width: int) -> Text:
    room = min(_LONGEST_BAR, width - _LABEL - 9)
    drawn = bar(weight, 100, room, look.glyphs) if room > 4 else ""
    pieces: list[Piece] = [(f" {name:<{_LABEL}}", "muted"), (f"{weight:>3} %  ", "")]
    return line([*pieces, (drawn, "accent")], look, width)


def _strip(config: HealthConfig, look: ScreenLook, width: int) -> list[Text]:
    """Three shades from 0 to 100, and the bounds under them."""
    room = max(10, min(60, width - 6))
    ends = (config.at_risk_from * room // 100, config.healthy_from * room // 100, room)
    strip, under, start = Text(" ", end=""), " ", 0
    roles: tuple[Role, ...] = ("critical", "at_risk", "healthy")
    for end, role, shade, bound in zip(
        ends, roles, (1, 2, 4), (0, config.at_risk_from, config.healthy_from), strict=True
    ):
        strip.append(look.glyphs.shades[shade] * (end - start), look.style(role))
        under = under.ljust(start + 1)[: start + 1] + str(bound)
        start = end
    under = f"{under.ljust(room - 2)} 100" if cells(under) < room - 2 else under
    return [strip, line([(under, "muted")], look, width)]


def _version(found: FormulaVersion, look: ScreenLook, width: int) -> list[Text]:
    if found.created is None:
        came = "with the store"
    else:
        came = f"{moment_words(found.created, look)}  {safe_text(found.actor or '', 20)}"
    scores = counted(found.scores, "score")
    role: Role = "" if found.in_force else "muted"
    mark = look.glyphs.mark if found.in_force else " "
    head = f" {mark} {found.config.version:<11}{came:<24}{scores}"
    lines = [line([(look.glyphs.words(head), role)], look, width)]
    for change in found.changed:
        lines += told(safe_text(change), "muted", look, width, indent=" " * 5)
    return lines
