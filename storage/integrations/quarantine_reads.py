"""Reading refused rows: one, those of a query in portions, and how many wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.integrations.mapping_types import Kind
from storage.engine.params import as_list
from storage.engine.reader import Rows

# Somebody still has to deal with these.
_WAITING = "state IN ('new', 'fixed')"
_HELD = "id, run_id, source, file, line, kind, code, state, raw, fixed, cut, layout_id"


@dataclass(frozen=True, slots=True)
class Held:
    """A refused row with what is needed to read it again. `fixed` stands for `raw`
    where it is not None; `layout` is None for a row that an older version refused."""

    id: int
    run: int
    source: str
    file: str
    line: int
    kind: Kind
    code: str
    state: str
    raw: bytes
    fixed: bytes | None
    cut: int
    layout: int | None

    @property
    def text(self) -> bytes:
        return self.raw if self.fixed is None else self.fixed


def count_new(rows: Rows) -> int:
    """Refused rows that nobody has dealt with."""
    return int(rows.value(f"SELECT count(*) FROM quarantine WHERE {_WAITING}"))


def waits_for_time(rows: Rows, source: str, file: str) -> bool:
    """Whether a row of a file was refused only because its time had not come."""
    return (
        rows.value(
            "SELECT 1 FROM quarantine WHERE source = ? AND file = ? AND code = 'time.future'"
            f" AND {_WAITING} LIMIT 1",
            (source, file),
        )
        is not None
    )


def quarantined(rows: Rows, number: int) -> tuple[Any, ...] | None:
    """One refused row with its bytes, as core.integrations.types.QuarantineRow has it."""
    return rows.one(
        "SELECT id, run_id, source, file, line, kind, code, reason, state, first_seen_us, raw,"
        " cut, fixed FROM quarantine WHERE id = ?",
        (number,),
    )


def that_waits(where: str) -> str:
    """A condition on rows, narrowed to those that wait."""
    return f"({where}) AND {_WAITING}"


def one_of(number: int) -> tuple[str, dict[str, Any]]:
    """The condition that means one row, and its parameters."""
    return "id = :held_number", {"held_number": number}


def count_of(rows: Rows, where: str, params: Mapping[str, Any]) -> int:
    return int(rows.value(f"SELECT count(*) FROM quarantine WHERE {where}", params))


def next_numbers(
    rows: Rows, where: str, params: Mapping[str, Any], after: int, limit: int
) -> list[tuple[int, int]]:
    """The numbers of at most `limit` rows of a query behind a number, upwards, each
    with how many bytes are kept of it."""
    sql = (
        f"SELECT id, length(raw) FROM quarantine WHERE ({where}) AND id > :held_after"
        " ORDER BY id LIMIT :held_limit"
    )
    found = rows.rows(sql, {**params, "held_after": after, "held_limit": limit})
    return [(number, size) for number, size in found]


def held_rows(rows: Rows, numbers: Sequence[int]) -> list[Held]:
    """Rows by number, upwards."""
    found = rows.rows(
        f"SELECT {_HELD} FROM quarantine WHERE id IN (SELECT value FROM ints(:ids))"
        " ORDER BY id",
        {"ids": as_list(numbers)},
    )
    return [_held(row) for row in found]


def refused_files(
    rows: Rows, where: str, params: Mapping[str, Any]
) -> list[tuple[str, str, Kind, int | None, int]]:
    """The files that the rows of a query came from, in order: source, file, kind,
    number of the rules they were read by, and how many rows."""
    found = rows.rows(
        f"SELECT source, file, kind, layout_id, count(*) FROM quarantine WHERE {where}"
        " GROUP BY source, file, kind, layout_id"
        " ORDER BY source, file, kind, coalesce(layout_id, 0)",
        params,
    )
    return [(source, file, kind, layout, count) for source, file, kind, layout, count in found]


def raws_of(
    rows: Rows,
    where: str,
    params: Mapping[str, Any],
    file: tuple[str, str, Kind, int],
    after: int,
    limit: int,
) -> list[tuple[int, bytes, int]]:
    """(number, bytes as they came, bytes left out) of the rows of a query from one
    file, behind a number, upwards."""
    source, name, kind, layout = file
    found = rows.rows(
        f"SELECT id, raw, cut FROM quarantine WHERE ({where}) AND source = :held_source"
        " AND file = :held_file AND kind = :held_kind AND layout_id = :held_layout"
        " AND id > :held_after ORDER BY id LIMIT :held_limit",
        {
            **params, "held_source": source, "held_file": name, "held_kind": kind,
            "held_layout": layout, "held_after": after, "held_limit": limit,
        },
    )  # fmt: skip
    return [(number, bytes(raw), cut or 0) for number, raw, cut in found]


def _held(row: Sequence[Any]) -> Held:
    number, run, source, file, line, kind, code, state, raw, fixed, cut, layout = row
    return Held(
        number, run, source, file, line, kind, code, state, bytes(raw),
        None if fixed is None else bytes(fixed), cut or 0, layout,
    )  # fmt: skip
