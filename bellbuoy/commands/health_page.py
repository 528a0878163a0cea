"""Why a score is what it is: as JSON, as rows, and as a page of tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, number, tier
from bellbuoy.commands.drawing import chart_text, look_of
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section, width_of
from bellbuoy.commands.to_json import to_json
from core.health.types import HealthExplanation
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text
from core.values.text import safe_text


def needed_words(needed: Any) -> str:
    """`2 incidents (INC-1, INC-2); 120 calls`"""
    return "; ".join(
        f"{each['n']:,} {each['unit']}"
        + (f" ({', '.join(each['which'])})" if each["which"] else "")
        for each in needed
    )


FLAT = (
    Column("list", "list"),
    Column("part_of", "part of", extra=True),
    Column("id", "id", extra=True),
    Column("label", "contribution"),
    Column("value", "value", "right"),
    Column("weight", "weight", "right"),
    Column("points", "points", "right"),
    number("rows", "rows", extra=True),
    Column("note", "note", extra=True),
)
_POINTS = Column("points", "points", "right")
_EARNED = (
    Column("label", "contribution"),
    Column("value", "value", "right"),
    Column("weight", "weight", "right"),
    _POINTS,
    Column("note", "measured"),
)
_LOST = (Column("label", "points lost"), Column("value", "value", "right"), _POINTS)
WHAT_IF = (
    Column("text", "what if"),
    Column("before", "score", "right"),
    Column("after", "then", "right"),
    tier(),
    Column("needed", "needed", render=needed_words, extra=True),
)
_MOVED = (
    Column("value", "before → now", "right"),
    Column("points", "points", "right"),
    Column("note", "measured"),
)


def explanation_json(found: HealthExplanation) -> dict[str, Json]:
    """The whole explanation: `earned`, `lost` and `change` sum exactly."""
    change = found.change_from
    return {
        "id": found.client_key,
        "name": found.client_name,
        "score": found.score,
        "tier": found.tier,
        "partial": found.partial,
        "simulated": found.simulated,
        "scored_at": to_json(found.scored_at),
        "run": found.run,
        "earned": to_json(found.earned),
        "lost": to_json(found.lost),
        "change": to_json(found.change),
        "change_from": None if change is None else day_text(change),
        "score_before": found.score_before,
        "what_if": to_json(found.what_if),
        "flags": to_json(found.flags),
    }


def explanation_rows(found: HealthExplanation) -> list[dict[str, Json]]:
    """Every contribution of the three lists, a row each; `part_of` names the one
    that a row opens: only rows without it sum to the total of their list."""
    lists = (("earned", found.earned), ("lost", found.lost), ("change", found.change))
    return [
        {"list": name, "part_of": above, **_part_row(part)}
        for name, explanation in lists
        if explanation is not None
        for above, part in _opened(explanation)
    ]


def _opened(explanation: Explanation) -> Iterator[tuple[str | None, Contribution]]:
    for part in explanation.parts:
        yield None, part
        for below in part.parts:
            yield part.id, below


def _part_row(part: Contribution) -> dict[str, Json]:
    return {
        "id": part.id,
        "label": part.label,
        "value": part.value,
        "weight": part.weight,
        "points": part.points,
        "rows": part.rows,
        "note": part.note,
    }


def what_if_answer(found: HealthExplanation, options: Options, as_of: datetime) -> Answer:
    """What would raise a score, a row a way; a table names the client above."""
    rows = [
        {
            "text": case.text,
            "before": case.before,
            "after": case.after,
            "tier": case.tier,
            "needed": to_json(case.needed),
        }
        for case in found.what_if
    ]
    score = "no score" if found.score is None else f"{found.score}, {tier_words(found.tier)}"
    head = f"{safe_text(found.client_name)} ({safe_text(found.client_key)}): {score}"
    if not rows:
        head += "; nothing would raise it" if found.score is not None else ""
    beside = {"id": found.client_key, "name": found.client_name, "score": found.score}
    return Answer(
        "what_if", rows, WHAT_IF, as_of=as_of, total=len(rows), text=(head,), beside=beside
    )


def explanation_chart(
    found: HealthExplanation, options: Options, zone: tzinfo
) -> tuple[str, ...]:
    """The page of the screens, with its bars."""
    from tui.charts.health import health_page

    page = health_page(found, look_of(options), width_of(options), zone)
    return (chart_text(page.lines),)


def explanation_text(
    found: HealthExplanation, options: Options, zone: tzinfo
) -> tuple[str, ...]:
    """Earned, lost and opened, what moved, what if, and the sum in words."""
    return blocks(
        _heading(found, zone),
        _earned(found, options),
        _lost(found, options),
        _moved(found, options),
        "\n".join(
            f"what if  {safe_text(w.text)}: {w.before} → {w.after}" for w in found.what_if
        ),
        "\n".join(f"note  {safe_text(flag)}" for flag in found.flags),
        _sums(found),
    )


def _heading(found: HealthExplanation, zone: tzinfo) -> str:
    mark = "~" if found.simulated else ""
    score = "" if found.score is None else f"{found.score}{mark}, "
    partial = ", partial" if found.partial else ""
    run = "" if found.run is None else f" by run {found.run}"
    at = found.scored_at.astimezone(zone)
    return (
        f"Health of {safe_text(found.client_name)} ({safe_text(found.client_key)}): {score}"
        f"{tier_words(found.tier)}{partial}\n"
        f"formula {found.earned.config}, scored {at:%Y-%m-%d %H:%M %Z}{run}"
    )


def _earned(found: HealthExplanation, options: Options) -> str:
    if found.score is None:
        return found.earned.note
    rows = [_told(part) for part in found.earned.parts]
    return section([*rows, {"label": "total", "points": found.score}], _EARNED, options)


def _lost(found: HealthExplanation, options: Options) -> str:
    if not found.lost.total:
        return ""
    rows = []
    for above, part in _opened(found.lost):
        label = part.label.partition(":")[0] if above is None else f"  {part.label}"
        rows.append({**_told(part), "label": label})
    return section([*rows, {"label": "total", "points": found.lost.total}], _LOST, options)


def _moved(found: HealthExplanation, options: Options) -> str:
    from tui.charts.words import signed

    change = found.change
    if change is None or found.change_from is None or change.total is None:
        return ""
    title = f"moved since {day_text(found.change_from)}"
    total = {
        "label": "total",
        "value": f"{found.score_before} → {found.score}",
        "points": signed(change.total),
    }
    columns = (Column("label", title), *_MOVED)
    rows = []
    for above, part in _opened(change):
        label = part.label if above is None else f"  {part.label}"
        rows.append({**_told(part), "label": label, "points": signed(part.points)})
    return section([*rows, total], columns, options)


def _told(part: Contribution) -> dict[str, Json]:
    weight = None if part.weight is None else f"{part.weight}%"
    return {**_part_row(part), "weight": weight}


def _sums(found: HealthExplanation) -> str:
    from tui.charts.steps import sum_words

    told = []
    if found.earned.total is not None:
        told.append(f"Points add up exactly: {sum_words(found.earned)}")
    if found.change is not None:
        told.append(f"The change adds up exactly: {sum_words(found.change)}")
    return "\n".join(told)
