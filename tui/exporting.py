"""The rows of a screen into a file: the command that yields them, run beside the screens,
so that file and command cannot differ."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bellbuoy.services.context import Context
from bellbuoy.services.whole_file import replacing
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.words import shared_options

FORMATS: Mapping[str, str] = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".md": "md"}
PICTURE = ".svg"
"""The screen as it stands, in place of rows."""
_POLL_S = 0.1
_LONGEST = 200


def file_fault(text: str) -> str:
    """Why nothing can be written under that name; empty: it can."""
    path = _path(text)
    endings = (*FORMATS, PICTURE)
    if not path.name or path.suffix.lower() not in endings:
        return f"a file that ends in {', '.join(endings)}"
    if path.is_dir():
        return "that is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {safe_text(str(path.parent), 60)}"
    return ""


def file_told(text: str) -> str:
    """What will become of a file that is there."""
    there = not file_fault(text) and _path(text).exists()
    return "it is there already: it will be written over" if there else ""


def is_picture(text: str) -> bool:
    """Whether a name asks for the screen, not for rows."""
    return _path(text).suffix.lower() == PICTURE


def write_picture(drawn: str, file: str) -> str:
    """Write a screen that was drawn, whole or not at all; the file's path. Raises
    BellbuoyError where nothing can be written there."""
    path = str(_path(file))
    try:
        with replacing(path) as target:
            target.write(drawn)
    except OSError as error:
        raise BellbuoyError(
            f"{safe_text(path, 60)} cannot be written: {error.strerror}"
        ) from error
    return path


def _path(text: str) -> Path:
    return Path(text.strip()).expanduser()


def export(ctx: Context, command: str, file: str, cancelled: Callable[[], bool]) -> str:
    """Write what a command yields, whole or not at all; the file's path, and what the
    command notes of it (what is left out). Raises BellbuoyError with what the command
    says, or when stopped."""
    path = _path(file)
    words = [sys.executable, "-P", "-m", *_words(ctx, command), "--format"]
    words += [FORMATS[path.suffix.lower()], "--output", str(path), "--as", ctx.viewer.role]
    surroundings = os.environ | {"BELLBUOY_STORE": ctx.store.address}
    with subprocess.Popen(  # noqa: S603 - words of ours, no shell
        words, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        said = ""
        while True:
            try:
                said = process.communicate(timeout=_POLL_S)[1]
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    process.terminate()
    if cancelled():
        raise BellbuoyError("stopped; no file was written")
    if process.returncode:
        first = said.strip().partition("\n")[0].removeprefix("error: ")
        raise BellbuoyError(safe_text(first, _LONGEST) or "the command failed")
    notes = [line for line in said.splitlines() if not line.startswith("wrote ")]
    return "; ".join([str(path), *(safe_text(line, _LONGEST) for line in notes)])


def _words(ctx: Context, command: str) -> list[str]:
    """The command without the name of the store, which stands in its surroundings: an
    address may hold a password. Of a chart the rows behind it are written."""
    words = shlex.split(f"{command}{shared_options(ctx)}")
    if "--store" in words:
        at = words.index("--store")
        del words[at : at + 2]
    return [word for word in words if word != "--chart"]
