"""Parquet: the values of JSON, row group by row group, and pyarrow only where needed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.importing import parquet
from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.opening import opened
from bellbuoy.services.importing.parquet import ParquetReader
from core.integrations.again import read_again
from core.integrations.kept import Kept
from core.integrations.layout import Dialect, Layout, Watermark
from core.integrations.mapping_types import Column, FileSpec, Mapping
from core.integrations.records import LIMIT, Record, each
from core.values.errors import RemoteError, RowError, UsageError

arrow = pytest.importorskip("pyarrow", reason="THE PARQUET EXTRA IS NOT INSTALLED: pyarrow")
from pyarrow import parquet as written  # noqa: E402

SPEC = FileSpec(("*",), "client", (Column("id", column="id"),))


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    written.write_table(arrow.table(columns), path, **options)
    return path


def read(path: Path, mark: Watermark = Watermark(0, 1)) -> list[Record]:
    with opened(FoundFile(path, path.name, SPEC)) as file:
        return list(each(ParquetReader(file.handle, path.name, SPEC, mark)))


def cells(records: Sequence[Record]) -> list[Any]:
    return [record.cells for record in records]


def test_values_are_those_of_json(tmp_path: Path) -> None:
    moment = datetime(2024, 3, 1, 9, 30, 0, 250, tzinfo=UTC)
    path = write(
        tmp_path / "a.parquet",
        {
            "id": [1, None],
            "text": ["Zoë", ""],
            "float": [0.1, float("nan")],
            "big": [float("inf"), 1e300],
            "money": arrow.array([Decimal("12.30"), None], arrow.decimal128(10, 2)),
            "yes": [True, False],
            "at": arrow.array([moment, None], arrow.timestamp("us", "Europe/Berlin")),
            "nano": arrow.array([1_709_285_400_000_000_250], arrow.timestamp("ns")).take(
                [0, 0]
            ),
            "day": [date(2024, 2, 29), None],
            "seats": [[1, 2], []],
            "more": [{"a": 1.5, "b": None}, None],
            "raw": [b"plain", b"\xff\x00"],
            "word": arrow.array(["a", "b"]).dictionary_encode(),
        },
    )
    first, second = read(path)
    assert first.cells == [
        1, "Zoë", Decimal("0.1"), "inf", "12.30", True, "2024-03-01T09:30:00.000250Z",
        "2024-03-01T09:30:00", "2024-02-29", [1, 2], {"a": Decimal("1.5"), "b": None},
        "plain", "a",
    ]  # fmt: skip
    assert second.cells == [
        None, "", None, "1e+300", None, False, None, "2024-03-01T09:30:00", None, [],
        None, "ff00", "b",
    ]  # fmt: skip
    assert (first.line, second.line) == (1, 2)
    assert json.loads(first.raw)["float"] == 0.1


VALUE = st.none() | st.floats(allow_nan=False) | st.sampled_from([0.1, 1e300, 1e-301, -0.0])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), VALUE), min_size=1, max_size=20))
def test_a_row_that_is_kept_says_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float | None]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "again.parquet"
    texts, numbers = zip(*rows, strict=True)
    write(path, {"id": texts, "mrr": arrow.array(numbers, arrow.float64())})
    kept = Kept(Mapping("m", "x", (SPEC,)), Layout("parquet", Dialect(), ("id", "mrr")))
    for record in read(path):
        again = read_again(kept, record.raw)
        if isinstance(record.cells, RowError):
            assert isinstance(again, RowError)
            assert again.code == record.cells.code == "text.nul"
        else:
            assert again == record.cells


@pytest.mark.parametrize("group", [7, 50, 1000])
def test_reading_goes_on_from_any_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 16)
    path = write(tmp_path / "a.parquet", {"id": list(range(200))}, row_group_size=group)
    whole = read(path)
    assert [record.line for record in whole] == list(range(1, 201))
    for taken in (0, 1, 16, 17, 49, 50, 51, 199, 200):
        assert cells(read(path, Watermark(1, taken + 1))) == cells(whole[taken:])
        assert [r.line for r in read(path, Watermark(1, taken + 1))] == [
            record.line for record in whole[taken:]
        ]


def test_an_overlong_row_is_refused_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"id": ["a", "b" * (2 * LIMIT), "c"]})
    first, long, last = read(path)
    assert (first.cells, last.cells, last.line) == (["a"], ["c"], 3)
    assert isinstance(long.cells, RowError)
    assert (long.cells.code, len(long.raw)) == ("size.line", LIMIT)
    assert long.cut > LIMIT


def test_what_is_no_parquet_is_told_in_one_line(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.parquet", {"id": list(range(5000))}).read_bytes()
    for data in (b"", b"id\n1\n", whole[: len(whole) // 2], b"PAR1" + bytes(50) + b"PAR1"):
        (tmp_path / "b.parquet").write_bytes(data)
        with pytest.raises(RemoteError, match=r"b\.parquet: no Parquet file, or a damaged one"):
            read(tmp_path / "b.parquet")


def test_a_column_that_is_missing_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column “id”"):
        read(write(tmp_path / "a.parquet", {"nr": [1]}))


def test_without_pyarrow_one_line_says_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.parquet", {"id": [1]})
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match="Parquet needs pyarrow") as error:
        read(path)
    assert "bellbuoy[parquet]" in error.value.hint


def test_other_imports_load_no_pyarrow() -> None:
    code = (
        "import sys, bellbuoy.services.integrations\n"
        "assert not [name for name in sys.modules if name.startswith('pyarrow')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
