"""`bellbuoy incident targets`: within which time incidents are answered and resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.incidents.types import SEVERITIES
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.incidents.targets import SlaTargets

TARGETS = (
    Column("plan", "plan"),
    Column("severity", "severity", fixed=True),
    Column("respond", "answer within", "right", fixed=True),
    Column("resolve", "resolve within", "right", fixed=True),
)


def targets(options: Options) -> Answer:
    """Show them; with a severity and a time set one, of all plans or of one."""
    from bellbuoy.services.incidents import targets as service

    ctx, word = open_present(options), options.text("severity")
    respond, resolve, plan = (options.text(name) for name in ("respond", "resolve", "plan"))
    found = service.targets(ctx)
    if word is None:
        if respond or resolve or plan:
            raise UsageError("of which severity?", "incident targets high --resolve 6h")
        return Answer("incident_target", _rows(found), TARGETS, as_of=ctx.now)
    if not respond and not resolve:
        raise UsageError("within which time?", "--respond 30min, --resolve 6h, or both")
    severity = next(name for name in SEVERITIES if name == word)
    target, then = service.wanted(found, severity, respond, resolve, plan)
    if options.dry_run:
        found = then
        note = "a dry run: it would be so"
    else:
        found = service.set_target(ctx, severity, target, plan)
        note = "open incidents run by it from their opening on; what was breached stays so"
    return Answer("incident_target", _rows(found), TARGETS, as_of=ctx.now, notes=(note,))


def _rows(found: SlaTargets) -> list[dict[str, Json]]:
    from bellbuoy.services.incidents.targets import in_words

    return [
        {"plan": plan, "severity": severity, "respond": respond, "resolve": resolve}
        for plan, severity, respond, resolve in in_words(found)
    ]


TARGETS_COMMAND = Command(
    noun="incident",
    verb="targets",
    summary="within which time they are answered and resolved",
    examples=(
        "bellbuoy incident targets",
        "bellbuoy incident targets high --respond 30min --resolve 6h --plan Enterprise",
    ),
    function=targets,
    arguments=(
        Arg("severity", "the severity to set", choices=SEVERITIES, optional=True),
        Arg("respond", "answer within: 15min, 4h, 3d", "option", metavar="TIME"),
        Arg("resolve", "resolve within: 15min, 4h, 3d", "option", metavar="TIME"),
        Arg("plan", "of the clients of one plan", "option", metavar="NAME"),
    ),
    writes=True,
    columns=TARGETS,
)
