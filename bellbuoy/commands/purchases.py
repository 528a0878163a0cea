"""`bellbuoy txn list|show|tail`: what customers have bought, and what comes in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.leaving import leaves
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import facts
from bellbuoy.commands.present import open_present
from bellbuoy.commands.purchase_rows import (
    PURCHASES,
    PURCHASES_WHOLE,
    purchase_line,
    purchase_row,
    show_amount,
)
from bellbuoy.commands.watched_lines import interval_of, refuse_other_formats, wait
from core.purchases.types import Purchase
from core.values.errors import UsageError
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

_LATEST = 10
_EVERY_S = 1.0


def list_(options: Options) -> Answer:
    """Transactions, the newest first. What is handed on is data, unless it is said."""
    from bellbuoy.services import purchases

    ctx, query = _open(options), options.query or ""
    data = leaves(options) and not options.simulated
    request = purchases.parsed(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Purchase]:
        return purchases.page(
            ctx, query, sort=options.sort, limit=limit, cursor=cursor, data=data
        )

    def count() -> int:
        return purchases.count(ctx, query, data=data)

    if data and not options.quiet:
        _say_what_is_left_out(ctx, query)
    source = Source(ctx, request.directives, ctx.now, page, purchase_row, count)
    return list_answer("txn", source, PURCHASES, options)


def _say_what_is_left_out(ctx: Context, query: str) -> None:
    from bellbuoy.services import purchases

    left = purchases.count(ctx, query) - purchases.count(ctx, query, data=True)
    if left:
        what = "1 simulated transaction is" if left == 1 else f"{left:,} simulated ones are"
        sys.stderr.write(f"{what} left out: --simulated keeps them, marked\n")


def show(options: Options) -> Answer:
    """One transaction."""
    from bellbuoy.services import purchases

    ctx = _open(options)
    found = purchases.show(ctx, options.need("id"))
    row = purchase_row(found)
    if options.format != "table" or options.cols is not None:
        return Answer("txn", [row], PURCHASES_WHOLE, as_of=ctx.now, single=True)
    made_up = f"yes, run {found.run} made it up" if found.simulated else ""
    told = [("transaction", found.key), ("when", PURCHASES[1].render(row["at"])),
            ("customer", str(found.customer)), ("client", _client(found)),
            ("category", found.category), ("amount", show_amount(row["amount"])),
            ("age", found.age_group), ("city", found.city), ("simulated", made_up)]  # fmt: skip
    return Answer("txn", text=(facts(told),), as_of=ctx.now)


def _client(found: Purchase) -> str:
    return "" if found.client is None else f"{found.client}  {found.name}"


def tail(options: Options) -> Answer | int:
    """The latest transactions; with --follow each as it comes, until a signal ends it or
    the reader goes."""
    from bellbuoy.services import purchases
    from bellbuoy.services.simulations.catching_up import catch_up

    ctx = open_present(options)
    most = options.number("limit") or _LATEST
    if not options.flag("follow"):
        if interval_of(options) is not None:
            raise UsageError("--interval is for --follow", "drop it")
        catch_up(ctx)
        data = leaves(options) and not options.simulated
        if data and not options.quiet:
            _say_what_is_left_out(ctx, "")
        found = purchases.page(ctx, limit=most, data=data).rows
        rows = [purchase_row(each) for each in found]
        return Answer("txn", rows, PURCHASES, as_of=ctx.now)
    refuse_other_formats(options)
    followed = purchases.follow(
        ctx, wait, begin=most, every_s=interval_of(options) or _EVERY_S, before=catch_up
    )
    for each in followed:
        if each is None:
            sys.stdout.flush()
            continue
        line = (
            purchase_line(each) if options.format == "table" else json_text(purchase_row(each))
        )
        sys.stdout.write(f"{line}\n")
    return 0


def _open(options: Options) -> Context:
    """The store in its present, its feeds where they are by now."""
    from bellbuoy.services.simulations.catching_up import catch_up

    ctx = open_present(options)
    catch_up(ctx)
    return ctx


_WHICH = Arg("id", "which one: bellbuoy txn list")

COMMANDS = (
    Command(
        noun="txn",
        verb="list",
        summary="transactions, the newest first; those of a run bear a ~",
        examples=(
            "bellbuoy txn list 'category:Books amount>500 day<30d'",
            "bellbuoy txn list 'city:\"New York\" age:55+' --sort=-amount --limit 5 --json",
        ),
        function=list_,
        takes=(*LISTING, "simulated"),
        columns=PURCHASES,
    ),
    Command(
        noun="txn",
        verb="show",
        summary="one transaction",
        examples=("bellbuoy txn show T-0001", "bellbuoy txn show T-0001 --json"),
        function=show,
        arguments=(_WHICH,),
        columns=PURCHASES_WHOLE,
    ),
    Command(
        noun="txn",
        verb="tail",
        summary="the latest transactions, and each as it comes with --follow",
        examples=(
            "bellbuoy txn tail --limit 10 --follow",
            "bellbuoy txn tail --follow --jsonl",
        ),
        function=tail,
        arguments=(
            Arg("limit", "so many of the latest", "option", types.count, metavar="N",
                default=_LATEST),
            Arg("follow", "go on with what comes in", "flag"),
            Arg("interval", "with --follow: look again after so long (2s)", "option",
                types.seconds, metavar="SPAN"),
        ),
        takes=("simulated",),
        columns=PURCHASES,
    ),
)  # fmt: skip
