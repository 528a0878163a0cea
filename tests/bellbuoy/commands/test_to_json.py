from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import pytest

from bellbuoy.commands.to_json import DAY_FIELDS, record, to_json
from core.clients.types import ClientRow
from core.integrations.types import QuarantineRow
from core.values.contribution import Contribution
from core.values.money import Money

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)


def client() -> ClientRow:
    return ClientRow(
        id=1, key="C-1", name="Ærø", tier="at_risk", score=55, delta7=-3, trend="down",
        partial=False, arr=Money(1240000, "USD"), renews=19904, owner=None, plan="Pro",
        industry=None, country="DK", status="active", start=0, last_seen=None,
        open_incidents=1, calls_30=10, logins_30=2, top_reason="usage", spark=(1, None, 3),
    )  # fmt: skip


def test_a_read_model_keeps_its_keys_and_order() -> None:
    found = record(client())
    assert list(found) == [field.name for field in fields(ClientRow)]
    assert found["arr"] == {"minor": 1240000, "currency": "USD"}
    assert found["renews"] == "2024-06-30"
    assert found["start"] == "1970-01-01"
    assert found["last_seen"] is None
    assert found["spark"] == [1, None, 3]
    json.dumps(found, allow_nan=False)


def test_times_are_utc() -> None:
    east = datetime(2024, 6, 30, 14, tzinfo=timezone(timedelta(hours=2)))
    assert to_json(east) == to_json(NOON) == "2024-06-30T12:00:00.000000Z"
    assert to_json(date(2024, 6, 30)) == "2024-06-30"


def test_bytes_keep_every_bit() -> None:
    row = QuarantineRow(1, "Q-1", 1, "s", "f", 2, "client", "c", "r", "new", NOON, b"a\xff")
    assert record(row)["raw"] == {"base64": "Yf8="}
    assert to_json("é".encode()) == {"base64": "w6k=", "text": "é"}


def test_numbers_that_json_lacks_are_null() -> None:
    assert to_json((float("nan"), float("inf"), 0.5)) == [None, None, 0.5]
    assert str(to_json(-0.0)) == "0.0"


def test_parts_are_nested() -> None:
    whole = Contribution("a", "A", 3, parts=(Contribution("b", "B", 3),))
    found = record(whole)
    assert isinstance(found["parts"], list)
    assert found["parts"][0] == {
        "id": "b", "label": "B", "points": 3, "value": "", "weight": None, "note": "",
        "rows": None, "command": "", "parts": [],
    }  # fmt: skip


def test_what_has_no_form_is_refused() -> None:
    for value in (object(), {1: "a"}, {1, 2}, ClientRow):
        with pytest.raises(TypeError):
            to_json(value)
    with pytest.raises(TypeError):
        record((1, 2))


def test_days_may_be_named() -> None:
    @dataclass(frozen=True)
    class Span:
        first: int
        day: int

    assert record(Span(0, 0), frozenset({"first"})) == {"first": "1970-01-01", "day": 0}


def test_a_field_named_as_a_day_holds_a_day_in_every_read_model() -> None:
    seen = set()
    # An instant of that name has its own form whatever it is called.
    held = (int, int | None, datetime, datetime | None)
    for file in sorted(ROOT.glob("core/*/types.py")):
        module = import_module(f"core.{file.parent.name}.types")
        for kind in vars(module).values():
            if not hasattr(kind, "__dataclass_fields__") or kind.__module__ != module.__name__:
                continue
            hints = get_type_hints(kind)
            for name in DAY_FIELDS & set(hints):
                assert hints[name] in held, f"{kind.__name__}.{name}"
                seen.add(name)
    assert seen == DAY_FIELDS
