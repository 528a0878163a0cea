"""`bellbuoy metrics`: figures of Bellbuoy itself, as a Prometheus server reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.operations.types import Family
from core.values.errors import UsageError

FIGURES = (
    Column("name", "name"),
    Column("type", "type"),
    Column("labels", "labels"),
    Column("value", "value", "right"),
    Column("help", "what it counts"),
)


def metrics(options: Options) -> Answer:
    """The text format, or each figure as a row. Raises UsageError for an engine
    that no job belongs to."""
    from bellbuoy.services.metrics.collect import collect

    check_chart(options)
    ctx = open_present(options)
    engines = _engines()
    engine = options.text("engine")
    if engine is not None and engine not in engines.values():
        known = ", ".join(sorted(set(engines.values())))
        raise UsageError(f"no engine “{engine}”", f"engines: {known}")
    families = collect(ctx, engines, engine)
    if options.chart:
        return Answer("metric", text=(_charts(families, options),), as_of=ctx.now)
    if options.format == "table" and options.cols is None:
        from bellbuoy.services.metrics.text import as_text

        return Answer("metric", text=(as_text(families).rstrip("\n"),), as_of=ctx.now)
    rows = list(_rows(families))
    return Answer("metric", rows, as_of=ctx.now, total=len(rows))


def _charts(families: Sequence[Family], options: Options) -> str:
    """What a table of figures does not show: which job fails, and which is slow."""
    from tui.charts.outcomes import outcome_chart, pace_chart

    counts: dict[str, dict[str, int]] = {}
    for labels, value in _samples(families, "bellbuoy_job_runs_total"):
        counts.setdefault(labels["job"], {})[labels["state"]] = int(value)
    pace = {
        labels["job"]: value
        for labels, value in _samples(families, "bellbuoy_job_run_seconds")
        if labels.get("quantile") == "0.95"
    }
    return charts_text([outcome_chart(counts), pace_chart(pace)], options)


def _samples(families: Sequence[Family], name: str) -> Iterator[tuple[dict[str, str], float]]:
    for family in families:
        if family.name == name:
            yield from ((dict(sample.labels), sample.value) for sample in family.samples)


def _engines() -> dict[str, str]:
    """Each job and the word that it belongs to: `score-clients` is of `health`."""
    from jobs.registry import JOBS

    return {job.id: job.run.__module__.split(".")[1] for job in JOBS}


def _rows(families: Sequence[Family]) -> Iterator[dict[str, Json]]:
    for family in families:
        for sample in family.samples:
            yield {
                "name": family.name + sample.suffix,
                "type": family.type,
                "labels": dict(sample.labels),
                "value": sample.value,
                "help": family.help,
            }


COMMANDS = (
    Command(
        noun="",
        verb="metrics",
        summary="figures of Bellbuoy itself, for a Prometheus server",
        examples=("bellbuoy metrics --engine health --json", "bellbuoy metrics --chart"),
        function=metrics,
        arguments=(
            Arg("engine", "only the runs of one engine: health", "option", types.filled,
                metavar="WORD"),
        ),
        takes=("chart",),
        columns=FIGURES,
    ),
)  # fmt: skip
