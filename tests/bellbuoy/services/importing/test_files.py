"""Finding and opening the files of an import."""

import gzip
import hashlib
import os
import resource
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.services.importing import files
from bellbuoy.services.importing.files import find_files, opened, unused_files
from core.integrations.mapping_types import FileSpec, Mapping
from core.integrations.plain import plain_mapping
from core.integrations.records import LIMIT
from core.values.errors import ConflictError, NotFoundError, RemoteError, UsageError

MAPPING = Mapping(
    "m.toml",
    "crm",
    (
        FileSpec(("clients.csv",), "client", ()),
        FileSpec(("day-*.csv", "more/*.jsonl"), "event", (), optional=True),
    ),
)


def write(folder: Path, *names: str, data: bytes = b"id\n1\n") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def names(folder: Path, mapping: Mapping = MAPPING) -> list[tuple[str, str]]:
    return [(file.name, file.spec.kind) for file in find_files(folder, mapping)]


def test_files_come_in_the_order_of_the_mapping_then_by_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        "more/b.jsonl",
        "day-2.csv",
        "clients.csv",
        "day-10.csv",
        ".day-3.csv",
        "x.csv",
    )
    assert names(tmp_path) == [
        ("clients.csv", "client"),
        ("day-10.csv", "event"),
        ("day-2.csv", "event"),
        ("more/b.jsonl", "event"),
    ]
    assert unused_files(tmp_path, find_files(tmp_path, MAPPING)) == ("x.csv",)


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", ".half-written.csv", ".cache/b.csv", "in/c.csv")
    every = Mapping("m.toml", "crm", (FileSpec(("*.csv", "**/*.csv"), "event", ()),))
    assert names(tmp_path, every) == [("a.csv", "event"), ("in/c.csv", "event")]
    assert unused_files(tmp_path, ()) == ("a.csv",)


def test_a_file_that_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    write(tmp_path, "day-1.csv")
    with pytest.raises(NotFoundError, match=r"no file clients\.csv"):
        find_files(tmp_path, MAPPING)
    every = replace(MAPPING, files=tuple(replace(s, optional=True) for s in MAPPING.files))
    assert names(tmp_path, every) == [("day-1.csv", "event")]
    with pytest.raises(NotFoundError, match="nothing to import"):
        find_files(tmp_path / "..", replace(every, files=every.files[:1]))


@pytest.mark.parametrize("name", ["none", "x" * 5000, "a\0b"])
def test_what_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFoundError, match="no file or folder"):
        find_files(tmp_path / name, MAPPING)


def test_one_file_is_found_by_its_name_or_by_the_kind_given(tmp_path: Path) -> None:
    write(tmp_path, "clients.csv", "b.jsonl", "orders.csv", "notes.txt", "a.zip")
    assert names(tmp_path / "clients.csv") == [("clients.csv", "client")]
    assert names(tmp_path / "b.jsonl") == [("b.jsonl", "event")]
    assert names(tmp_path / "orders.csv", plain_mapping("x", "usage")) == [
        ("orders.csv", "usage")
    ]
    assert names(tmp_path / "clients.csv", plain_mapping("x")) == [("clients.csv", "client")]
    with pytest.raises(UsageError, match="nothing tells what is in it") as error:
        find_files(tmp_path / "orders.csv", plain_mapping("x"))
    assert "--kind" in error.value.hint
    for name in ("notes.txt", "a.zip"):
        with pytest.raises(UsageError, match="no kind of file that can be read"):
            find_files(tmp_path / name, plain_mapping("x", "usage"))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "secret.csv", "in/real.csv", "in/clients.csv")
    (tmp_path / "in" / "day-1.csv").symlink_to("real.csv")
    assert ("day-1.csv", "event") in names(tmp_path / "in")
    (tmp_path / "in" / "day-2.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(UsageError, match=r"day-2\.csv: a link that leads out"):
        find_files(tmp_path / "in", MAPPING)


def test_names_that_are_no_text_are_written_as_bytes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/day-\xff.csv"
    with open(path, "wb") as handle:
        handle.write(b"id\n")
    write(tmp_path, "clients.csv")
    assert ("day-\\xff.csv", "event") in names(tmp_path)


def lines(path: Path) -> list[bytes]:
    with opened(path, path.name) as handle:
        return list(handle.lines())


def test_lines_size_and_hash_plain_and_packed(tmp_path: Path) -> None:
    data = b"a,b\r\n1,2\n\n3,4"
    write(tmp_path, "a.csv", data=data)
    write(tmp_path, "b.csv.gz", data=gzip.compress(data[:5]) + gzip.compress(data[5:]))
    for name in ("a.csv", "b.csv.gz"):
        with opened(tmp_path / name, name) as handle:
            on_disk = (tmp_path / name).read_bytes()
            assert handle.sha256() == hashlib.sha256(on_disk).hexdigest()
            assert handle.size == len(on_disk)
            expected = [b"a,b\r\n", b"1,2\n", b"\n", b"3,4"]
            assert list(handle.lines()) == expected
            assert list(handle.lines()) == expected  # from the start each time


@given(st.binary(max_size=400), st.integers(1, 50))
def test_lines_join_to_the_file_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, chunk: int
) -> None:
    data = data.replace(b"\x01", b"\n")
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_CHUNK", chunk)
        found = lines(path)
    assert b"".join(found) == data
    assert all(line.endswith(b"\n") for line in found[:-1])
    assert all(line.count(b"\n") <= 1 for line in found)


def test_a_line_without_end_is_given_in_pieces(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", data=b"x" * (3 * LIMIT) + b"\nlast\n")
    found = lines(tmp_path / "a.csv")
    assert b"".join(found) == b"x" * (3 * LIMIT) + b"\nlast\n"
    assert len(found) > 2
    assert all(LIMIT < len(piece) < 2 * LIMIT for piece in found[:-2])
    assert found[-1] == b"last\n"


def test_a_packed_file_that_unpacks_to_much_takes_little_memory(tmp_path: Path) -> None:
    block = b"C-1,2024-03-01,5\n" * 60_000
    with gzip.open(tmp_path / "a.csv.gz", "wb", compresslevel=1) as handle:
        for _ in range(60):
            handle.write(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with opened(tmp_path / "a.csv.gz", "a.csv.gz") as source:
        assert sum(1 for _ in source.lines()) == 3_600_000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 16_000  # kB, of 61 MB unpacked


@pytest.mark.parametrize("cut", [5, 30, -4])
def test_damaged_gzip_data_is_told_in_one_line(tmp_path: Path, cut: int) -> None:
    whole = gzip.compress(os.urandom(500))
    write(tmp_path, "a.csv.gz", data=whole[:cut])
    with pytest.raises(RemoteError, match="damaged gzip data"):
        lines(tmp_path / "a.csv.gz")
    flipped = bytearray(whole)
    flipped[40] ^= 255
    write(tmp_path, "b.csv.gz", data=bytes(flipped))
    with pytest.raises(RemoteError, match="damaged gzip data"):
        lines(tmp_path / "b.csv.gz")
    write(tmp_path, "c.csv.gz", data=b"id,name\n")
    with pytest.raises(RemoteError, match="damaged gzip data"):
        lines(tmp_path / "c.csv.gz")


def test_special_files_are_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "pipe.csv", tmp_path / "folder.csv", Path("/dev/zero")):
        with pytest.raises(UsageError, match="no regular file"), opened(path, path.name):
            pass
    with pytest.raises(NotFoundError), opened(tmp_path / "none.csv", "none.csv"):
        pass


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", data=b"id\n1\n")
    with opened(tmp_path / "a.csv", "a.csv") as handle:
        found = handle.lines()
        assert next(found) == b"id\n"
        with (tmp_path / "a.csv").open("ab") as more:
            more.write(b"2\n")
        with pytest.raises(ConflictError, match="changed while it was read"):
            list(found)
