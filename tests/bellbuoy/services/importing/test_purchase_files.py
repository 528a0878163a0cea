"""Files of purchases through a mapping: stored, refused, and taken in again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from core.values.instants import parse_day
from tests.fixtures.stores import NewStore


def lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def test_purchases_of_a_mapping_come_in_and_bad_ones_are_kept(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    lines(tmp_path / "client.csv", "id,name,start", "a,First,2023-01-02")
    mapping = lines(
        tmp_path / "shop.toml",
        'source = "shop"',
        'timezone = "UTC"',
        'currency = "EUR"',
        "[[files]]",
        'path = "client*.csv"',
        'kind = "client"',
        "[files.columns]",
        'id = "id"',
        'name = "name"',
        'start = "start"',
        "[[files]]",
        'path = "orders.csv"',
        'kind = "purchase"',
        "[files.columns]",
        'id = "order"',
        'client = "who"',
        'at = { column = "day", format = "%d.%m.%Y" }',
        'amount = { column = "cents", minor = true }',
        'refund = { column = "type", words = { ORDER = "no", RETURN = "yes" } }',
        'category = "shelf"',
    )
    lines(
        tmp_path / "orders.csv",
        "order,who,day,cents,type,shelf",
        "1,a,02.03.2024,1250,ORDER,Books",
        "2,a,05.04.2024,400,RETURN,Books",
        "3,a,05.04.2024,-400,ORDER,Books",
        "4,nobody,05.04.2024,400,ORDER,Home",
        "1,a,02.03.2024,1250,ORDER,Books",
        "1,a,02.03.2024,9,ORDER,Books",
    )
    done = import_path(ctx, tmp_path, load_mapping(mapping, None, None, "USD"))
    counts = {each.kind: (each.stored, each.unchanged, each.quarantined) for each in done.files}
    assert counts == {"client": (1, 0, 0), "purchase": (2, 1, 3)}
    kept = "SELECT key, amount_minor, currency, category FROM purchase ORDER BY id"
    assert every(ctx, kept) == [
        ("1", 1250, "EUR", "Books"), ("2", -400, "EUR", "Books"),
    ]  # fmt: skip
    codes = every(ctx, "SELECT code FROM quarantine ORDER BY line")
    assert [code for (code,) in codes] == ["money.negative", "ref.client", "id.conflict"]
    [row] = clients.page(ctx).rows
    assert row.last_bought == parse_day("2024-03-02")
    lines(tmp_path / "client.csv", "id,name,start", "a,First,2023-01-02", "nobody,Second,")
    again = import_path(ctx, tmp_path, load_mapping(mapping, None, None, "USD"))
    assert sum(each.stored for each in again.files if each.kind == "purchase") == 1
