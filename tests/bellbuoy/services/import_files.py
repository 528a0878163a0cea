"""Files of every kind to import, and what a store says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.integrations import load_mapping
from core.integrations.mapping_types import Mapping

JULY = datetime(2024, 7, 1, 9, tzinfo=UTC)


def plain(source: str = "import") -> Mapping:
    return load_mapping(None, None, source, "USD")


def lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def one(ctx: Context, sql: str) -> Any:
    with ctx.reader() as reader:
        return reader.value(sql)


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def write_folder(place: Path) -> Path:
    """A folder with files of every kind; some rows are bad, some come twice."""
    folder = place / "in"
    folder.mkdir()
    days = [f"2024-06-{day:02}" for day in range(1, 31)]
    lines(
        folder / "client.csv", "id,name,start,plan",
        *(f"c{n},Client {n},2023-01-0{n},pro" for n in range(1, 7)),
        "c1,Other content,2023-01-01,pro", "c2,Client 2,2023-01-02,pro",
    )  # fmt: skip
    lines(
        folder / "subscription.csv", "id,client,start,amount,currency,period",
        *(f"s{n},c{n % 7},2024-01-01,{n}00.50,USD,month" for n in range(1, 11)),
        "s1,c1,2024-01-01,999.00,USD,month",
    )  # fmt: skip
    lines(
        folder / "usage.csv", "id,client,at,value",
        *(f"u{n},c{n % 6 + 1},{days[n % 30]}T0{n % 10}:00:00Z,{n}" for n in range(60)),
        "u3,c4,2024-06-04T03:00:00Z,4", "u4,c5,2024-06-05T04:00:00Z,4",
        "bad,c1,2024-06-05 04:00:00,4", "u61,nobody,2024-06-05T04:00:00Z,4",
    )  # fmt: skip
    lines(
        folder / "login.csv", "id,client,at",
        *(f"l{n},c{n % 6 + 1},{days[n % 30]}T12:00:00Z" for n in range(40)),
    )  # fmt: skip
    lines(
        folder / "day_total.csv", "client,day,calls,logins",
        *(f"c1,{day},{n * 10}," for n, day in enumerate(days)), "c1,2024-06-02,77,1",
    )  # fmt: skip
    incidents = [
        {"id": f"i{n}", "client": f"c{n % 6 + 1}", "opened": f"{days[n]}T08:00:00Z"}
        for n in range(20)
    ]
    incidents += [{**incidents[3], "severity": "low"}, incidents[4], {"id": "i99"}]
    lines(folder / "incident.jsonl", *(json.dumps(each) for each in incidents))
    return folder
