"""Zip archives: a folder in a file, and no door to anywhere else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bellbuoy.services.importing import archives
from bellbuoy.services.importing.files import find_files, unused_files
from bellbuoy.services.importing.opening import opened
from core.integrations.mapping_types import FileSpec, Mapping
from core.integrations.plain import plain_mapping
from core.values.errors import NotFoundError, RemoteError, UsageError

MAPPING = Mapping(
    "m.toml",
    "crm",
    (
        FileSpec(("clients.csv",), "client", ()),
        FileSpec(("more/*.csv", "day*.zip/*.csv"), "event", (), optional=True),
    ),
)


def pack(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, method)
    return path


def names(path: Path, mapping: Mapping = MAPPING) -> list[tuple[str, str]]:
    return [(file.name, file.spec.kind) for file in find_files(path, mapping)]


def test_an_archive_stands_for_a_folder(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "a.zip",
        {"more/2.csv": b"x", "clients.csv": b"x", "more/1.csv": b"x", "notes.csv": b"x",
         "more/.hidden.csv": b"x", "__MACOSX/clients.csv": b"x"},
    )  # fmt: skip
    assert names(path) == [
        ("a.zip/clients.csv", "client"),
        ("a.zip/more/1.csv", "event"),
        ("a.zip/more/2.csv", "event"),
    ]
    assert unused_files(path, find_files(path, MAPPING)) == ("a.zip/notes.csv",)


def test_one_folder_around_everything_is_looked_through(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"export/": b"", "export/clients.csv": b"x"})
    assert names(path) == [("a.zip/export/clients.csv", "client")]


def test_archives_in_a_folder_are_read_where_a_glob_names_them(tmp_path: Path) -> None:
    pack(tmp_path / "day-1.zip", {"b.csv": b"x", "a.csv": b"x", "c.txt": b"x"})
    pack(tmp_path / "other.zip", {"a.csv": b"x"})
    (tmp_path / "clients.csv").write_bytes(b"x")
    assert names(tmp_path) == [
        ("clients.csv", "client"),
        ("day-1.zip/a.csv", "event"),
        ("day-1.zip/b.csv", "event"),
    ]
    assert unused_files(tmp_path, find_files(tmp_path, MAPPING)) == ("other.zip",)


def test_the_plain_form_knows_archives_by_their_names(tmp_path: Path) -> None:
    pack(tmp_path / "usage-2024.zip", {"jan.csv": b"x"})
    assert names(tmp_path, plain_mapping("x")) == [("usage-2024.zip/jan.csv", "usage")]
    assert names(tmp_path / "usage-2024.zip", plain_mapping("x")) == [
        ("usage-2024.zip/jan.csv", "usage")
    ]
    any_name = pack(tmp_path / "a.zip", {"jan.csv": b"x", "feb.jsonl": b"x"})
    assert names(any_name, plain_mapping("x", "logins")) == [
        ("a.zip/feb.jsonl", "logins"),
        ("a.zip/jan.csv", "logins"),
    ]
    with pytest.raises(NotFoundError, match="nothing to import"):
        names(pack(tmp_path / "b.zip", {"x.txt": b"x"}), plain_mapping("x", "logins"))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_read_like_a_file(tmp_path: Path, method: int) -> None:
    data = b"id,name\n" + b"".join(b"%d,Name %d\n" % (n, n) for n in range(50_000))
    path = pack(tmp_path / "a.zip", {"other.csv": b"zz", "clients.csv": data}, method)
    [found] = find_files(path, MAPPING)
    with opened(found) as file:
        assert b"".join(file.lines()) == data
        assert file.position == file.size > 0
        assert b"".join(file.lines(offset=200_000)) == data[200_000:]
        assert file.head() == data[:65_536]
        first = file.sha256()
        file.verify()
    [other] = find_files(path, plain_mapping("x", "client"))[1:]
    with opened(other) as file:
        assert file.sha256() != first


def one_member(tmp_path: Path, info: zipfile.ZipInfo, data: bytes = b"id\n1\n") -> Path:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("clients.csv", b"id\n")
        archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    "name",
    ["../up.csv", "/abs.csv", "a/../../b.csv", "..\\up.csv", "a\\b.csv", "C:/x.csv"],
)
def test_names_that_lead_out_refuse_the_archive(tmp_path: Path, name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    with pytest.raises(UsageError, match="leads out of the archive"):
        names(one_member(tmp_path, info))


def test_links_secrets_and_archives_in_archives_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with pytest.raises(UsageError, match="a link, no file"):
        names(one_member(tmp_path, link))
    for name in ("inner.zip", "usage.csv.gz", "all.tar", "x.7z"):
        with pytest.raises(UsageError, match="an archive in an archive"):
            names(one_member(tmp_path, zipfile.ZipInfo(name)))
    with pytest.raises(UsageError, match="packed in a way"):
        names(pack(tmp_path / "b.zip", {"clients.csv": b"id\n1\n"}, zipfile.ZIP_BZIP2))
    data = bytearray(pack(tmp_path / "c.zip", {"clients.csv": b"id\n"}).read_bytes())
    for at in (6, data.index(b"PK\x01\x02") + 8):  # the flags, here and in the directory
        data[at] |= 1
    (tmp_path / "c.zip").write_bytes(data)
    with pytest.raises(UsageError, match="encrypted"):
        names(tmp_path / "c.zip")


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = one_member(tmp_path, zipfile.ZipInfo("clients.csv"))
    with pytest.raises(UsageError, match="two of that name"):
        names(path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 3)
    path = pack(tmp_path / "a.zip", {f"{n}.csv": b"" for n in range(4)})
    with pytest.raises(UsageError, match="4 members; the limit is 3"):
        names(path)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_does(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"clients.csv": bytes(70 * 1_048_576)})
    with pytest.raises(UsageError, match="it unpacks to over 300 times"):
        names(path)
    # Its directory lies about the size: what is read beyond it is damage.
    data = bytearray(path.read_bytes())
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    [found] = find_files(path, MAPPING)
    with pytest.raises(RemoteError, match="damaged zip data"), opened(found) as file:
        file.verify()


def test_damage_is_told_in_one_line(tmp_path: Path) -> None:
    whole = pack(tmp_path / "a.zip", {"clients.csv": b"id,name\n1,a\n" * 500}).read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 5):
        (tmp_path / "cut.zip").write_bytes(whole[:cut])
        with pytest.raises(RemoteError, match="no zip archive, or a damaged one"):
            names(tmp_path / "cut.zip")
    flipped = bytearray(whole)
    flipped[60] ^= 255
    (tmp_path / "flip.zip").write_bytes(flipped)
    [found] = find_files(tmp_path / "flip.zip", MAPPING)
    with pytest.raises(RemoteError, match="damaged"), opened(found) as file:
        list(file.lines())


def test_a_folder_that_is_called_like_an_archive_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "day.zip").mkdir()
    (tmp_path / "day.zip" / "clients.csv").write_bytes(b"id\n")
    assert names(tmp_path / "day.zip") == [("clients.csv", "client")]


def test_nothing_is_written_anywhere(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"clients.csv": b"id\n1\n"})
    before = sorted(tmp_path.rglob("*"))
    [found] = find_files(path, MAPPING)
    with opened(found) as file:
        assert io.BytesIO(b"".join(file.lines())).read() == b"id\n1\n"
    assert sorted(tmp_path.rglob("*")) == before
