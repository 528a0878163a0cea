"""`bellbuoy playbook …`: what is done for clients of a kind, and what comes of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_acts import meant_by, preview_words
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.desk_rows import ACTED, acted_rows, preview_json
from bellbuoy.commands.options import Options
from bellbuoy.commands.playbook_rows import (
    FOLLOWS,
    PLAYBOOKS,
    SUGGESTED,
    follow_row,
    playbook_row,
    results_json,
    step_rows,
    suggestion_row,
)
from bellbuoy.commands.present import open_present
from bellbuoy.commands.watch import watching
from core.playbooks.types import OUTCOMES, Counts, Outcome, Playbook
from core.values.due import day_written
from core.values.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_STDIN = "-"


def list_(options: Options) -> Answer:
    """Every playbook, and how many clients follow it."""
    from bellbuoy.services.playbooks import definitions

    ctx = open_present(options)
    rows = [playbook_row(each, counts) for each, counts in definitions.listed(ctx)]
    return Answer("playbook", rows, PLAYBOOKS, as_of=ctx.now, total=len(rows))


def show(options: Options) -> Answer:
    """One playbook: its steps, who follows it, what came of it; or its TOML."""
    from bellbuoy.commands.playbook_page import playbook_page
    from bellbuoy.services.playbooks import definitions, following

    ctx = open_present(options)
    found, follows = following.show(ctx, options.need("name"))
    if options.flag("toml"):
        if options.format != "table" or options.cols is not None:
            raise UsageError("--toml is a form of its own", "drop --format and --cols")
        return Answer(
            "playbook", as_of=ctx.now, text=(definitions.to_toml(found).rstrip("\n"),)
        )
    came = following.results(ctx, found.name)
    if options.format == "table" and options.cols is None:
        page = playbook_page(found, follows, came, options)
        return Answer("playbook", as_of=ctx.now, text=page)
    row = playbook_row(found, came.counts)
    row |= {
        "steps": step_rows(found),
        "follows": [follow_row(each) for each in follows],
        "results": results_json(came),
    }
    columns = tuple(Column(key, key) for key in row)
    return Answer("playbook", [row], columns, as_of=ctx.now, single=True)


def add(options: Options) -> Answer:
    """Keep the playbooks of a file."""
    from bellbuoy.services.playbooks import definitions

    ctx, file = open_present(options), options.need("file")
    found = _read(file)
    if not found:
        raise UsageError(f"{file} holds no playbook", "bellbuoy playbook show save-18 --toml")
    for each in found:
        definitions.readable(ctx, each)
    if options.dry_run:
        return _told(ctx, found, "a dry run: nothing is kept")
    return _told(ctx, definitions.add(ctx, found), "kept; bellbuoy undo takes it back")


def edit(options: Options) -> Answer:
    """Let a playbook say something else."""
    from bellbuoy.services.playbooks import definitions

    ctx, name = open_present(options), options.need("name")
    before = definitions.find(ctx, name)
    wanted = _wanted(before, options)
    definitions.readable(ctx, wanted)
    if options.dry_run:
        return _told(ctx, (wanted,), f"a dry run: {name} stays as it is")
    after = definitions.edit(ctx, wanted)
    same = after.rev == before.rev
    return _told(ctx, (after,), "nothing changes: it is so already" if same else "kept")


def _wanted(before: Playbook, options: Options) -> Playbook:
    given = {
        "title": options.text("title"),
        "when": options.text("when"),
        "expected": options.text("expected"),
    }
    changes = {key: value for key, value in given.items() if value is not None}
    owner, file = options.text("owner"), options.text("from_file")
    if file is not None:
        if changes or owner is not None:
            raise UsageError(
                "the file says it all", "drop --title, --when, --owner, --expected"
            )
        found = _read(file)
        if len(found) != 1 or found[0].name != before.name:
            raise UsageError(f"{file} does not hold {before.name} alone", "its key is name")
        return found[0]
    if not changes and owner is None:
        raise UsageError("nothing to change", "--from FILE.toml, --title, --when or --owner")
    if owner is not None:
        changes["owner"] = None if owner == "client" else owner  # type: ignore[assignment]
    return replace(before, **changes)  # type: ignore[arg-type]


def _read(file: str) -> tuple[Playbook, ...]:
    from bellbuoy.services.playbooks import definitions

    longest = definitions.LONGEST_FILE + 1
    try:
        if file == _STDIN:
            text = sys.stdin.read(longest)
        else:
            with Path(file).expanduser().open(encoding="utf-8-sig") as opened:
                text = opened.read(longest)
    except FileNotFoundError:
        raise NotFoundError(f"no file {file}") from None
    except (OSError, ValueError) as fault:
        raise UsageError(f"{file} cannot be read: {fault}") from None
    return definitions.read_text(text, file)


def _told(ctx: Context, found: tuple[Playbook, ...], words: str) -> Answer:
    rows = [playbook_row(each, Counts()) for each in found]
    hidden = ("running", "ended", "enrolled")
    columns = tuple(each for each in PLAYBOOKS if each.key not in hidden)
    for row in rows:
        for key in hidden:
            del row[key]
    return Answer("playbook", rows, columns, as_of=ctx.now, notes=(words,))


def suggest(options: Options) -> Answer:
    """Which playbooks fit which clients, and why."""
    from bellbuoy.services.playbooks import suggesting

    ctx = open_present(options)
    limit = suggesting.SHOWN if options.limit is None else options.limit
    found = suggesting.suggest(ctx, options.query, limit)
    rows = [suggestion_row(each, ctx.today) for each in found]
    notes = () if rows else ("no playbook fits: bellbuoy playbook list",)
    return Answer("playbook_suggestion", rows, SUGGESTED, as_of=ctx.now, notes=notes)


def assign(options: Options) -> Answer:
    """Let clients follow a playbook: its steps become their tasks."""
    from bellbuoy.services.playbooks import assigning

    ctx, start = open_present(options), options.text("start")
    day = None if start is None else day_written(start, ctx.today)
    meant = meant_by(ctx, options.need("clients"))
    with watching("changing", options) as progress:
        found = assigning.assign(
            ctx, meant, options.need("name"), owner=options.text("owner"), start=day,
            dry_run=options.dry_run, progress=progress.update,
        )  # fmt: skip
    rows, beside = acted_rows(found), {"summary": preview_json(found, dry=options.dry_run)}
    notes = preview_words(found, dry=options.dry_run)
    return Answer("client_change", rows, ACTED, as_of=ctx.now, notes=notes, beside=beside)


def close(options: Options) -> Answer:
    """End a client's way through a playbook with what came of it."""
    from bellbuoy.services.playbooks import following

    outcome, note = options.text("outcome"), options.text("note") or ""
    if outcome is None:
        raise UsageError("what came of it?", "--outcome " + "|".join(OUTCOMES))
    ctx, key = open_present(options), options.need("id")
    following.readable(outcome, note)
    if options.dry_run:
        before = following.one(ctx, key).follow
        told = f"a dry run: {before.open_steps} open steps would be dropped"
        return Answer(
            "playbook_run", [follow_row(before)], FOLLOWS, as_of=ctx.now, notes=(told,)
        )
    found = following.close(ctx, key, cast("Outcome", outcome), note)
    told = f"{found.key} ended: {found.outcome}; bellbuoy undo takes it back"
    return Answer("playbook_run", [follow_row(found)], FOLLOWS, as_of=ctx.now, notes=(told,))


_NAME = Arg("name", "the playbook: bellbuoy playbook list")
_FILE = "TOML: name, title, when, steps; - is stdin"

COMMANDS = (
    Command(
        noun="playbook",
        verb="list",
        summary="every playbook, and how many clients follow it",
        examples=("bellbuoy playbook list", "bellbuoy playbook list --json"),
        function=list_,
        columns=PLAYBOOKS,
    ),
    Command(
        noun="playbook",
        verb="show",
        summary="one playbook: its steps, who follows it, what came of it",
        examples=(
            "bellbuoy playbook show save-18",
            "bellbuoy playbook show save-18 --toml > save-18.toml",
        ),
        function=show,
        arguments=(_NAME, Arg("toml", "as a file that add and edit read", "flag")),
    ),
    Command(
        noun="playbook",
        verb="add",
        summary="keep the playbooks of a file",
        examples=(
            "bellbuoy playbook add onboarding.toml",
            "bellbuoy playbook show save-18 --toml | bellbuoy playbook add - -n",
        ),
        function=add,
        arguments=(Arg("file", _FILE, completes="path"),),
        writes=True,
    ),
    Command(
        noun="playbook",
        verb="edit",
        summary="let a playbook say something else; of a starter it makes your own",
        examples=(
            "bellbuoy playbook edit save-18 --when 'tier:critical trend<0'",
            "bellbuoy playbook edit save-18 --from save-18.toml -n",
        ),
        function=edit,
        arguments=(
            _NAME,
            Arg("from_file", _FILE, "option", metavar="FILE", completes="path",
                spelling="--from"),
            Arg("title", "what it is called in full", "option", metavar="TEXT"),
            Arg("when", "for which clients: a query", "option", metavar="QUERY"),
            Arg("owner", "who does its steps; client: the owner of each client", "option",
                metavar="NAME"),
            Arg("expected", "what should come of it", "option", metavar="TEXT"),
        ),
        writes=True,
    ),
    Command(
        noun="playbook",
        verb="suggest",
        summary="which playbooks fit which clients, and why; the largest ARR first",
        examples=(
            "bellbuoy playbook suggest",
            "bellbuoy playbook suggest 'owner:me renews<60d' --json",
        ),
        function=suggest,
        takes=("query", "limit"),
        columns=SUGGESTED,
    ),
    Command(
        noun="playbook",
        verb="assign",
        summary="let clients follow a playbook: its steps become their tasks",
        examples=(
            "bellbuoy playbook assign save-18 'tier:critical trend<=-5' --owner ana -n",
            "bellbuoy playbook assign renewal C-0001 --start mon",
        ),
        function=assign,
        arguments=(
            _NAME,
            Arg("clients", "a query, or the id of one client", metavar="QUERY"),
            Arg("owner", "who does the steps; else the playbook's, else the client's owner",
                "option", metavar="NAME"),
            Arg("start", "the first day: today without it, fri, 2026-03-20", "option",
                metavar="DAY"),
        ),
        writes=True,
        columns=ACTED,
    ),
    Command(
        noun="playbook",
        verb="close",
        summary="end a client's way through a playbook, and say what came of it",
        examples=(
            "bellbuoy playbook close P-12 --outcome kept",
            "bellbuoy playbook close P-12 --outcome lost --note 'bought by a rival'",
        ),
        function=close,
        arguments=(
            Arg("id", "which one: bellbuoy playbook show NAME"),
            Arg("outcome", "what came of it", "option", choices=OUTCOMES),
            Arg("note", "in words", "option", metavar="TEXT"),
        ),
        writes=True,
        columns=FOLLOWS,
    ),
)  # fmt: skip
