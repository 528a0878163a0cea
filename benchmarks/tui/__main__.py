"""What does Bellbuoy cost the person at the keyboard, at 100, 10,000 and 1,000,000 clients?

    make bench-tui
    .venv/bin/python -m benchmarks.tui --sizes 100 --only start --rounds 3

Makes demo stores, then asks every question of every store, in rounds, each program in
turn under a real pseudo-terminal. Prints one table with a column a store.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data.__main__ import MILLION, ask
from benchmarks.data.bench import Question
from benchmarks.data.stores import SQLITE, stores
from benchmarks.tui.questions import QUESTIONS, beside

SIZES = (100, 10_000)


def options(words: list[str]) -> argparse.Namespace:
    """What was asked for. Exits with 2 for what makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tui")
    add = parser.add_argument
    add("--sizes", type=_sizes, default=SIZES, help="clients, with commas: 100,10000")
    add("--million", action="store_true", help="also 1,000,000 clients: some 6 GB, an hour")
    add("--rounds", type=int, default=3, help="how often each question is asked")
    add("--only", type=_words, default=(), help="questions: " + ", ".join(_names()))
    add("--days", type=int, default=30, help="days of history of the demo stores")
    add("--folder", type=Path, help="keep the stores there, and take those that are there")
    told = "another program, with {csv} or {store} in its command line: 'vd=vd {csv}'"
    add("--beside", type=_program, action="append", default=[], metavar="NAME=…", help=told)
    asked = parser.parse_args(words)
    if unknown := set(asked.only) - set(_names()):
        parser.error(f"no question {', '.join(sorted(unknown))}")
    if asked.rounds < 1:
        parser.error("at least one round")
    if asked.million and MILLION not in asked.sizes:
        asked.sizes = (*asked.sizes, MILLION)
    return asked


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(word) for word in text.split(",")))


def _program(text: str) -> tuple[str, str]:
    name, equals, command = text.partition("=")
    if not (name and equals and command):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=COMMAND")
    return name, command


def _names() -> list[str]:
    return [question.name for question in QUESTIONS]


def wanted(asked: argparse.Namespace) -> list[Question]:
    """The questions; programs of others are asked for by name, and so always wanted."""
    chosen = [each for each in QUESTIONS if not asked.only or each.name in asked.only]
    return chosen + [beside(name, command) for name, command in asked.beside]


def main(words: list[str]) -> int:
    """Measure and print."""
    asked = options(words)
    with TemporaryDirectory(prefix="bellbuoy-bench-tui-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with stores((SQLITE,), asked.sizes, folder.resolve(), asked.days) as (places, took):
            for name, seconds in took.items():
                print(f"made {name} in {seconds:.1f} s", file=sys.stderr)
            try:
                print(ask(places, wanted(asked), asked.rounds))
            except (FileNotFoundError, subprocess.CalledProcessError) as error:
                print(f"NOTHING WAS MEASURED: {error}", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
