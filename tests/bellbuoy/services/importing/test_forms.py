"""Every form of a file, from its bytes to the store, and what is refused of it back."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.refused.export import export
from bellbuoy.services.refused.fix import fix
from bellbuoy.services.refused.replay import replay
from core.values.errors import UsageError
from tests.fixtures.stores import NewStore

NOW = datetime(2024, 7, 1, 9, tzinfo=UTC)
ROWS = [("c1", "Zoë", "5"), ("c2", 'B, or "B"', "0"), ("c3", "C\nC", "7"), ("", "D", "1")]
HEADER = ("id", "name", "baseline_calls")


def csv(delimiter: str = ",", quote: str = '"', ending: str = "\n") -> str:
    def cell(text: str) -> str:
        return quote + text.replace(quote, quote * 2) + quote

    lines = [delimiter.join(HEADER)] + [delimiter.join(map(cell, row)) for row in ROWS]
    return ending.join(lines) + ending


def parquet(path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="THE PARQUET EXTRA IS NOT INSTALLED: pyarrow")
    from pyarrow import parquet as written

    columns = dict(zip(HEADER, map(list, zip(*ROWS, strict=True)), strict=True))
    numbers: Any = {**columns, "baseline_calls": [int(n) for n in columns["baseline_calls"]]}
    written.write_table(arrow.table(numbers), path)


def packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("client.csv", csv(";"))


FORMS: dict[str, Callable[[Path], Any]] = {
    "client.csv": lambda path: path.write_text(csv()),
    "client-semicolon.csv": lambda path: path.write_text(csv(";")),
    "client-crlf.csv": lambda path: path.write_bytes(csv(ending="\r\n").encode()),
    "client-cr.csv": lambda path: path.write_bytes(csv(ending="\r").encode()),
    "client-single.csv": lambda path: path.write_text(csv("|", "'")),
    "client.tsv.gz": lambda path: path.write_bytes(gzip.compress(csv("\t").encode())),
    "client-16.csv": lambda path: path.write_bytes(("\ufeff" + csv()).encode("utf-16-be")),
    "client.jsonl": lambda path: path.write_text(
        "".join(
            f'{{"id": "{i}", "name": "{n}", "baseline_calls": {c}}}\n'.replace("\nC", "\\nC")
            for i, n, c in ((i, n.replace('"', '\\"'), c) for i, n, c in ROWS)
        )
    ),
    "client.parquet": parquet,
    "client.zip": packed,
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_rows_whatever_the_form(
    new_store: NewStore, tmp_path: Path, name: str
) -> None:
    """Two rows come in, two are refused: a baseline of 0, and no id."""
    ctx = new_store(at=NOW)
    FORMS[name](tmp_path / name)
    mapping = load_mapping(None, None, "crm", "USD")
    done = import_path(ctx, tmp_path / name, mapping)
    assert (done.stored, done.quarantined) == (2, 2)
    assert clients(ctx) == [("c1", "Zoë", 5), ("c3", "C\nC", 7)]
    refused = quarantine.page(ctx).rows
    assert [row.code for row in refused] == ["range.baseline", "required.id"]
    fix(ctx, "Q-1", {"baseline_calls": "9"})
    fix(ctx, "Q-2", {"id": "c4"})
    assert replay(ctx, "").done == 2
    assert clients(ctx) == [
        ("c1", "Zoë", 5), ("c2", 'B, or "B"', 9), ("c3", "C\nC", 7), ("c4", "D", 1),
    ]  # fmt: skip
    again = import_path(ctx, tmp_path / name, mapping)
    assert (again.stored, again.unchanged, again.quarantined) == (0, 2, 2)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_exported_is_refused_for_the_same_reasons(
    new_store: NewStore, tmp_path: Path, name: str
) -> None:
    ctx, other = new_store(at=NOW), new_store(at=NOW)
    FORMS[name](tmp_path / name)
    mapping = load_mapping(None, "client", "crm", "USD")
    import_path(ctx, tmp_path / name, mapping)
    [file] = export(ctx, "")
    target = tmp_path / "out" / file.target
    target.parent.mkdir()
    target.write_bytes(b"".join(piece.data for piece in file.pieces))
    done = import_path(other, target, mapping)
    assert (done.read, done.quarantined) == (2, 2)
    found, before = quarantine.page(other).rows, quarantine.page(ctx).rows
    assert [(r.code, r.reason) for r in found] == [(r.code, r.reason) for r in before]


def clients(ctx: Context) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows("SELECT key, name, baseline_calls FROM client ORDER BY key")


def test_a_parquet_file_in_an_archive_is_to_be_unpacked(
    new_store: NewStore, tmp_path: Path
) -> None:
    parquet(tmp_path / "client.parquet")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "client.parquet", "client.parquet")
    with pytest.raises(UsageError, match="a file of its own"):
        import_path(new_store(at=NOW), tmp_path / "a.zip", load_mapping(None, None, "x", "USD"))
