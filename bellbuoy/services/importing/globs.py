"""Whether a name inside an archive is one that a glob of a mapping looks for."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase


def matches(name: str, glob: str) -> bool:
    """As in a folder: `*` stays inside one part of the name, `**` is any folders;
    a part with a leading dot is never meant."""
    parts = name.split("/")
    return not any(part.startswith(".") for part in parts) and _parts(parts, glob.split("/"))


def lies_in_archive(glob: str) -> bool:
    """Whether a glob speaks of the members of archives: `export*.zip/*.csv`."""
    return any(part.lower().endswith(".zip") for part in glob.split("/")[:-1])


def _parts(parts: Sequence[str], globs: Sequence[str]) -> bool:
    if not globs:
        return not parts
    if globs[0] == "**":
        return any(_parts(parts[n:], globs[1:]) for n in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], globs[0]) and _parts(parts[1:], globs[1:])
