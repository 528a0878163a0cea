"""`bellbuoy incident export`: incidents whole, a JSON object a line, or the list as CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Command
from bellbuoy.commands.leaving import leaves, say_what_is_made_up
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import write
from bellbuoy.commands.to_json import to_json
from core.incidents.types import Step, WholeIncident
from core.sla.types import Span
from core.values.instants import from_micros

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

EXPORTED = "bellbuoy.incident_export/1"
"""What a line says of itself, so that it is read back as a whole."""
COLUMNS = (
    Column("schema", "schema", extra=True),
    Column("key", "key", fixed=True),
    Column("id", "id", fixed=True),
    Column("source", "source"),
    Column("title", "title"),
    Column("clients", "clients"),
    Column("severity", "severity"),
    Column("status", "status"),
    Column("impact", "impact"),
    Column("owner", "owner"),
    moment("opened", "opened"),
    moment("acknowledged", "acknowledged"),
    moment("resolved", "resolved"),
    moment("closed", "closed"),
    Column("resolution", "why resolved"),
    Column("duplicate_of", "repeats"),
    Column("parent", "parent"),
    number("reopened", "reopened"),
    moment("respond_breached", "answer: breached"),
    moment("resolve_breached", "resolution: breached"),
    Column("components", "components"),
    Column("spans", "spans", extra=True),
    Column("steps", "steps", extra=True),
)


def export(options: Options) -> Answer | int:
    """Write the incidents of a query; JSON Lines where no other format is named."""
    from bellbuoy.services.incidents.exporting import export as service

    ctx = open_for(options)
    if not leaves(options):
        say_what_is_made_up(ctx, options)
    found = service(ctx, options.query or "", options.sort)
    answer = Answer("incident_export", _real(ctx, found), COLUMNS, as_of=ctx.now)
    if options.format != "table":
        return answer
    return write(answer, replace(options, format="jsonl"), sys.stdout, sys.stderr)


def _real(ctx: Context, found: Iterable[WholeIncident]) -> Iterator[Row]:
    """What is exported is read in elsewhere: what a simulation made up has no way out."""
    from bellbuoy.services.simulations.outside import Sieve, made_up

    if made_up(ctx) is None:
        return map(exported, found)
    told = Sieve(ctx).told(found, lambda whole: whole.incident.affects)
    return (exported(whole) for whole, simulated in told if not simulated)


def exported(whole: WholeIncident) -> dict[str, Json]:
    """A line. `key` tells it apart wherever it is read back: its id in its source where
    that is this program, else its public id."""
    each = whole.incident
    return {
        "schema": EXPORTED,
        "key": each.external_id if each.source == "here" else each.key,
        "id": each.key,
        "source": each.source,
        "title": each.title,
        "clients": list(each.affects),
        "severity": each.severity,
        "status": each.status,
        "impact": each.impact,
        "owner": each.owner,
        "opened": to_json(each.opened),
        "acknowledged": to_json(each.acknowledged),
        "resolved": to_json(each.resolved),
        "closed": to_json(each.closed),
        "resolution": each.resolution,
        "duplicate_of": each.duplicate_of,
        "parent": each.parent,
        "reopened": each.reopened,
        "respond_breached": to_json(each.sla.respond.breached),
        "resolve_breached": to_json(each.sla.resolve.breached),
        "components": list(each.components),
        "spans": [_span(span) for span in whole.spans],
        "steps": [_step(step) for step in whole.steps],
    }


def _span(span: Span) -> dict[str, Json]:
    """`until` null: the clock stands still."""
    return {
        "from": to_json(from_micros(span.since)),
        "until": None if span.until is None else to_json(from_micros(span.until)),
    }


def _step(step: Step) -> dict[str, Json]:
    return {
        "at": to_json(step.at),
        "kind": step.kind,
        "by": step.by,
        "text": step.text,
        "for_clients": step.visible,
        "what": {name: [before, after] for name, before, after in step.what},
    }


EXPORT = Command(
    noun="incident",
    verb="export",
    summary="incidents whole, with steps, links and spans: a JSON object a line, or CSV",
    examples=(
        "bellbuoy incident export 'opened<90d' > incidents.jsonl",
        "bellbuoy incident export status:open --csv -o open.csv",
    ),
    function=export,
    takes=("query", "sort"),
    columns=COLUMNS,
)
