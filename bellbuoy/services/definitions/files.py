"""A folder of definitions on the disk: read within bounds, written file by file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bellbuoy.services.whole_file import replacing
from core.definitions.types import SUBJECTS, DefinitionFile, Fault
from core.integrations.toml_place import suggestion
from core.values.errors import BellbuoyError, NotFoundError, UsageError

FOLDER = "bellbuoy.d"
"""Where definitions lie when nobody says."""
_MOST_BYTES = 4_000_000
_ENDING = ".toml"


def texts(folder: str) -> tuple[dict[str, str], tuple[Fault, ...]]:
    """The text of each subject's file, and what is wrong with the folder: a file of
    another name is a fault, since what it says would do nothing.

    Raises NotFoundError for no folder, UsageError for one without a file.
    """
    names = _names(folder)
    known = [f"{subject}{_ENDING}" for subject in SUBJECTS]
    faults = [
        Fault(name, None, "", "no file of definitions is called so", suggestion(name, known))
        for name in names
        if name not in known
    ]
    found: dict[str, str] = {}
    for name in (name for name in known if name in names):
        text = _read(Path(folder, name))
        if isinstance(text, Fault):
            faults.append(text)
        else:
            found[name.removesuffix(_ENDING)] = text
    if not found and not faults:
        raise UsageError(
            f"{folder} holds no definitions", f"bellbuoy definition export {folder}"
        )
    return found, tuple(faults)


def _names(folder: str) -> list[str]:
    try:
        listed = sorted(os.listdir(folder))
    except FileNotFoundError:
        raise NotFoundError(
            f"there is no folder {folder}", f"bellbuoy definition export {folder}"
        ) from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}") from None
    return [name for name in listed if name.endswith(_ENDING) and not name.startswith(".")]


def _read(path: Path) -> str | Fault:
    if path.exists() and not path.is_file():
        return Fault(path.name, None, "", "it is no plain file")
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            return Fault(path.name, None, "", f"it is over {_MOST_BYTES:,} bytes")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Fault(path.name, line, "", "it is no UTF-8")
    except OSError as error:
        return Fault(path.name, None, "", f"it cannot be read: {error.strerror}")


def standing_texts(folder: str) -> dict[str, str]:
    """The files of subjects that there are, as far as they can be read; of no folder
    none."""
    if not Path(folder).exists():
        return {}
    found = {name: _read(Path(folder, name)) for name in _names(folder)}
    return {
        name.removesuffix(_ENDING): text
        for name, text in found.items()
        if isinstance(text, str)
    }


def write(folder: str, files: Sequence[DefinitionFile]) -> None:
    """Write files, each whole or not at all; the folder is made. Raises BellbuoyError
    where it cannot be."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for file in files:
            with replacing(str(Path(folder, file.name))) as target:
                target.write(file.text)
    except OSError as error:
        raise BellbuoyError(f"{folder} cannot be written: {error.strerror}") from None
