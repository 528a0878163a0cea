"""`bellbuoy alert rules|channels|quiet`: what rings, through what, and when not."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.alert_rows import (
    CHANNELS,
    QUIET,
    RULES,
    channel_row,
    rule_row,
    window_row,
)
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import known
from bellbuoy.commands.present import open_present
from core.alerts.types import (
    KINDS,
    QUIETS,
    SEVERITIES,
    SUBJECTS,
    Channel,
    ChannelKind,
    Rule,
    RuleRow,
)
from core.values.errors import UsageError

_RULE_FLAGS = (
    Arg("subject", "what it is about: client, incident, job or store", "option",
        choices=SUBJECTS, metavar="KIND"),
    Arg("condition", "the query that rings while it holds", "option", types.filled,
        metavar="QUERY", spelling="--if"),
    Arg("was", "clients: what tier and health were before, for it to begin", "option",
        metavar="QUERY"),
    Arg("days", "how many days before", "option", types.count, metavar="N"),
    Arg("severity", "critical, high, medium or low", "option", choices=SEVERITIES,
        metavar="WORD"),
    Arg("channels", "where it rings: screen,bell,ops", "option", types.names, metavar="LIST"),
    Arg("again", "rings again after: 6h; never: 0s", "option", types.span, metavar="SPAN"),
    Arg("in_quiet", "in quiet hours: hold, drop or pass", "option", choices=QUIETS,
        metavar="WORD"),
    Arg("on", "turn it on", "flag"),
    Arg("off", "turn it off; its alerts end", "flag"),
)  # fmt: skip
_FIELDS = ("subject", "condition", "was", "days", "severity", "channels", "again")
_RULE_VERBS = ("list", "show", "add", "edit", "delete")
_CHANNEL_VERBS = ("list", "add", "delete", "on", "off")
_QUIET_VERBS = ("show", "hours", "add", "delete")


def rules(options: Options) -> Answer:
    """The rules, one of them, or a change of one."""
    from bellbuoy.services.alerts import rules as service

    verb, name = options.need("verb"), options.text("name")
    given = _given(options)
    if verb in ("list", "show") and given:
        raise UsageError(
            f"alert rules {verb} changes nothing", f"alert rules edit {name or 'NAME'}"
        )
    ctx = open_present(options)
    if verb == "list":
        rows = [rule_row(row) for row in service.listed(ctx)]
        return Answer("alert_rule", rows, RULES, as_of=ctx.now, total=len(rows))
    if name is None:
        raise UsageError("NAME is missing", "bellbuoy alert rules")
    notes: tuple[str, ...] = ()
    if verb == "show":
        found = service.show(ctx, name)
    elif verb == "delete":
        found, notes = service.show(ctx, name), ("a dry run: it stays",)
        if not options.dry_run:
            after = service.delete(ctx, name)
            notes = ("it is as it came" if after else "it is gone",)
    else:
        before = service.show(ctx, name).rule if verb == "edit" else _new(name, given)
        after = replace(before, **given)
        count, _ = service.who_fits(ctx, after)
        notes = (f"{count:,} fit it now",)
        if options.dry_run:
            found, notes = RuleRow(after, 0, 0, None, ""), ("a dry run", *notes)
        elif verb == "edit":
            found = service.show(ctx, service.edit(ctx, name, given).name)
        else:
            found = service.show(ctx, service.add(ctx, after).name)
    row = rule_row(found)
    columns = known([replace(c, extra=False) for c in RULES], row, options)
    return Answer("alert_rule", [row], columns, as_of=ctx.now, single=True, notes=notes)


def _given(options: Options) -> dict[str, Any]:
    """The fields of a rule that the flags set."""
    found: dict[str, Any] = {
        name: options.values[name] for name in _FIELDS if options.values[name] is not None
    }
    if options.text("in_quiet") is not None:
        found["quiet"] = options.text("in_quiet")
    if options.flag("on") and options.flag("off"):
        raise UsageError("--on and --off are two things")
    if options.flag("on") or options.flag("off"):
        found["active"] = options.flag("on")
    return found


def _new(name: str, given: Mapping[str, Any]) -> Rule:
    if "condition" not in given:
        raise UsageError("--if is missing", "alert rules add NAME --if 'tier:critical'")
    return Rule(name, "client", given["condition"], "medium")


def channels(options: Options) -> Answer:
    """The channels, or a change of one."""
    from bellbuoy.services.alerts import channels as service

    verb, name = options.need("verb"), options.text("name")
    ctx = open_present(options)
    if verb != "list" and name is None:
        raise UsageError("NAME is missing", "bellbuoy alert channels")
    notes: tuple[str, ...] = ()
    found: tuple[Channel, ...]
    if verb == "add":
        made = service.checked(_channel(options, name or ""))
        notes = ("a dry run",) if options.dry_run else ()
        found = (made,) if options.dry_run else (service.add(ctx, made),)
    else:
        if verb != "list" and not options.dry_run:
            if verb == "delete":
                service.delete(ctx, name or "")
            else:
                service.turn(ctx, name or "", on=verb == "on")
        found = service.listed(ctx)
        if verb in ("on", "off"):
            found = tuple(each for each in found if each.name == name)
        if verb != "list" and options.dry_run:
            notes = ("a dry run: it stays as it is",)
    rows = [channel_row(each) for each in found]
    return Answer("alert_channel", rows, CHANNELS, as_of=ctx.now, notes=notes, total=len(rows))


def _channel(options: Options, name: str) -> Channel:
    kind, to = options.text("kind"), options.text("to")
    if kind is None or to is None:
        raise UsageError("--kind and --to are missing", "--kind webhook --to https://…")
    try:
        # Taken apart here, once; no shell ever sees it.
        words = tuple(shlex.split(to)) if kind == "command" else (to,)
    except ValueError:
        raise UsageError("the quotes of --to do not close") from None
    return Channel(name, cast("ChannelKind", kind), words, options.text("secret_env") or "")


def quiet(options: Options) -> Answer:
    """Quiet hours and windows, or a change of them."""
    from bellbuoy.services.alerts import quiet as service

    verb, words = options.need("verb"), options.texts("words")
    ctx = open_present(options)
    wanted = {"show": 0, "hours": 1, "add": 2, "delete": 1}[verb]
    if len(words) != wanted:
        hint = {"hours": "22:00-07:00, or off", "add": "FROM TO", "delete": "the window's id"}
        raise UsageError(f"alert quiet {verb} takes {wanted} words", hint.get(verb, "none"))
    notes: tuple[str, ...] = ()
    if options.dry_run:
        notes = ("a dry run: it stays as it is",)
    elif verb == "hours":
        notes = (f"it was {service.set_hours(ctx, words[0])}",)
    elif verb == "add":
        start, end = (service.moment(ctx, word) for word in words)
        service.add_window(ctx, start, end, options.text("reason") or "")
    elif verb == "delete":
        service.delete_window(ctx, types.count(words[0]))
    found = service.show(ctx)
    windows = [window_row(window) for window in found.windows]
    row: dict[str, Json] = {
        "hours": found.hours,
        "held_until": None if found.held_until is None else _iso(found.held_until),
        "windows": windows,
    }
    return Answer("alert_quiet", [row], QUIET, as_of=ctx.now, single=True, notes=notes)


def _iso(moment: Any) -> str:
    from core.values.instants import iso

    return iso(moment)


SETUP = (
    Command(
        noun="alert",
        verb="rules",
        summary="what rings: rules as queries, each with its severity and channels",
        examples=(
            "bellbuoy alert rules",
            "bellbuoy alert rules add big-fall --if 'fell>=20 arr>50k' --days 14 -n",
        ),
        function=rules,
        arguments=(
            Arg("verb", "list, show, add, edit or delete", choices=_RULE_VERBS, default="list"),
            Arg("name", "the rule", optional=True),
            *_RULE_FLAGS,
        ),
        writes=True,
        columns=RULES,
    ),
    Command(
        noun="alert",
        verb="channels",
        summary="where alerts go: screen, bell, file, command, webhook",
        examples=(
            "bellbuoy alert channels",
            "bellbuoy alert channels add ops --kind webhook --to https://ops.example/in",
        ),
        function=channels,
        arguments=(
            Arg("verb", "list, add, delete, on or off", choices=_CHANNEL_VERBS, default="list"),
            Arg("name", "the channel", optional=True),
            Arg("kind", "file, command or webhook", "option", choices=KINDS[2:],
                metavar="KIND"),
            Arg("to", "a path, a program with its words, or a URL", "option", types.filled,
                metavar="TARGET"),
            Arg("secret_env", "the variable that holds the webhook's key", "option",
                types.filled, metavar="NAME"),
        ),
        writes=True,
        columns=CHANNELS,
    ),
    Command(
        noun="alert",
        verb="quiet",
        summary="when nothing is delivered: quiet hours and maintenance",
        examples=(
            "bellbuoy alert quiet hours 22:00-07:00",
            "bellbuoy alert quiet add 2026-11-21T20:00 2026-11-21T23:00 --reason upgrade",
        ),
        function=quiet,
        arguments=(
            Arg("verb", "show, hours, add or delete", choices=_QUIET_VERBS, default="show"),
            Arg("words", "22:00-07:00, off, FROM TO, or a window's id", metavar="VALUE",
                repeat=True, optional=True),
            Arg("reason", "why, for a window", "option", types.filled, metavar="TEXT"),
        ),
        writes=True,
        columns=QUIET,
    ),
)  # fmt: skip
