"""`bellbuoy today`: what to do now, the most pressing first, and why."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, money, number
from bellbuoy.commands.command import Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import to_json
from core.desk.types import TodayRow
from core.values.text import safe_text

TODAY = (
    Column("key", "key", fixed=True),
    Column("client_name", "client"),
    Column("why", "why"),
    Column("what", "to do"),
    money("arr", "ARR"),
    Column("owner", "owner"),
    number("points", "points", extra=True),
    Column("kind", "kind", extra=True),
    Column("client", "client id", extra=True),
    number("left", "days left", extra=True),
    Column("explanation", "made of", extra=True),
)


def today(options: Options) -> Answer:
    """Due tasks, and clients that nobody has a next step for."""
    from bellbuoy.services.desk.today import today as service

    ctx = open_present(options)
    found = service(ctx, options.query)
    rows = [today_row(row) for row in found.rows]
    shown = rows if options.limit is None else rows[: options.limit]
    notes = [f"of clients: {safe_text(found.whose) or 'all'}"]
    if found.more:
        notes.append(f"{found.more:,} more clients with less ARR were not looked at")
    if not rows:
        notes.append("nothing is due, and nobody waits")
    return Answer(
        "today", shown, TODAY, as_of=ctx.now, total=len(rows), notes=tuple(notes),
        beside={"query": found.whose, "more": found.more},
    )  # fmt: skip


def today_row(row: TodayRow) -> dict[str, Json]:
    """`key` is that of the task, or of the client; `left` days, below 0: too late."""
    return {
        "key": row.key,
        "kind": row.kind,
        "client": row.client,
        "client_name": row.client_name,
        "what": row.what,
        "why": row.why,
        "left": row.left,
        "arr": to_json(row.arr),
        "owner": row.owner,
        "points": row.points,
        "explanation": to_json(row.explanation),
    }


COMMANDS = (
    Command(
        noun="",
        verb="today",
        summary="what to do now, the most pressing first, and why",
        examples=("bellbuoy today", "bellbuoy today 'owner:mei tier:critical' --json"),
        function=today,
        takes=("query", "limit"),
        columns=TODAY,
    ),
)
