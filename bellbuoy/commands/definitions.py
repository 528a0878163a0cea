"""`bellbuoy plan|apply` and `bellbuoy definition …`: definitions as files."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.ask import confirm
from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.definition_page import (
    DIFFERENCES,
    FAULTS,
    beside,
    difference_row,
    fault_row,
    plan_text,
)
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.present import open_present
from bellbuoy.commands.scoring import due_note
from bellbuoy.commands.watch import watching
from core.definitions.types import DefinitionFaultsError, DefinitionPlan
from core.values.errors import CheckFailedError, UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_FOLDER = "bellbuoy.d"
_FILES = (
    Column("file", "file", fixed=True),
    Column("subject", "subject", fixed=True),
    number("definitions", "definitions"),
    Column("state", "stood there"),
)
_STANDING = (
    Column("subject", "subject", fixed=True),
    Column("kind", "kind", fixed=True),
    Column("name", "name"),
    Column("state", "since the last apply", fixed=True),
    number("applied", "applied by"),
    number("change", "changed by"),
    Column("who", "who"),
)


def plan(options: Options) -> Answer:
    """Compare the files of a folder with the store; nothing is written."""
    ctx = open_present(options)
    try:
        found = _looked(ctx, options)
    except DefinitionFaultsError as error:
        return _faulty(error, options)
    answer = _answer("plan", found, ctx, options)
    note = f"bellbuoy apply {found.folder} makes it so" if found.differences else ""
    return replace(
        answer,
        notes=tuple(each for each in (note,) if each),
        failure=_verdict(found, options),
    )


def _looked(ctx: Context, options: Options) -> DefinitionPlan:
    from bellbuoy.services.definitions.planning import plan as look

    with watching("plan", options) as progress:
        return look(
            ctx, options.need("folder"), prune=options.flag("prune"), progress=progress.update
        )


def _verdict(found: DefinitionPlan, options: Options) -> CheckFailedError | None:
    """What a script asked to be told by the exit code."""
    from bellbuoy.services.definitions.wording import counts_words, drift_words

    if options.flag("fail_if_drift") and found.drift:
        words = f"{len(found.drift):,} changed in the store since the last apply"
        return CheckFailedError(words, drift_words(found.drift[0]))
    if options.flag("detailed_exitcode") and found.differences:
        return CheckFailedError(
            f"the store is not as {found.folder} says: {counts_words(found)}",
            f"bellbuoy apply {found.folder}",
        )
    return None


def _faulty(error: DefinitionFaultsError, options: Options) -> Answer:
    """Everything that is wrong with the files, and exit 2."""
    if options.cols is not None:
        raise error
    rows = [fault_row(each) for each in error.faults]
    count = "1 fault" if len(rows) == 1 else f"{len(rows):,} faults"
    folder = options.need("folder")
    failure = UsageError(f"{count} in {folder}: the store was not looked at", error.hint)
    return Answer("definition_fault", rows, FAULTS, total=len(rows), failure=failure)


def _answer(schema: str, found: DefinitionPlan, ctx: Context, options: Options) -> Answer:
    rows = [difference_row(found, each) for each in found.differences]
    answer = Answer(
        schema, rows, DIFFERENCES, as_of=ctx.now, total=len(rows), beside=beside(found)
    )
    if options.format != "table" or options.cols is not None:
        return answer
    return replace(answer, rows=(), text=plan_text(found, options))


def apply(options: Options) -> Answer:
    """Look at the plan, ask, and make the store say what the files say."""
    from bellbuoy.services.definitions import applying

    if not (options.yes or options.asks or options.dry_run):
        raise UsageError(
            "this needs an answer: definitions are applied after a look at their plan",
            "--yes goes on without asking, --dry-run only looks",
        )
    if options.cols is not None:
        check_columns(DIFFERENCES, options.cols)
    ctx = open_present(options)
    try:
        found = _looked(ctx, options)
    except DefinitionFaultsError as error:
        return _faulty(error, options)
    answer = _answer("apply", found, ctx, options)
    if options.dry_run:
        return _ended(answer, None, "a dry run: the store stays as it is")
    applying.may_apply(ctx, found)
    if not found.differences:
        done = applying.apply(ctx, found)
        kept = "" if done.change is None else f"; change {done.change} keeps what was applied"
        return _ended(answer, done.change, f"nothing to change{kept}")
    asked = not options.yes
    if asked and not _wanted(found, options):
        return _ended(answer, None, "nothing changed", asked=asked)
    done = applying.apply(ctx, found)
    notes = [f"applied: change {done.change}; bellbuoy undo takes it back"]
    if done.formula:
        notes += [f"{done.formula} is in force", due_note(ctx, options)]
    return _ended(answer, done.change, *notes, asked=asked)


def _wanted(found: DefinitionPlan, options: Options) -> bool:
    text = "\n".join(plan_text(found, options))
    lines = [safe_text(line, 1000) for line in text.split("\n")]
    sys.stderr.write("\n".join([*lines, "", ""]))
    return confirm(f"Apply {found.folder}?", options, sys.stdin, sys.stderr)


def _ended(answer: Answer, change: int | None, *notes: str, asked: bool = False) -> Answer:
    answer = replace(answer, beside={**answer.beside, "change": change})
    if asked and answer.text:
        # Who was asked has read the plan above the question.
        return replace(answer, text=("\n".join(notes),))
    return replace(answer, notes=notes)


def export(options: Options) -> Answer:
    """Write what the store says into files, after a question where others stand."""
    from bellbuoy.services.definitions import exporting

    ctx, folder = open_present(options), options.need("folder")
    files = exporting.export(ctx, folder)
    states = exporting.compared(ctx, folder, files)
    other = [name for name, state in states.items() if state == "differs"]
    question = f"Replace {', '.join(other)} in {folder}?"
    if not other or confirm(question, options, sys.stdin, sys.stderr):
        exporting.write_files(ctx, folder, files)
        note = f"wrote {folder}; bellbuoy plan {folder} compares it with the store"
    else:
        note = f"nothing written: {folder} stays as it is"
    rows: list[dict[str, Json]] = [
        {
            "file": file.name,
            "subject": file.subject,
            "definitions": file.definitions,
            "state": states[file.name],
        }
        for file in files
    ]
    return Answer("definition_file", rows, _FILES, total=len(rows), notes=(note,))


def list_(options: Options) -> Answer:
    """Every definition, and whether it stands as it was applied."""
    from bellbuoy.services.definitions.listing import listed

    ctx = open_present(options)
    rows = [
        {
            "subject": each.subject, "kind": each.kind, "name": each.name,
            "state": each.state, "applied": each.applied, "change": each.change,
            "who": each.who,
        }
        for each in listed(ctx)
    ]  # fmt: skip
    return Answer("definition", rows, _STANDING, as_of=ctx.now, total=len(rows))


_DIR = Arg("folder", f"where the files lie; without: ./{_FOLDER}", metavar="DIR",
           default=_FOLDER, completes="path")  # fmt: skip
_PRUNE = Arg("prune", "what no file names goes: as prune = true in each", "flag")

COMMANDS = (
    Command(
        noun="",
        verb="plan",
        summary="what files of definitions would change: who moves, what rings",
        examples=("bellbuoy plan", "bellbuoy plan bellbuoy.d --detailed-exitcode"),
        function=plan,
        arguments=(
            _DIR,
            _PRUNE,
            Arg("detailed_exitcode", "exit 8 when there is something to change", "flag"),
            Arg("fail_if_drift", "exit 8 when the store was changed since the last apply",
                "flag"),
        ),
        columns=DIFFERENCES,
    ),
    Command(
        noun="",
        verb="apply",
        summary="make the store say what files of definitions say, in one change",
        examples=("bellbuoy apply", "bellbuoy apply bellbuoy.d --prune -n"),
        function=apply,
        arguments=(_DIR, _PRUNE),
        takes=("wait",),
        writes=True,
        columns=DIFFERENCES,
    ),
    Command(
        noun="definition",
        verb="list",
        summary="every definition, and whether it stands as it was applied",
        examples=("bellbuoy definition list", "bellbuoy definition list --json"),
        function=list_,
        columns=_STANDING,
    ),
    Command(
        noun="definition",
        verb="export",
        summary="write scoring, shared views, alert rules and playbooks as files",
        examples=("bellbuoy definition export", "bellbuoy definition export defs -y"),
        function=export,
        arguments=(_DIR,),
        columns=_FILES,
    ),
)  # fmt: skip
