"""`bellbuoy incident link|merge|split|parent`: whom an incident hurts, and which belong
together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_acts import meant_by as clients_meant_by
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.incident_acts import acted
from bellbuoy.commands.incident_change import CHANGED, EXPECTED, INCIDENTS_ARG, changed
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.desk.types import Selection
from core.incidents.types import Done, IncidentSelection
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.incidents.changing import How


def link(options: Options) -> Answer:
    """Say which clients an incident hurts beside the first, or that it does not."""

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.linking import link as service

        clients = _clients(ctx, options)
        return service(ctx, meant, clients, take_away=options.flag("drop"), how=how)

    return acted(options, act)


def parent(options: Options) -> Answer:
    """Name the problem that incidents come of."""
    above = options.text("of")
    if above is None:
        raise UsageError("which problem do they come of?", "--of INC-0001, or --of none")

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.linking import set_parent

        return set_parent(ctx, meant, None if above == "none" else above, how=how)

    return acted(options, act)


def merge(options: Options) -> Answer:
    """Put incidents into the one that they repeat."""
    into = options.text("into")
    if into is None:
        raise UsageError("which one do they repeat?", "--into INC-0001")

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.merging import merge as service

        return service(ctx, meant, into, how=how)

    return acted(options, act)


def split(options: Options) -> Answer:
    """Give some clients of an incident one of their own."""
    from bellbuoy.services.incidents.changing import How
    from bellbuoy.services.incidents.splitting import split as service

    ctx = open_present(options)
    how = How(dry_run=options.dry_run)
    found = service(ctx, options.need("id"), _clients(ctx, options), how=how)
    return changed(ctx, found, dry=options.dry_run)


def _clients(ctx: Context, options: Options) -> Selection:
    names = options.texts("client")
    if not names:
        raise UsageError("which clients?", "--client C-0001, or --client 'owner:raj'")
    if len(names) == 1:
        return clients_meant_by(ctx, names[0])
    return Selection(names)


_CLIENT = Arg(
    "client", "an id, again for more; or one query", "option", metavar="QUERY", repeat=True,
    completes="client",
)  # fmt: skip

LINKS = (
    Command(
        noun="incident",
        verb="link",
        summary="which clients it hurts beside the first",
        examples=(
            "bellbuoy incident link INC-0001 --client C-0002 --client C-0003",
            "bellbuoy incident link INC-0001 --client 'plan:Pro industry:retail' -n",
        ),
        function=link,
        arguments=(
            INCIDENTS_ARG,
            _CLIENT,
            Arg("drop", "it does not hurt them after all", "flag"),
            EXPECTED,
        ),
        writes=True,
        columns=CHANGED,
    ),
    Command(
        noun="incident",
        verb="parent",
        summary="the problem that incidents come of",
        examples=(
            "bellbuoy incident parent 'title~timeout opened<1d' --of INC-0001",
            "bellbuoy incident parent INC-0002 --of none",
        ),
        function=parent,
        arguments=(
            INCIDENTS_ARG,
            Arg("of", "the incident that is the problem; none for none", "option",
                metavar="ID"),
            EXPECTED,
        ),
        writes=True,
        columns=CHANGED,
    ),
    Command(
        noun="incident",
        verb="merge",
        summary="put incidents into the one that they repeat",
        examples=(
            "bellbuoy incident merge INC-0002 --into INC-0001",
            "bellbuoy incident merge 'title~export opened<1h' --into INC-0001 -n",
        ),
        function=merge,
        arguments=(
            INCIDENTS_ARG,
            Arg("into", "the incident that they repeat", "option", metavar="ID"),
            EXPECTED,
        ),
        writes=True,
        columns=CHANGED,
    ),
    Command(
        noun="incident",
        verb="split",
        summary="an incident of their own for some of its clients",
        examples=(
            "bellbuoy incident split INC-0001 --client C-0002",
            "bellbuoy incident split INC-0001 --client 'plan:Pro' -n",
        ),
        function=split,
        arguments=(Arg("id", "the incident"), _CLIENT),
        writes=True,
        columns=CHANGED,
    ),
)  # fmt: skip
