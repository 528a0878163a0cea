"""A store with refused rows of several kinds, and what it takes to look at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from core.integrations.types import QuarantineRow
from tests.fixtures.stores import NewStore

NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)
FILES = {
    "client.csv": (
        "id;name;start;mrr\r\n"
        'c1;"One; first";2024-01-01;100\r\n'
        "c2;Two;2024-13-01;200\r\n"
        "c1;Other;2024-01-01;100\r\n"
    ),
    "usage.csv": (
        "id,client,at,value\n"
        "u1,c1,2024-06-01T09:00:00Z,5\n"
        "u2,c2,2024-06-01T09:00:00Z,7\n"
        "u3,c1,2024-06-02T09:00:00Z,many\n"
        "u4,c1,2024-08-01T09:00:00Z,2\n"
    ),
    "incident.jsonl": (
        '{"id": "i1", "client": "c1", "opened": "2024-06-01T09:00:00Z", "severity": "bad"}\n'
        '{"id": "i2", "client": "c1", "opened": "2024-06-01T09:00:00Z", "severity": "high"}\n'
    ),
}
CODES = [
    "time.syntax",
    "id.conflict",
    "ref.client",
    "type.value",
    "time.future",
    "enum.severity",
]


def write(folder: Path, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {**FILES, **changed}.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "export")


@pytest.fixture
def ctx(new_store: NewStore, folder: Path) -> Context:
    """Six refused rows, Q-1 to Q-6, of three files."""
    ctx = new_store(at=NOW)
    take(ctx, folder)
    return ctx


def take(ctx: Context, folder: Path) -> Any:
    return import_path(ctx, folder, load_mapping(None, None, "crm", "USD"))


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def states(ctx: Context) -> list[str]:
    return [row.state for row in quarantine.page(ctx).rows]


Row = Callable[[str], QuarantineRow]


@pytest.fixture
def row(ctx: Context) -> Row:
    return lambda key: quarantine.show(ctx, key)
