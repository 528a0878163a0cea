"""`bellbuoy problem …`: what is wrong with Bellbuoy itself, and what mends it."""

from __future__ import annotations

from typing import Any

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from core.operations.types import Problem
from core.values.text import safe_text


def _mends(value: Any) -> str:
    return "; ".join(mend["command"] or f"key {mend['key']}" for mend in value)


PROBLEMS = (
    Column("id", "id", fixed=True),
    Column("kind", "kind", fixed=True),
    Column("words", "problem"),
    number("count", "times"),
    moment("first", "first", extra=True),
    moment("last", "last"),
    Column("trace", "trace", extra=True),
    Column("grave", "grave", extra=True),
    Column("mends", "what mends it", render=_mends),
)


def problem_list(options: Options) -> Answer:
    """The problems of a query, the gravest first."""
    from bellbuoy.services.problems import found

    ctx = open_present(options)
    problems = found.listed(ctx, options.query or "")
    rows = [record(problem) for problem in problems[: options.limit]]
    notes = () if problems else ("no problems",)
    return Answer("problem", rows, as_of=ctx.now, total=len(problems), notes=notes)


def problem_show(options: Options) -> Answer:
    """One problem, what mends it, and of a fault the report to be copied."""
    from bellbuoy.services.problems import found

    ctx = open_present(options)
    problem, report = found.show(ctx, options.need("id"))
    if options.format == "table" and options.cols is None:
        return Answer("problem", text=_page(problem, report), as_of=ctx.now)
    row: dict[str, Json] = {**record(problem), "report": list(report)}
    columns = (*PROBLEMS, Column("report", "report"))
    return Answer("problem", [row], columns, as_of=ctx.now, single=True)


def _page(problem: Problem, report: tuple[str, ...]) -> tuple[str, ...]:
    told = facts([("problem", problem.words), ("kind", problem.kind), ("trace", problem.trace)])
    mends = "\n".join(
        safe_text(f"  {mend.command or f'key {mend.key}'}  {mend.does}")
        for mend in problem.mends
    )
    return blocks(told, mends, "\n".join(safe_text(line, 2000) for line in report))


COMMANDS = (
    Command(
        noun="problem",
        verb="list",
        summary="what is wrong with Bellbuoy itself, the gravest first",
        examples=("bellbuoy problem list", "bellbuoy problem list kind:error --json"),
        function=problem_list,
        takes=("query", "limit"),
        columns=PROBLEMS,
    ),
    Command(
        noun="problem",
        verb="show",
        summary="one problem, and the report of a fault",
        examples=("bellbuoy problem show E-1f3a9c", "bellbuoy problem show worker --json"),
        function=problem_show,
        arguments=(Arg("id", "the problem: bellbuoy problem list"),),
    ),
)
