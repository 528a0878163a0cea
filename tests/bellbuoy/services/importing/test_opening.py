"""Opening the files of an import: their bytes, from any place, and what is refused."""

import gzip
import hashlib
import os
import resource
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bellbuoy.services.importing import unpacked
from bellbuoy.services.importing.files import FoundFile
from bellbuoy.services.importing.opening import opened
from core.integrations.mapping_types import FileSpec
from core.integrations.records import LIMIT
from core.values.errors import ConflictError, NotFoundError, RemoteError, UsageError

SPEC = FileSpec(("*",), "event", ())


def write(folder: Path, name: str, data: bytes = b"id\n1\n") -> None:
    (folder / name).write_bytes(data)


def found(path: Path, spec: FileSpec = SPEC, member: str = "") -> FoundFile:
    return FoundFile(path, path.name, spec, member)


def lines(path: Path) -> list[bytes]:
    with opened(found(path)) as handle:
        return list(handle.lines())


def test_lines_size_and_hash_plain_and_packed(tmp_path: Path) -> None:
    data = b"a,b\r\n1,2\n\n3,4"
    write(tmp_path, "a.csv", data=data)
    write(tmp_path, "b.csv.gz", data=gzip.compress(data[:5]) + gzip.compress(data[5:]))
    for name in ("a.csv", "b.csv.gz"):
        with opened(found(tmp_path / name)) as handle:
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
    assume(not data.startswith((b"\xfe\xff", b"\xff\xfe")))  # UTF-16, which becomes UTF-8
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unpacked, "CHUNK", chunk)
        read = lines(path)
    assert b"".join(read) == data
    assert all(line.endswith(b"\n") for line in read[:-1])
    assert all(line.count(b"\n") <= 1 for line in read)


def test_a_line_without_end_is_given_in_pieces(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", data=b"x" * (3 * LIMIT) + b"\nlast\n")
    read = lines(tmp_path / "a.csv")
    assert b"".join(read) == b"x" * (3 * LIMIT) + b"\nlast\n"
    assert len(read) > 2
    assert all(LIMIT < len(piece) < 2 * LIMIT for piece in read[:-2])
    assert read[-1] == b"last\n"


def test_a_packed_file_that_unpacks_to_much_takes_little_memory(tmp_path: Path) -> None:
    block = b"C-1,2024-03-01,5\n" * 60_000
    with gzip.open(tmp_path / "a.csv.gz", "wb", compresslevel=1) as handle:
        for _ in range(60):
            handle.write(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with opened(found(tmp_path / "a.csv.gz")) as source:
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


def test_lines_go_on_from_any_place(tmp_path: Path) -> None:
    text = "".join(f"{n},Zoë\n" for n in range(9000))
    for name, data in (
        ("a.csv", text.encode()),
        ("b.csv.gz", gzip.compress(text.encode())),
        ("c.csv", ("\ufeff" + text).encode("utf-16-le")),
        ("d.csv.gz", gzip.compress(("\ufeff" + text).encode("utf-16-be"))),
    ):
        (tmp_path / name).write_bytes(data)
        with opened(found(tmp_path / name)) as handle:
            whole = list(handle.lines())
            assert b"".join(whole).removeprefix(b"\xef\xbb\xbf") == text.encode()
            behind = sum(map(len, whole[:4000]))
            assert list(handle.lines(offset=behind)) == whole[4000:]
            assert handle.position == handle.size
            assert handle.head() == b"".join(whole)[:65_536]


def test_an_encoding_told_is_read_without_a_mark(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "id\nZoë\n".encode("utf-16-le"))
    told = replace(SPEC, encoding="utf-16-le")
    with opened(found(tmp_path / "a.csv", told)) as handle:
        assert list(handle.lines()) == [b"id\n", "Zoë\n".encode()]
    with opened(found(tmp_path / "a.csv")) as handle:
        assert list(handle.lines()) != [b"id\n", "Zoë\n".encode()]


def test_a_gzip_bomb_is_refused_while_it_is_looked_through(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wb", compresslevel=9) as handle:
        for _ in range(70):
            handle.write(bytes(1_048_576))
    told = pytest.raises(UsageError, match="it unpacks to over 300 times")
    with opened(found(tmp_path / "a.csv.gz")) as source, told:
        source.verify()
    write(tmp_path, "b.csv.gz", gzip.compress(bytes(10_000_000)))
    with opened(found(tmp_path / "b.csv.gz")) as source:
        source.verify()  # so little does no harm


def test_special_files_are_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "pipe.csv", tmp_path / "folder.csv", Path("/dev/zero")):
        with pytest.raises(UsageError, match="no regular file"), opened(found(path)):
            pass
    with pytest.raises(NotFoundError), opened(found(tmp_path / "none.csv")):
        pass


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", data=b"id\n1\n")
    with opened(found(tmp_path / "a.csv")) as handle:
        read = handle.lines()
        assert next(read) == b"id\n"
        with (tmp_path / "a.csv").open("ab") as more:
            more.write(b"2\n")
        with pytest.raises(ConflictError, match="changed while it was read"):
            list(read)
