"""`bellbuoy incident ack|pend|resume|resolve|close|reopen|severity|assign|note`: one
change of all incidents that a query finds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, get_args

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.incident_change import (
    CHANGED,
    EXPECTED,
    INCIDENTS_ARG,
    NOTE,
    changed,
    meant_by,
)
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.watch import watching
from core.incidents.types import (
    RESOLUTIONS,
    SEVERITIES,
    Done,
    IncidentSelection,
    Resolution,
    Severity,
    Verb,
)
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.incidents.changing import How

Act = Callable[["Context", IncidentSelection, "How"], Done]


def ack(options: Options) -> Answer:
    """Say that somebody has taken incidents: the clock of the answer stops."""
    return _moved(options, "ack")


def pend(options: Options) -> Answer:
    """Wait for the client: the clock of the resolution stands still."""
    return _moved(options, "pend")


def resume(options: Options) -> Answer:
    """Go on: the client has said what was asked."""
    return _moved(options, "resume")


def resolve(options: Options) -> Answer:
    """Say that incidents are over, and why."""
    reason, of = options.need("reason"), options.text("of")
    if (reason == "duplicate") != (of is not None):
        raise UsageError(
            "a duplicate names the incident that it repeats, and only a duplicate does",
            "bellbuoy incident resolve INC-2 --reason duplicate --of INC-1",
        )
    return _moved(options, "resolve", next(r for r in RESOLUTIONS if r == reason), of)


def close(options: Options) -> Answer:
    """Put resolved incidents away."""
    return _moved(options, "close")


def reopen(options: Options) -> Answer:
    """Open incidents again that are not over after all."""
    return _moved(options, "reopen")


def _moved(
    options: Options, verb: Verb, reason: Resolution = "fixed", of: str | None = None
) -> Answer:
    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.moves import move

        said = options.text("note") or ""
        return move(ctx, meant, verb, reason=reason, duplicate_of=of, note=said, how=how)

    return acted(options, act)


def severity(options: Options) -> Answer:
    """Give incidents another severity, and with it other targets."""
    word = options.need("to")
    wanted: Severity = next(name for name in get_args(Severity) if name == word)

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.moves import set_severity

        return set_severity(ctx, meant, wanted, note=options.text("note") or "", how=how)

    return acted(options, act)


def assign(options: Options) -> Answer:
    """Say who looks after incidents."""
    owner = options.text("owner")
    if owner is None:
        raise UsageError("who is to look after them?", "--owner mei, or --owner none")

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.moves import assign as service

        return service(ctx, meant, None if owner == "none" else owner, how=how)

    return acted(options, act)


def note(options: Options) -> Answer:
    """Write something down about incidents."""

    def act(ctx: Context, meant: IncidentSelection, how: How) -> Done:
        from bellbuoy.services.incidents.moves import note as service

        visible = options.flag("for_clients")
        return service(ctx, meant, options.need("text"), visible=visible, how=how)

    return acted(options, act)


def acted(options: Options, act: Act) -> Answer:
    """A change of the incidents that are named, or with --dry-run what it would do."""
    from bellbuoy.services.incidents.changing import How

    ctx = open_present(options)
    meant = meant_by(ctx, options.need("incidents"))
    rev = options.values["if_rev"]
    if rev is not None and meant.query is not None:
        raise UsageError("--if-rev is about one incident", "name it by its id")
    with watching("changing", options) as progress:
        how = How(
            dry_run=options.dry_run,
            rev=rev if isinstance(rev, int) else None,
            progress=progress.update,
        )
        found = act(ctx, meant, how)
    return changed(ctx, found, dry=options.dry_run)


_WITH_NOTE = (INCIDENTS_ARG, NOTE, EXPECTED)
_acting = partial(Command, "incident", writes=True, columns=CHANGED)
ACTS = (
    _acting(
        "ack",
        "somebody has taken it: the clock of the answer stops",
        ("bellbuoy incident ack INC-0001", "bellbuoy incident ack 'status:open sla<1h' -n"),
        ack,
        _WITH_NOTE,
    ),
    _acting(
        "pend",
        "wait for the client: the clock of the resolution stands still",
        (
            "bellbuoy incident pend INC-0001 --note 'asked for logs'",
            "bellbuoy incident pend 'status:acknowledged owner:me' -n",
        ),
        pend,
        _WITH_NOTE,
    ),
    _acting(
        "resume",
        "go on with what was pending",
        ("bellbuoy incident resume INC-0001", "bellbuoy incident resume status:pending -n"),
        resume,
        _WITH_NOTE,
    ),
    _acting(
        "resolve",
        "it is over, and why",
        (
            "bellbuoy incident resolve INC-0001 --note 'rolled back'",
            "bellbuoy incident resolve 'title~alarm' --reason no_fault -n",
        ),
        resolve,
        (
            INCIDENTS_ARG,
            Arg("reason", "why it is over", "option", choices=RESOLUTIONS, default="fixed"),
            Arg("of", "the incident that it repeats", "option", metavar="ID"),
            NOTE,
            EXPECTED,
        ),
    ),
    _acting(
        "close",
        "put away what is resolved",
        ("bellbuoy incident close INC-0001", "bellbuoy incident close 'status:resolved' -n"),
        close,
        _WITH_NOTE,
    ),
    _acting(
        "reopen",
        "it is not over after all",
        (
            "bellbuoy incident reopen INC-0001 --note 'it is back'",
            "bellbuoy incident reopen 'status:resolved resolved<1h' -n",
        ),
        reopen,
        _WITH_NOTE,
    ),
    _acting(
        "severity",
        "another severity, and with it other targets",
        (
            "bellbuoy incident severity INC-0001 --to critical",
            "bellbuoy incident severity 'status:open title~export' --to high -n",
        ),
        severity,
        (
            INCIDENTS_ARG,
            Arg("to", "the severity", "option", choices=SEVERITIES, default="medium"),
            NOTE,
            EXPECTED,
        ),
    ),
    _acting(
        "assign",
        "who looks after it",
        (
            "bellbuoy incident assign INC-0001 --owner mei",
            "bellbuoy incident assign 'status:open owner:none' --owner raj -n",
        ),
        assign,
        (
            INCIDENTS_ARG,
            Arg("owner", "who looks after it; none for nobody", "option", metavar="NAME"),
            EXPECTED,
        ),
    ),
    _acting(
        "note",
        "write something down about it, for yourselves or for clients",
        (
            "bellbuoy incident note INC-0001 'quota table is locked'",
            "bellbuoy incident note INC-0001 'we are on it' --for-clients",
        ),
        note,
        (
            INCIDENTS_ARG,
            Arg("text", "what is to be kept"),
            Arg("for_clients", "an update that is meant for the clients too", "flag"),
            EXPECTED,
        ),
    ),
)
