"""The record of incidents as rows: one a group, and the whole."""

from __future__ import annotations

from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.group_rows import Label, labelled
from core.record.types import Durations, Figures, IncidentRecord, RecordGroup
from core.values.instants import day_text
from core.values.took import took_words

Row = dict[str, Json]
_TITLES = {
    "none": "incidents", "client": "client", "owner": "owner", "component": "component",
    "severity": "severity", "month": "month",
}  # fmt: skip


def span_words(seconds: int | None) -> str:
    """`3 h 05 min`; nothing for what is not known."""
    return "" if seconds is None else took_words(seconds)


def percent_words(share: float | None, decimals: int = 1) -> str:
    """`62.5 %`; nothing for what is not known."""
    return "" if share is None else f"{100 * share:.{decimals}f} %"


def _available_words(share: float | None) -> str:
    return percent_words(share, 3)


def record_columns(found: IncidentRecord) -> tuple[Column, ...]:
    """What a table shows first, then what `--cols` and csv have too."""
    return (
        labelled(Column("label", _TITLES[found.by], fixed=found.by == "month")),
        number("opened", "opened"),
        number("resolved", "resolved"),
        number("backlog", "backlog"),
        Column("mtta_s", "MTTA", "right", span_words),
        Column("mttr_s", "MTTR", "right", span_words),
        Column("resolve_median_s", "median", "right", span_words),
        Column("resolve_p90_s", "p90", "right", span_words),
        Column("attainment", "SLA met", "right", percent_words),
        Column("recurrence", "recurred", "right", percent_words),
        Column("availability", "available", "right", _available_words),
        Column("key", "key", extra=True),
        Column(
            "acknowledge_median_s", "median to acknowledge", "right", span_words, extra=True
        ),
        Column("acknowledge_p90_s", "p90 to acknowledge", "right", span_words, extra=True),
        *(
            number(key, title, extra=True)
            for key, title in (
                ("acknowledged", "acknowledged"),
                ("timed", "with a time to resolve"),
                ("unknown", "end not told"),
                ("met", "clocks met"),
                ("breached", "clocks breached"),
                ("said_met", "met, says the source"),
                ("said_breached", "breached, says the source"),
                ("reopened", "opened again"),
                ("again", "same again"),
                ("recurred", "recurred, number"),
                ("duplicates", "duplicates"),
                ("cancelled", "cancelled"),
                ("down_s", "seconds down"),
            )
        ),
        Column("query", "query", extra=True),
    )


def group_row(group: RecordGroup) -> Row:
    """`key` is a public id, a word or a month, null for what has none."""
    return {
        "label": group.label,
        "key": group.key,
        **figures_row(group.figures),
        "query": group.query,
    }


def whole_row(label: str, figures: Figures) -> Row:
    return {"label": Label(label), "key": None, **figures_row(figures), "query": ""}


def figures_row(figures: Figures) -> Row:
    """Spans in whole seconds, shares 0 to 1; null where nothing is known."""
    return {
        "opened": figures.opened,
        "resolved": figures.resolved,
        "backlog": figures.backlog,
        **_spans("mtta_s", "acknowledge", figures.to_acknowledge),
        "acknowledged": figures.to_acknowledge.n,
        **_spans("mttr_s", "resolve", figures.to_resolve),
        "timed": figures.to_resolve.n,
        "unknown": figures.unknown,
        "attainment": figures.attainment,
        "met": figures.met,
        "breached": figures.breached,
        "said_met": figures.said_met,
        "said_breached": figures.said_breached,
        "recurrence": figures.recurrence,
        "recurred": figures.recurred,
        "reopened": figures.reopened,
        "again": figures.again,
        "duplicates": figures.duplicates,
        "cancelled": figures.cancelled,
        "availability": figures.available,
        "down_s": figures.down_s,
    }


def _spans(mean: str, name: str, found: Durations) -> Row:
    return {mean: found.mean, f"{name}_median_s": found.median, f"{name}_p90_s": found.p90}


def record_notes(found: IncidentRecord) -> tuple[str, ...]:
    """What the figures leave out, and over which days they go."""
    notes = [f"{day_text(found.first)} to {day_text(found.last)}, the last day until now"]
    apart, totals = found.planned, found.totals
    if apart.opened or apart.resolved:
        word = "is counted too" if found.with_planned else "stands apart: --planned counts it"
        notes.append(f"planned maintenance: {apart.opened:,} opened; it {word}")
    left_out = [
        f"{n:,} {name}"
        for n, name in (
            (totals.duplicates, "duplicates"),
            (totals.cancelled, "cancelled"),
            (found.simulated, "simulated"),
        )
        if n
    ]
    if left_out:
        notes.append(f"left out of all figures: {', '.join(left_out)}")
    if totals.unknown:
        notes.append(f"{totals.unknown:,} ended, but nobody says when they were resolved")
    if said := totals.said_met + totals.said_breached:
        notes.append(f"the source itself says {totals.said_met:,} of {said:,} met their SLA")
    return tuple(notes)
