"""What an import did: as JSON, as a row a file, and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bellbuoy.commands.columns import Column, Json, number, tier
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.to_json import record
from core.health.types import TIERS, Saturation
from core.integrations.types import ImportSummary

_COUNTS = (
    number("read", "read"),
    number("stored", "stored"),
    number("unchanged", "unchanged"),
    number("quarantined", "quarantined"),
)
FILES = (Column("file", "file"), Column("kind", "kind"), *_COUNTS)
_REASONS = (Column("code", "why in quarantine"), number("rows", "rows"))
_TIERS = (tier(), number("clients", "clients"))
_UNITS = {"usage": "calls", "engagement": "logins"}


@dataclass(frozen=True, slots=True)
class Report:
    """An import, and what the command did around it. `clock_set` is the day at
    which the store clock now stands."""

    summary: ImportSummary
    store: str
    made_store: bool
    dry_run: bool
    unused: tuple[str, ...]
    clock_set: str | None = None


def report_json(report: Report) -> dict[str, Json]:
    """The whole import as one record."""
    summary = report.summary
    found = record(summary)
    return {
        "run": summary.run or None,
        "source": summary.source,
        "store": report.store,
        "made_store": report.made_store,
        "dry_run": report.dry_run,
        "read": summary.read,
        "stored": summary.stored,
        "unchanged": summary.unchanged,
        "quarantined": summary.quarantined,
        "files": found["files"],
        "unused": list(report.unused),
        "reasons": [{"code": code, "rows": rows} for code, rows in summary.reasons],
        "resumed": summary.resumed,
        "newest": found["newest"],
        "offer_clock": found["offer_clock"],
        "clock_set": report.clock_set,
        "changed_clients": summary.changed_clients,
        "scored": summary.scored,
        "tiers": _tiers(summary.tiers),
        "saturated": found["saturated"],
    }


def file_rows(report: Report) -> list[dict[str, Json]]:
    """A row a file: read = stored + unchanged + quarantined."""
    return [record(each) for each in report.summary.files]


def report_text(report: Report, options: Options) -> tuple[str, ...]:
    """Files and their total, reasons, tiers, and what to know about the scores."""
    summary = report.summary
    files = file_rows(report)
    if len(files) > 1:
        files.append({"file": "total", **{c.key: getattr(summary, c.key) for c in _COUNTS}})
    reasons: list[dict[str, Json]] = [
        {"code": code, "rows": rows} for code, rows in summary.reasons
    ]
    return blocks(
        section(files, FILES, options),
        section(reasons, _REASONS, options),
        section(_tier_rows(summary.tiers), _TIERS, options),
        "\n".join(map(saturation_words, summary.saturated)),
        _nobody_healthy(summary.tiers),
    )


def _tiers(tiers: Mapping[str, int]) -> dict[str, int]:
    """Every tier with its count, worst first; nothing where nobody was counted."""
    return {name: tiers.get(name, 0) for name in TIERS} if any(tiers.values()) else {}


def _tier_rows(tiers: Mapping[str, int]) -> list[dict[str, Json]]:
    return [{"tier": name, "clients": count} for name, count in _tiers(tiers).items()]


def saturation_words(found: Saturation) -> str:
    """`usage is 0 for 100 % of 500 scored clients; a baseline of 33 calls would fit: …`"""
    unit = _UNITS.get(found.component, found.component)
    said = (
        f"{found.component} is {found.at} for {round(found.share * 100)} %"
        f" of {found.clients:,} scored clients"
    )
    if found.fitting == found.baseline:
        return f"{said} (baseline {found.baseline:,} {unit}): is the clock right?"
    return (
        f"{said}; a baseline of {found.fitting:,} {unit} would fit:"
        f" [health] {unit} = {found.fitting} in the mapping"
    )


def _nobody_healthy(tiers: Mapping[str, int]) -> str:
    scored = sum(number for name, number in tiers.items() if name != "unknown")
    if scored == 0 or tiers.get("healthy", 0):
        return ""
    return (
        f"nobody of {scored:,} scored clients is healthy: look at the clock and the baselines"
        " (bellbuoy config get, bellbuoy health formula)"
    )
