"""`bellbuoy fields [NOUN]`: the words of a query."""

from __future__ import annotations

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import narrowed
from bellbuoy.commands.to_json import record

_SIGNS = {"eq": ":", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "like": "~"}


def _ops(ops: tuple[str, ...]) -> str:
    """The operators as they are typed: `: != ~ :starts:`"""
    return " ".join(_SIGNS.get(op, f":{op}:") for op in ops)


_COLUMNS = (
    Column("noun", "list", fixed=True),
    Column("name", "field", fixed=True),
    Column("type", "type", fixed=True),
    Column("doc", "what it is"),
    Column("values", "takes"),
    Column("ops", "operators", render=_ops, fixed=True),
    Column("label", "title", extra=True),
    Column("aliases", "also", extra=True),
)


def fields(options: Options) -> Answer:
    """The fields of a list, or of all lists."""
    from bellbuoy.services import fields as service

    noun = options.text("noun")
    rows = [record(field) for field in service.fields(noun)]
    columns = narrowed(_COLUMNS, {"ops": 130, "noun": 10_000 if noun else 0}, options)
    return Answer("field", rows, columns, total=len(rows))


COMMANDS = (
    Command(
        noun="",
        verb="fields",
        summary="the words of a query: what a list can be asked by",
        examples=("bellbuoy fields client", "bellbuoy fields --json"),
        function=fields,
        arguments=(Arg("noun", "client, incident, quarantine; alert, job, store", optional=True,
                       completes="noun"),),
        columns=_COLUMNS,
    ),
)  # fmt: skip
