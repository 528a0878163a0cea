"""The files of an import: which there are, in a folder, an archive, or alone.

What a name in a folder leads to must lie inside that folder. Nothing is fetched
from anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bellbuoy.services.importing.archives import member_names
from bellbuoy.services.importing.globs import lies_in_archive, matches
from core.integrations.mapping_types import FileSpec, Mapping
from core.integrations.plain import SUFFIXES
from core.values.errors import NotFoundError, UsageError

STDIN = Path("-")
STDIN_NAME = "stdin"
_DATA = (*SUFFIXES, ".zip")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to import: where it is, its name for people and reports (relative,
    from outside), and what its mapping says. `member` names it inside the zip
    archive at `path`, and is empty for a file by itself."""

    path: Path
    name: str
    spec: FileSpec
    member: str = ""

    @property
    def is_stdin(self) -> bool:
        return self.path == STDIN


_Matching = Callable[[Path, FileSpec], Iterator[FoundFile]]


def find_files(path: Path, mapping: Mapping) -> tuple[FoundFile, ...]:
    """The files of an import in the order of the mapping, then by name.

    `path` is a folder or a zip archive, in which the globs of the mapping are
    looked for, one file, or `-` for standard input. Names with a leading dot are
    passed over. Raises NotFoundError for what is not there, UsageError for what
    no mapping speaks of, and for an archive that is not to be trusted.
    """
    if path == STDIN:
        return (_standard_input(mapping),)
    if not os.path.exists(path):  # False, too, for a name that no file can have
        raise NotFoundError(f"no file or folder {path}")
    if path.is_dir():
        return _several(path, mapping, _in_folder)
    if is_archive(path):
        return _several(path, mapping, _in_archive)
    return _single(path, mapping)


def unused_files(path: Path, found: tuple[FoundFile, ...]) -> tuple[str, ...]:
    """Names of data files at the top of the folder, or in the archive, that no part
    of the mapping takes."""
    if path == STDIN:
        return ()
    taken = {(file.path, file.member) for file in found}
    if path.is_dir():
        archives = {file.path for file in found}
        return tuple(
            file_name(each, path)
            for each in sorted(path.iterdir())
            if each.name.lower().endswith(_DATA) and each.name[0] != "."
            and (each, "") not in taken and each not in archives
        )  # fmt: skip
    if not is_archive(path):
        return ()
    return tuple(
        f"{path.name}/{member}"
        for member in member_names(path)
        if member.lower().endswith(SUFFIXES) and (path, member) not in taken
    )


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(".zip") and path.is_file()


def file_name(path: Path, folder: Path) -> str:
    """The name of a file relative to its folder; bytes that are no text are
    written `\\xff`."""
    relative = os.fsencode(path.relative_to(folder).as_posix())
    return relative.decode("utf-8", "backslashreplace")


def _standard_input(mapping: Mapping) -> FoundFile:
    if len(mapping.files) != 1:
        hint = "name its kind with --kind, or give a mapping of one kind of file"
        raise UsageError("standard input: nothing tells what is in it", hint)
    return FoundFile(STDIN, STDIN_NAME, mapping.files[0])


def _several(path: Path, mapping: Mapping, matching: _Matching) -> tuple[FoundFile, ...]:
    found: list[FoundFile] = []
    for spec in mapping.files:
        of_spec = list(matching(path, spec))
        if not of_spec and not spec.optional:
            raise NotFoundError(
                f"{mapping.name}: no file {' or '.join(spec.paths)} in {path} ({spec.kind})",
                "optional = true lets it be missing",
            )
        found += of_spec
    if not found:
        wanted = ", ".join(spec.paths[0] for spec in mapping.files)
        raise NotFoundError(f"nothing to import in {path}", f"looked for {wanted} …")
    return tuple(found)


def _in_folder(folder: Path, spec: FileSpec) -> Iterator[FoundFile]:
    """Files that the globs of a spec find, and the members of archives that they name."""
    plain = _found(folder, (glob for glob in spec.paths if not lies_in_archive(glob)))
    for match in plain:
        yield FoundFile(match, file_name(match, folder), spec)
    inside = [glob for glob in spec.paths if lies_in_archive(glob)]
    for archive in _found(folder, {_archive_glob(glob) for glob in inside}):
        outer = file_name(archive, folder)
        for member in member_names(archive) if is_archive(archive) else ():
            if any(matches(f"{outer}/{member}", glob) for glob in inside):
                yield FoundFile(archive, f"{outer}/{member}", spec, member)


def _in_archive(path: Path, spec: FileSpec) -> Iterator[FoundFile]:
    """Members of an archive, which stands for a folder."""
    names = member_names(path)
    top = _common_folder(names)
    for member in names:
        named = f"{path.name}/{member}"
        if any(
            matches(named if lies_in_archive(glob) else member.removeprefix(top), glob)
            for glob in spec.paths
        ):
            yield FoundFile(path, named, spec, member)


def _common_folder(names: Iterable[str]) -> str:
    """The one folder at the top that all members lie in, with its slash; or nothing."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and "" not in tops else ""


def _archive_glob(glob: str) -> str:
    parts = glob.split("/")
    last = next(n for n, part in enumerate(parts) if part.lower().endswith(".zip"))
    return "/".join(parts[: last + 1])


def _single(path: Path, mapping: Mapping) -> tuple[FoundFile, ...]:
    specs = [
        spec
        for spec in mapping.files
        if any(
            fnmatchcase(path.name, glob.rpartition("/")[2])
            for glob in spec.paths
            if not lies_in_archive(glob)
        )
    ]
    if not specs and len(mapping.files) == 1:
        specs = list(mapping.files)  # a file that was named, and one kind that it can be
    name = file_name(path, path.parent)
    if specs:
        return tuple(FoundFile(path, name, spec) for spec in specs)
    if not path.name.lower().endswith(SUFFIXES):
        known = ", ".join(suffix for suffix in _DATA if not suffix.endswith(".gz"))
        raise UsageError(f"{name}: no kind of file that can be read", f"{known}, or with .gz")
    hint = "name its kind with --kind, or its columns with --map"
    raise UsageError(f"{name}: nothing tells what is in it", hint)


def _found(folder: Path, globs: Iterable[str]) -> list[Path]:
    inside = folder.resolve()
    found = {
        match
        for glob in globs
        for match in folder.glob(glob)
        if not any(part.startswith(".") for part in match.relative_to(folder).parts)
        and not match.is_dir()
    }
    for match in found:
        if not match.resolve().is_relative_to(inside):
            raise UsageError(f"{file_name(match, folder)}: a link that leads out of the folder")
    return sorted(found)
