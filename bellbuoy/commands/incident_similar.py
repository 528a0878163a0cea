"""`bellbuoy incident similar`: solved incidents like one, and why."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.incident_record_rows import span_words
from bellbuoy.commands.incident_rows import SEVERITY
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.to_json import to_json
from core.record.types import Similar

MOST = 10
SIMILAR = (
    Column("points", "points", "right"),
    Column("id", "id", fixed=True),
    SEVERITY,
    Column("title", "title"),
    Column("took_s", "took", "right", span_words),
    Column("why", "why", render=lambda parts: ", ".join(map(_part_words, parts or ()))),
    Column("client", "client id", extra=True),
    Column("client_name", "client", extra=True),
    moment("resolved", "resolved", extra=True),
    Column("resolution", "resolution", extra=True),
)


def similar(options: Options) -> Answer:
    """Solved incidents like one, by its id, or like a text; the likest first."""
    from bellbuoy.services.incidents import similar as service

    ctx = open_for(options)
    limit = MOST if options.limit is None else options.limit
    sought = " ".join(options.texts("sought"))
    rows = [similar_row(each) for each in service.similar(ctx, sought, limit)]
    notes = () if rows else ("no solved incident shares a word with it",)
    return Answer("similar", rows, SIMILAR, as_of=ctx.now, total=len(rows), notes=notes)


def similar_row(found: Similar) -> dict[str, Json]:
    """`points` are those of `why`, 0 to 100; `took_s` whole seconds."""
    return {
        "points": found.why.total,
        "id": found.key,
        "severity": found.severity,
        "title": found.title,
        "client": found.client,
        "client_name": found.client_name,
        "resolved": to_json(found.resolved),
        "took_s": found.took_s,
        "resolution": found.resolution,
        "why": [
            {"id": part.id, "label": part.label, "points": part.points, "kind": part.value}
            for part in found.why.parts
        ],
    }


def _part_words(part: dict[str, Json]) -> str:
    return f"{part['label']} {part['points']}"


SIMILAR_COMMAND = Command(
    noun="incident",
    verb="similar",
    summary="solved incidents like one, or like a text, and why",
    examples=(
        "bellbuoy incident similar INC-0001",
        "bellbuoy incident similar login errors after the update --json",
    ),
    function=similar,
    arguments=(
        Arg("sought", "the incident (its id here or in its source), or words", repeat=True,
            type=types.filled),
    ),
    takes=("limit", "as_known"),
    columns=SIMILAR,
)  # fmt: skip
