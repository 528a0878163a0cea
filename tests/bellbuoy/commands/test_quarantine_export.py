from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell

CLIENTS = b"id;name\r\nx-1;Good\r\n;\x1b[2JBad\r\n;C"
USAGE = b"id,client,at\nu-1,nobody,2024-06-01T09:00:00Z\n"


@pytest.fixture
def store(bell: Bell, tmp_path: Path) -> Path:
    """A store with refused rows of two files."""
    path, folder = tmp_path / "team.db", tmp_path / "in"
    folder.mkdir()
    (folder / "client.csv").write_bytes(CLIENTS)
    (folder / "usage.csv").write_bytes(USAGE)
    assert bell("import", str(folder), store=path).code == 4
    return path


def test_a_folder_gets_a_file_for_each(bell: Bell, store: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    told = bell("quarantine", "export", "--to", f"{place}/", "--json", store=store)
    assert [(row["name"], row["rows"], row["left_out"]) for row in told.rows] == [
        ("client.csv", 2, 0),
        ("usage.csv", 1, 0),
    ]
    assert told.rows[0]["written"] == str(place / "client.csv")
    assert (place / "client.csv").read_bytes() == b"id;name\r\n;\x1b[2JBad\r\n;C\r\n"
    assert (place / "usage.csv").read_bytes() == USAGE
    table = bell("quarantine", "list", store=store)
    assert "\x1b" not in table.out


def test_a_name_gets_the_rows_of_one_file(bell: Bell, store: Path, tmp_path: Path) -> None:
    place = tmp_path / "bad.csv"
    assert bell("quarantine", "export", "--to", str(place), store=store).code == 2
    told = bell("quarantine", "export", "kind:usage", "--to", str(place), store=store)
    assert told.code == 0
    assert place.read_bytes() == USAGE
    again = bell("quarantine", "export", "kind:usage", "--to", str(place), store=store)
    assert (again.code, place.read_bytes()) == (6, USAGE)
    assert "there already" in again.err


def test_stdout_gets_bytes_and_nothing_else(
    bell: Bell, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Out(io.StringIO):
        buffer = io.BytesIO()

    out = Out()
    monkeypatch.setattr("sys.stdout", out)
    told = bell("quarantine", "export", "file:client.csv", "--to", "-", store=store)
    assert told.code == 0
    assert out.buffer.getvalue() == b"id;name\r\n;\x1b[2JBad\r\n;C\r\n"
    assert out.getvalue() == ""
    assert bell("quarantine", "export", "--to", "-", store=store).code == 2


def test_edited_rows_come_in(bell: Bell, store: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    bell("quarantine", "export", "kind:client", "--to", f"{place}/", store=store)
    file = place / "client.csv"
    file.write_bytes(file.read_bytes().replace(b"\r\n;C", b"\r\nx-9;C"))
    told = bell("import", str(place), "--json", store=store)
    assert (told.rows[0]["stored"], told.rows[0]["quarantined"]) == (1, 1)
    (row,) = bell("import", str(place), "--source", "other", "--json", store=store).rows
    assert (row["stored"], row["quarantined"]) == (1, 1)


def test_rows_that_cannot_be_written_are_told(bell: Bell, tmp_path: Path) -> None:
    store, file = tmp_path / "team.db", tmp_path / "client.csv"
    file.write_bytes(b"id,name\n,A\nx-1," + b"x" * 1_100_000 + b"\n")
    bell("import", str(file), store=store)
    told = bell("quarantine", "export", "--to", str(tmp_path / "o.csv"), store=store)
    assert "1 row left out: too long to be kept whole" in told.err
    assert (tmp_path / "o.csv").read_bytes() == b"id,name\n,A\n"


def test_nothing_fits(bell: Bell, store: Path, tmp_path: Path) -> None:
    told = bell("quarantine", "export", "file:none", "--to", f"{tmp_path}/x/", store=store)
    assert told.code == 3
    assert not (tmp_path / "x").exists()
    assert bell("quarantine", "export", "--as", "auditor", store=store).code == 5
