"""Finding the files of an import."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.importing.files import find_files, unused_files
from core.integrations.mapping_types import FileSpec, Mapping
from core.integrations.plain import plain_mapping
from core.values.errors import NotFoundError, RemoteError, UsageError

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
    with pytest.raises(UsageError, match="no kind of file that can be read") as error:
        find_files(tmp_path / "notes.txt", plain_mapping("x"))
    assert ".parquet" in error.value.hint
    assert names(tmp_path / "notes.txt", plain_mapping("x", "usage")) == [
        ("notes.txt", "usage")
    ]
    with pytest.raises(RemoteError, match="no zip archive"):
        find_files(tmp_path / "a.zip", plain_mapping("x", "usage"))


def test_standard_input_is_one_file_of_one_kind() -> None:
    [found] = find_files(Path("-"), plain_mapping("x", "usage"))
    assert (found.name, found.spec.kind, found.is_stdin) == ("stdin", "usage", True)
    assert unused_files(Path("-"), (found,)) == ()
    with pytest.raises(UsageError, match="nothing tells what is in it") as error:
        find_files(Path("-"), plain_mapping("x"))
    assert "--kind" in error.value.hint


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
