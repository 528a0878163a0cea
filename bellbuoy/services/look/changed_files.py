"""Have the files of a person's look been changed? Asked of the folder, not of the files."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services.look.own_file import keys_path, path, themes_dir

Marks = tuple[tuple[str, int, int, int], ...]


def marks() -> Marks:
    """(path, time of change in ns, bytes, inode) of each file that there is, sorted.

    Equal marks: nothing was written in between.
    """
    return tuple(sorted(found for file in _files() if (found := _mark(file)) is not None))


def _files() -> list[Path]:
    try:
        themes = list(themes_dir().glob("*.toml"))
    except OSError:
        themes = []
    return [path(), keys_path(), *themes]


def _mark(file: Path) -> tuple[str, int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return str(file), found.st_mtime_ns, found.st_size, found.st_ino
