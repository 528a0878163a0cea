"""`bellbuoy store …`: the file that holds everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bellbuoy.commands import argument_types as types
from bellbuoy.commands import backup, backup_restore, compact
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.checks import CHECKS, checks_answer
from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.drawing import charts_text, check_chart
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record, to_json
from bellbuoy.commands.watch import watching
from bellbuoy.paths import default_store
from core.store.types import StoreStats
from core.values.address import shown_address
from core.values.errors import UsageError
from core.values.instants import day_text

_SEED = 7
_STORE = (
    Column("store", "store"),
    Column("timezone", "time zone"),
    Column("currency", "currency"),
    Column("demo", "demo"),
    Column("clients", "clients"),
)
_MIGRATION = (
    Column("store", "store"),
    Column("found", "form found"),
    Column("current", "form of this program"),
    Column("copy", "copy taken first"),
)
_TABLES = (
    Column("table", "table"),
    number("rows", "rows"),
    number("bytes", "bytes"),
    number("index_bytes", "in indexes"),
)
_INDEXES = (Column("index", "index"), Column("table", "of table"), number("bytes", "bytes"))
_MOST_INDEXES = 10
_COPY = (
    Column("source", "from"),
    Column("target", "to"),
    number("tables", "tables"),
    number("rows", "rows"),
    Column("checksum", "checksum of both"),
)


def _target(options: Options) -> str:
    """The store of --store or of the positional, never of both."""
    named = options.text("path")
    if named is not None and options.store is not None:
        raise UsageError("the store is given twice", "as PATH or with --store, not both")
    return named or options.store or default_store()


def init(options: Options) -> Answer:
    """Make an empty store."""
    from bellbuoy.services import making

    target = _target(options)
    timezone, currency = options.need("timezone"), options.need("currency")
    row = _made(target, timezone, currency)
    if options.dry_run:
        making.refuse_taken(target)
        with TemporaryDirectory(prefix="bellbuoy-") as folder:
            trial = str(Path(folder) / "trial.db")
            making.init(trial, timezone=timezone, currency=currency)
        return Answer("store", [row], single=True, notes=("a dry run: nothing was made",))
    making.init(target, timezone=timezone, currency=currency)
    return Answer("store", [row], single=True, notes=("made; next: bellbuoy import PATH",))


def _made(store: str, timezone: str, currency: str, clients: int = 0) -> dict[str, Json]:
    """A new store as a record; one with clients is a demo."""
    return {
        "store": shown_address(store),
        "timezone": timezone,
        "currency": currency,
        "demo": clients > 0,
        "clients": clients,
    }


def demo(options: Options) -> Answer:
    """Make a demo store: the same seed gives the same bytes."""
    from bellbuoy.services import making

    target = _target(options)
    clients, days = options.number("clients") or 0, options.number("days") or 0
    seed = _SEED if options.seed is None else options.seed
    customers = options.number("customers") or making.usual_customers(clients)
    row = _made(target, "UTC", "USD", clients)
    if options.dry_run:
        making.refuse_taken(target)
        return Answer("store", [row], single=True, notes=("a dry run: nothing was made",))
    with watching("demo", options) as progress:
        making.demo(
            target, clients=clients, days=days, seed=seed, customers=customers,
            progress=progress.update, phase=progress.phase,
        )  # fmt: skip
    return Answer(
        "store", [row], single=True, notes=(f"made; next: bellbuoy --store {row['store']}",)
    )


def migrate(options: Options) -> Answer:
    """Bring a store up to the form of this program, after a verified copy."""
    from bellbuoy.services import store

    target = _target(options)
    found, current = store.plan_migration(target)
    copy = None
    if not options.dry_run:
        with watching("migrate", options) as progress:
            copy = store.migrate(target, progress=progress.update)
    row: dict[str, Json] = {
        "store": shown_address(target),
        "found": found,
        "current": current,
        "copy": copy,
    }
    if found == current:
        note = "it is up to date"
    else:
        note = "a dry run: it would be migrated" if options.dry_run else "migrated"
    return Answer("migration", [row], single=True, notes=(note,))


def copy(options: Options) -> Answer:
    """Copy all of a store into a new one, and prove the copy."""
    from bellbuoy.services import copying

    if options.store is not None:
        raise UsageError("the stores are named by FROM and TO", "drop --store")
    ctx = open_present(replace(options, store=options.need("source")))
    target = options.need("target")
    if options.dry_run:
        found = copying.plan(ctx, target)
        return Answer("copy", [record(found)], single=True,
                      notes=("a dry run: nothing was copied",))  # fmt: skip
    with watching("copy", options) as progress:
        found = copying.copy(ctx, target, progress=progress.update)
    notes = [f"copied and compared; next: bellbuoy --store {found.target}"]
    if found.simulated:
        notes.append(f"it holds {', '.join(found.simulated)} in force, as the store does")
    return Answer("copy", [record(found)], single=True, notes=tuple(notes))


def check(options: Options) -> Answer:
    """The file, its references and its scores; with --full also every sum."""
    from bellbuoy.services import store

    ctx = open_present(options)
    with watching("check", options) as progress:
        found = store.check(ctx, full=options.flag("full"), progress=progress.update)
    return checks_answer(found, options)


def stats(options: Options) -> Answer:
    """How large the store is, and what is in it."""
    from bellbuoy.services import store

    check_chart(options)
    ctx = open_present(options)
    found = store.stats(ctx)
    if options.chart:
        from tui.charts.sizes import size_chart

        text = charts_text([size_chart(found)], options)
        return Answer("store_stats", text=(text,), as_of=ctx.now)
    if options.format == "table" and options.cols is None:
        return Answer("store_stats", text=_stats_text(found, options), as_of=ctx.now)
    row = stats_row(found)
    columns = tuple(Column(key, key) for key in row)
    return Answer("store_stats", [row], columns, as_of=ctx.now, single=True)


def stats_row(found: StoreStats) -> dict[str, Json]:
    """Settings and sizes of a store in one record; `clock` as in its setting."""
    info = record(found.info)
    return {
        **info,
        "bytes": found.bytes,
        "wal_bytes": found.wal_bytes,
        "first_day": to_json(None if found.first_day is None else day_text(found.first_day)),
        "last_day": to_json(None if found.last_day is None else day_text(found.last_day)),
        "tables": to_json(found.tables),
        "indexes": to_json(found.indexes),
        "client_day_bytes": found.client_day_bytes,
        "estimated": found.estimated,
    }


def _stats_text(found: StoreStats, options: Options) -> tuple[str, ...]:
    from bellbuoy.commands.config import clock_text

    info = found.info
    span = ""
    if found.first_day is not None and found.last_day is not None:
        span = f"{day_text(found.first_day)} to {day_text(found.last_day)}"
    told = facts(
        [
            ("store", info.url),
            ("form", str(info.schema)),
            ("size", f"{found.bytes:,} bytes, log {found.wal_bytes:,} bytes"),
            ("clock", clock_text(info.clock)),
            ("time zone", info.timezone),
            ("currency", info.currency),
            ("demo", "yes" if info.demo else "no"),
            ("usage", span or "none"),
            ("a client's day", _day_bytes(found)),
        ]
    )
    largest = [record(each) for each in found.indexes[:_MOST_INDEXES]]
    return blocks(
        told,
        section([record(each) for each in found.tables], _TABLES, options),
        section(largest, _INDEXES, options),
    )


def _day_bytes(found: StoreStats) -> str:
    if found.client_day_bytes is None:
        return ""
    about = "about " if found.estimated else ""
    return f"{about}{found.client_day_bytes:,} bytes in the rollup"


_PATH = Arg("path", "the file (or --store; else the usual store)", optional=True,
            completes="path")  # fmt: skip

COMMANDS = (
    Command(
        noun="store",
        verb="init",
        summary="make an empty store",
        examples=(
            "bellbuoy store init",
            "bellbuoy store init acme.db --timezone Europe/Berlin --currency EUR",
        ),
        function=init,
        arguments=(
            _PATH,
            Arg("timezone", "what bounds its days: an IANA name", "option", types.filled,
                metavar="ZONE", default="UTC"),
            Arg("currency", "of amounts without one: USD", "option", types.filled,
                metavar="CODE", default="USD"),
        ),
        writes=True,
        columns=_STORE,
    ),
    Command(
        noun="store",
        verb="demo",
        summary="make a demo store: the same seed gives the same bytes",
        examples=(
            "bellbuoy store demo demo.db",
            "bellbuoy store demo shop.db --customers 1000",
        ),
        function=demo,
        arguments=(
            _PATH,
            Arg("clients", "how many: 1,000,000 take ten minutes on two cores and 5 GB of disk"
                " (PostgreSQL: twice the time and 21 GB)", "option", types.count,
                metavar="N", default=15),
            Arg("days", "how many days of history; use reaches 29 days further back, so that"
                " the first score looks over a whole window", "option", types.count,
                metavar="N", default=30),
            Arg("customers", "how many have transactions: ten each, 9,999 in all at most;"
                " without it two thirds of the clients", "option", types.count, metavar="N"),
        ),
        takes=("seed",),
        writes=True,
        columns=_STORE,
    ),
    Command(
        noun="store",
        verb="migrate",
        summary="bring an older store up to date, after a verified copy",
        examples=("bellbuoy store migrate -n", "bellbuoy store migrate acme.db"),
        function=migrate,
        arguments=(_PATH,),
        writes=True,
        columns=_MIGRATION,
    ),
    Command(
        noun="store",
        verb="copy",
        summary="copy a store into a new one, and prove the copy",
        examples=(
            "bellbuoy store copy acme.db postgresql://ana@db.example/crm?schema=acme",
            "bellbuoy store copy postgresql://ana@db.example/crm acme.db",
        ),
        function=copy,
        arguments=(
            Arg("source", "the store to copy: a path or URL", completes="path",
                metavar="FROM"),
            Arg("target", "where the copy goes; nothing may be there yet",
                completes="path", metavar="TO"),
        ),
        writes=True,
        columns=_COPY,
    ),
    Command(
        noun="store",
        verb="check",
        summary="is the store whole",
        examples=("bellbuoy store check", "bellbuoy store check --full --json"),
        function=check,
        arguments=(Arg("full", "also compare every sum with its facts", "flag"),),
        columns=CHECKS,
    ),
    Command(
        noun="store",
        verb="stats",
        summary="how large the store is, and what is in it",
        examples=("bellbuoy store stats --chart", "bellbuoy store stats --json"),
        function=stats,
        takes=("chart",),
    ),
    *backup.COMMANDS,
    *backup_restore.COMMANDS,
    *compact.COMMANDS,
)  # fmt: skip
