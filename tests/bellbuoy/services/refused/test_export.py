"""Refused rows as files: exact, with their header, and importable again."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping, read_as
from bellbuoy.services.refused.export import RefusedFile, export
from bellbuoy.services.refused.fix import fix
from core.values.errors import DeniedError
from tests.bellbuoy.services.refused.conftest import NOW, every, take
from tests.fixtures.stores import NewStore, context

BAD = "id,name,start\nc1,Zoë,2024-01-01\nc2,B,never\n,C,2024-01-01"


def content(file: RefusedFile) -> bytes:
    return b"".join(piece.data for piece in file.pieces)


def written(ctx: Context, query: str = "") -> dict[str, bytes]:
    return {file.target: content(file) for file in export(ctx, query)}


def test_a_file_for_each_file_with_its_header(ctx: Context) -> None:
    files = export(ctx, "")
    assert [(f.name, f.kind, f.rows, f.ready, f.source) for f in files] == [
        ("client.csv", "client", 2, True, "crm"),
        ("incident.jsonl", "incident", 1, True, "crm"),
        ("usage.csv", "usage", 3, True, "crm"),
    ]
    assert written(ctx, "file:client.csv") == {
        "client.csv": b"id;name;start;mrr\r\nc2;Two;2024-13-01;200\r\n"
        b"c1;Other;2024-01-01;100\r\n"
    }
    [usage] = written(ctx, "code:type.value").values()
    assert usage == b"id,client,at,value\nu3,c1,2024-06-02T09:00:00Z,many\n"
    assert written(ctx, "Q-6")["incident.jsonl"].startswith(b'{"id": "i1"')


def test_what_came_is_written_not_what_was_mended(ctx: Context) -> None:
    fix(ctx, "Q-4", {"value": "3"})
    assert b",many\n" in written(ctx)["usage.csv"]


def test_edited_files_can_be_imported_again(ctx: Context, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    for name, data in written(ctx, "code:time.syntax,ref.client").items():
        (again / name).write_bytes(data.replace(b"2024-13-01", b"2024-12-01"))
    done = take(ctx, again)
    assert (done.stored, done.quarantined) == (2, 0)
    assert every(ctx, "SELECT count(*) FROM client") == [(2,)]


@pytest.mark.parametrize("form", ["utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "gz", "zip"])
def test_every_form_comes_back_as_it_was(
    new_store: NewStore, tmp_path: Path, form: str
) -> None:
    ctx = new_store(at=NOW)
    mapping = load_mapping(None, "client", "crm", "USD")
    path = tmp_path / "client.csv"
    if form == "gz":
        path = tmp_path / "client.csv.gz"
        path.write_bytes(gzip.compress(BAD.encode()))
    elif form == "zip":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("client.csv", BAD)
    elif form.startswith("utf-16"):
        path.write_bytes(("\ufeff" + BAD).encode(form))
    else:
        path.write_bytes(BAD.encode(form))
        if form == "cp1252":
            mapping = read_as(mapping, encoding="cp1252")
    assert import_path(ctx, path, mapping).quarantined == 2
    [(name, data)] = written(ctx).items()
    assert name == "client.csv"
    encoding = form if form in ("cp1252", "utf-16-le", "utf-16-be") else "utf-8"
    assert data.decode(encoding).removeprefix("\ufeff") == (
        "id,name,start\nc2,B,never\n,C,2024-01-01\n"
    )
    again = tmp_path / "again" / name
    again.parent.mkdir()
    again.write_bytes(data.replace("never".encode(encoding), "2024-02-02".encode(encoding)))
    done = import_path(ctx, again, mapping)
    assert (done.stored, done.quarantined) == (1, 1)


def test_rows_that_are_not_whole_are_left_out_and_counted(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store(at=NOW)
    file = tmp_path / "client.csv"
    file.write_bytes(b"id,name\n,A\nc1," + b"x" * 2_000_000 + b"\n,B\n")
    import_path(ctx, file, load_mapping(None, None, "crm", "USD"))
    [found] = export(ctx, "")
    pieces = list(found.pieces)
    assert b"".join(piece.data for piece in pieces) == b"id,name\n,A\n,B\n"
    assert (sum(p.rows for p in pieces), sum(p.left_out for p in pieces)) == (2, 1)


def test_rows_of_an_older_version_are_no_file(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET layout_id = NULL WHERE kind = 'usage'")
    found = export(ctx, "")
    assert [(f.name, f.rows) for f in found if not f.ready] == [("usage.csv", 3)]
    assert "usage.csv" not in written(ctx)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("../../etc/x.csv", "_/_/etc/x.csv"),
        ("/abs.csv", "_/abs.csv"),
        ("in/a.zip/more/x.tsv", "more/x.tsv"),
        ("x\x1b[2J.csv.gz", "x\ufffd[2J.csv"),
        (".hidden", "hidden.csv"),
        ("stdin", "stdin.csv"),
    ],
)
def test_names_lead_nowhere_and_are_harmless(ctx: Context, name: str, target: str) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET file = ? WHERE kind = 'usage'", (name,))
    assert target in written(ctx)


def test_two_files_of_one_name_stand_beside_each_other(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET file = 'a.zip/client.csv' WHERE id = 2")
    assert sorted(written(ctx, "kind:client")) == ["client-2.csv", "client.csv"]


def test_only_those_who_may(ctx: Context) -> None:
    with pytest.raises(DeniedError):
        export(context(ctx.store, role="auditor"), "")
