"""One try of a workload: its folder, its command, and what it told before it ended."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.process.storm import forks
from tests.process.storm.grounds import STORE
from tests.process.storm.workloads import Acks, Workload

_ACKED = re.compile(r"^(\d+)$", re.M)
_DONE = "done"
ENDINGS = (0, 4)
"""Codes of a command that did what it was asked: all of it, or some rows are bad."""


class Place:
    """The folder that a workload runs in, brought back to its ground when asked."""

    def __init__(self, home: Path, workload: Workload, *, large: bool) -> None:
        self.workload = workload
        self.folder = home / "place"
        self.store = self.folder / STORE
        self.said = home / "said"
        self._acks = home / "acks"
        self._ground = home / ("large" if large else "small")
        for variable in ("STATE", "DATA", "CONFIG"):
            os.environ[f"XDG_{variable}_HOME"] = str(home / variable.lower())
        if not self._ground.exists():
            self._ground.mkdir(parents=True)
            forks.asked(lambda: workload.ground(self._ground, large))

    def fresh(self) -> None:
        """As the ground is."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._ground, self.folder)
        self._acks.write_text("")

    @property
    def words(self) -> list[str]:
        """The command line."""
        at = f"--store {self.store}"
        words = self.workload.words.format(folder=self.folder, store=self.store, at=at)
        return shlex.split(words)

    @property
    def made(self) -> Path | None:
        """The file that the command makes, where that is what it does."""
        return self.folder / self.workload.makes if self.workload.makes else None

    def acknowledged(self) -> int:
        """How much has been told to be stored, by all tries since it was fresh."""
        return sum(map(int, _ACKED.findall(self._acks.read_text())))

    def finished(self) -> bool:
        """Whether a try has told that it had come to its end."""
        return _DONE in self._acks.read_text()

    def checked(self) -> int:
        """The command that finds no fault in the store, behind those that come first,
        here; the first exit code that is not 0."""
        _onto(self.said, (1, 2))
        for name, value in self.workload.cut.items():
            _put(name, value)
        wanted = [each.split() for each in self.workload.sound.split(";") if each]
        codes = (command([*words, "--store", str(self.store)]) for words in wanted)
        return next((code for code in codes if code), 0)

    def begin(self, *, stopped: bool = False) -> int:
        """Begin the command in a process of its own; its number."""
        return forks.begin(self.run, stopped=stopped)

    def run(self) -> int:
        """The command, here; its exit code. What it says goes into `said`."""
        acks = os.open(self._acks, os.O_WRONLY | os.O_APPEND)
        _onto(self.said, (1, 2))
        for name, value in self.workload.cut.items():
            _put(name, value)
        if self.workload.acks is not None:
            _tap(self.workload.acks, acks)
        code = command(self.words)
        if code in ENDINGS:
            os.write(acks, f"{_DONE}\n".encode())
        return code


def command(words: list[str]) -> int:
    """A command line in this process; its exit code."""
    from bellbuoy.__main__ import main

    return main(words)


def _onto(file: Path, numbers: tuple[int, ...]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in numbers:
        os.dup2(opened, number)


def _place_of(name: str) -> tuple[Any, str]:
    module, _, path = name.partition(":")
    owner: Any = import_module(module)
    *parents, last = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    return owner, last


def _put(name: str, value: object) -> None:
    owner, last = _place_of(name)
    assert hasattr(owner, last), f"{name} is no more"
    setattr(owner, last, value)


def _tap(acks: Acks, into: int) -> None:
    """Tell what is stored, each time that it is."""
    owner, last = _place_of(acks.function)
    whole: Callable[..., object] = getattr(owner, last)

    def tapped(*given: Any, **named: Any) -> object:
        answer = whole(*given, **named)
        os.write(into, f"{acks.amount(*given, **named)}\n".encode())
        return answer

    setattr(owner, last, tapped)


def forget(folder: Path) -> None:
    """Take a folder away, whatever is in it."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
