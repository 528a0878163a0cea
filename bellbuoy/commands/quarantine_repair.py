"""Dealing with refused rows: mend, try again, put away."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.present import open_present
from bellbuoy.commands.rescoring import rescore, worker_serves
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.integrations.types import Dealt
from core.values.errors import UsageError

_STILL = (
    Column("id", "still refused", fixed=True),
    Column("code", "code", fixed=True),
    Column("file", "file"),
    number("line", "line"),
    Column("reason", "reason"),
)
_REASONS = (Column("code", "why still in quarantine"), number("rows", "rows"))


def quarantine_fix(options: Options) -> Answer:
    """Set cells of refused rows; the bytes that came stay beside."""
    from bellbuoy.services.refused import fix

    ctx, query = open_present(options), _query(options, "fix")
    dealt = fix.fix(ctx, query, _changes(options.texts("set")), dry_run=options.dry_run)
    notes = [] if options.dry_run or not dealt.done else [_next(query)]
    return _answer(options, dealt, ("fix", "fixed"), notes)


def quarantine_replay(options: Options) -> Answer:
    """Try refused rows again; exit code 4 when some are still refused."""
    from bellbuoy.services.refused import replay

    ctx, query = open_present(options), options.query or ""
    with watching("replay", options) as progress:
        dealt = replay.replay(ctx, query, dry_run=options.dry_run, progress=progress.update)
    if dealt.changed_clients and not options.dry_run and not worker_serves(ctx):
        rescore(ctx, options)
    return _answer(options, dealt, ("replay", "stored"), [])


def quarantine_drop(options: Options) -> Answer:
    """Put refused rows away; their bytes stay."""
    from bellbuoy.services.refused import fix

    ctx = open_present(options)
    dealt = fix.drop(ctx, _query(options, "drop"), dry_run=options.dry_run)
    return _answer(options, dealt, ("drop", "dropped"), [])


def _query(options: Options, verb: str) -> str:
    """A query that was given: nobody deals with every row by leaving it out."""
    if not options.query:
        raise UsageError(
            f"say which rows to {verb}", f"bellbuoy quarantine {verb} Q-12, or 'code:…'"
        )
    return options.query


def _changes(given: Sequence[str]) -> dict[str, str]:
    """`mrr=12400` as column and value. Raises UsageError without an equals sign."""
    found: dict[str, str] = {}
    for each in given:
        column, sign, value = each.partition("=")
        if not column or not sign:
            raise UsageError(f"--set: “{each}” sets nothing", "such as --set mrr=12400")
        found[column] = value
    if not found:
        raise UsageError("nothing to set", "such as --set mrr=12400")
    return found


def _next(query: str) -> str:
    return f"mended rows wait for a replay: bellbuoy quarantine replay '{query}'"


def _answer(
    options: Options, dealt: Dealt, said: tuple[str, str], notes: Sequence[str]
) -> Answer:
    """The counts under the word of the verb, and what is left."""
    verb, done = said
    counted: dict[str, Json] = {
        "rows": dealt.rows,
        done: dealt.done,
        "unchanged": dealt.unchanged,
        "refused": dealt.refused,
    }
    found = record(dealt)
    row: dict[str, Json] = {
        **counted,
        "dry_run": dealt.dry_run,
        "reasons": [{"code": code, "rows": rows} for code, rows in dealt.reasons],
        "still": found["still"],
        "changed_clients": dealt.changed_clients,
        "scored": dealt.scored,
    }
    dry = ("a dry run: nothing was changed",) if dealt.dry_run else ()
    answer = Answer(
        f"quarantine_{verb}",
        [row],
        tuple(Column(key, key) for key in row),
        single=True,
        notes=(*dry, *notes),
        exit_code=4 if dealt.refused else 0,
    )
    if options.format != "table":
        return answer
    return Answer(
        answer.schema,
        text=_text(dealt, counted, options),
        notes=answer.notes,
        exit_code=answer.exit_code,
    )


def _text(dealt: Dealt, counted: dict[str, Json], options: Options) -> tuple[str, ...]:
    columns = tuple(number(key, key) for key in counted)
    reasons: list[dict[str, Json]] = [
        {"code": code, "rows": rows} for code, rows in dealt.reasons
    ]
    still = [record(each) for each in dealt.still]
    return blocks(
        section([counted], columns, options),
        section(reasons, _REASONS, options),
        section(still, _STILL, options),
    )
