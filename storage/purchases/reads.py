"""Reading transactions: the list, one of them, the latest, and what comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from core.purchases.types import Purchase
from core.query.fields import FieldSet
from core.values.instants import from_micros
from core.values.money import Money
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys

_COLUMNS = (
    "p.id, p.key, p.customer, p.at_us, p.amount_minor, p.currency, p.category, p.age_group,"
    " p.city, p.known_us, p.run_id"
)
_SHOWN = f"{_COLUMNS}, c.key, c.name"
_OF = "purchase p"
_WITH_CLIENT = "purchase p LEFT JOIN client c ON c.id = p.client_id"
# Of the same instant those of feeds came last; their numbers go downwards.
_CAME = f"(CASE WHEN p.id < 0 THEN {2**62} - p.id ELSE p.id END)"
_NEWEST = (OrderKey("p.at_us", descending=True), OrderKey(_CAME, descending=True))
_LENGTH = 16


class Came(NamedTuple):
    """Up to where transactions are known: the highest number of data, and run to the
    lowest number of its own."""

    data: int
    runs: dict[int, int]


def purchase_columns() -> dict[str, ColumnSql]:
    """Where each field of the list lies."""
    return {
        "id": ColumnSql("p.key", nullable=False),
        "at": ColumnSql("p.at_us", nullable=False),
        "customer": ColumnSql("p.customer", nullable=False),
        "client": ColumnSql("c.key", folded="c.name_key", name="c.name"),
        "category": ColumnSql("nullif(p.category, '')"),
        "amount": ColumnSql("p.amount_minor", currency="p.currency", nullable=False),
        "age": ColumnSql("nullif(p.age_group, '')"),
        "city": ColumnSql("nullif(p.city, '')"),
        "simulated": ColumnSql(
            "(CASE WHEN p.run_id IS NULL THEN 0 ELSE 1 END)", nullable=False
        ),
        "run": ColumnSql("p.run_id"),
    }


def purchase_listing(
    fields: FieldSet, sort: Sequence[tuple[str, bool]], where: str, params: Mapping[str, Any]
) -> Listing:
    """The list of a query; by default the newest first."""
    keys = sort_keys(sort, fields, purchase_columns(), OrderKey("p.id")) if sort else _NEWEST
    return Listing(_SHOWN, _WITH_CLIENT, where, keys, "p.id", params, table="purchase")


def that_is_data(where: str) -> str:
    """A condition on transactions, narrowed to those that no run made up."""
    return f"({where}) AND p.run_id IS NULL"


def purchase_of(row: Sequence[Any]) -> Purchase:
    """A row of the list as its read model."""
    _, key, customer, at, minor, currency, category, age, city, known, run = row[:11]
    client, name = row[11:13]
    return Purchase(
        key, customer, from_micros(at), Money(minor, currency), category, age, city,
        from_micros(known), run, client, name,
    )  # fmt: skip


def purchase_by_key(rows: Rows, key: str) -> Purchase | None:
    found = rows.one(f"SELECT {_SHOWN} FROM {_WITH_CLIENT} WHERE p.key = ?", (key,))
    return None if found is None else purchase_of(found)


def latest(rows: Rows, most: int) -> list[Purchase]:
    """The newest ones, the newest first."""
    listing = Listing(_SHOWN, _WITH_CLIENT, "1 = 1", _NEWEST, "p.id")
    return [purchase_of(row) for row in listing.page(rows, None, most)]


def came(rows: Rows) -> Came:
    """What has come in so far."""
    data = rows.value("SELECT max(id) FROM purchase WHERE id > 0")
    lowest = rows.rows(
        "SELECT run_id, min(id) FROM purchase WHERE run_id IS NOT NULL GROUP BY run_id"
    )
    return Came(int(data or 0), {int(run): int(number) for run, number in lowest})


def came_since(rows: Rows, known: Came, now: Came, at_once: int) -> Iterator[Purchase]:
    """What stands beyond `known` and up to `now`, in the order in which it came: data,
    then run by run. Numbers of a run are never given again."""
    spans = [("p.id > :above AND p.id <= :upto AND p.run_id IS NULL", "p.id",
              {"above": known.data, "upto": now.data})]  # fmt: skip
    spans += [
        ("p.run_id = :run AND -p.id > :above AND -p.id <= :upto", "-p.id",
         {"run": run, "above": -known.runs.get(run, 0), "upto": -lowest})
        for run, lowest in sorted(now.runs.items())
    ]  # fmt: skip
    for where, order, params in spans:
        listing = Listing(_SHOWN, _WITH_CLIENT, where, (OrderKey(order),), "p.id", params)
        cursor = None
        while found := listing.page(rows, cursor, at_once):
            yield from map(purchase_of, found)
            cursor = listing.key_of(found[-1])


def customers(rows: Rows) -> int:
    """The highest number of a customer in the data; 0 without any."""
    return int(rows.value("SELECT max(customer) FROM purchase WHERE id > 0") or 0)


def fed(rows: Rows, runs: Sequence[int]) -> dict[int, int]:
    """Run to how many transactions of it there are; a run without any is left out."""
    found = rows.rows(
        "SELECT run_id, count(*) FROM purchase"
        " WHERE run_id IN (SELECT value FROM ints(?)) GROUP BY run_id",
        (as_list(runs),),
    )
    return {int(run): int(many) for run, many in found}


def last_moment(rows: Rows, run: int) -> int | None:
    """When the newest transaction of a run is dated (microseconds)."""
    found = rows.value(
        "SELECT at_us FROM purchase WHERE run_id = ? ORDER BY id LIMIT 1", (run,)
    )
    return None if found is None else int(found)


def checksum_without(rows: Rows, run: int | None) -> str:
    """A checksum of all data, and of whether anything of a run stands beside it."""
    made = sha256()
    for row in rows.rows(f"SELECT {_COLUMNS} FROM {_OF} WHERE p.run_id IS NULL ORDER BY p.id"):
        made.update(repr(tuple(row)).encode())
    left = 0 if run is None else fed(rows, [run]).get(run, 0)
    return made.hexdigest()[:_LENGTH] + (f"+{left}" if left else "")
