"""Does the data plane hold at 10,000, 100,000 and 1,000,000 clients?

    make bench-data
    .venv/bin/python -m benchmarks.data --sizes 10000 --engines sqlite --only pages,size

Makes demo stores, then asks every question of every store, in rounds: round 0 of
all, round 1 of all, … Prints one table with a column a store.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import (
    client,
    facets,
    imports,
    incidents,
    load,
    pages,
    queries,
    queue,
    recompute,
    search,
    simulation,
    size,
    storm,
)
from benchmarks.data.bench import Figures, Place, Question, found
from benchmarks.data.stores import POSTGRESQL, SQLITE, stores
from benchmarks.data.table import table

QUESTIONS = (
    size.QUESTION, pages.QUESTION, queries.QUESTION, facets.QUESTION, search.QUESTION,
    client.QUESTION, incidents.QUESTION, imports.QUESTION, recompute.QUESTION, load.QUESTION,
    queue.QUESTION, storm.QUESTION, simulation.QUESTION,
)  # fmt: skip
SIZES = (10_000, 100_000)
MILLION = 1_000_000


def options(words: list[str]) -> argparse.Namespace:
    """What was asked for. Exits with 2 for what makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.data")
    add = parser.add_argument
    add("--sizes", type=_sizes, default=SIZES, help="clients, with commas: 10000,100000")
    add("--million", action="store_true", help="also 1,000,000 clients: some 6 GB, an hour")
    add("--engines", type=_words, default=(SQLITE, POSTGRESQL), help="sqlite,postgresql")
    add("--rounds", type=int, default=3, help="how often each question is asked")
    add("--only", type=_words, default=(), help="questions: " + ", ".join(_names()))
    add("--days", type=int, default=30, help="days of history of the demo stores")
    add("--folder", type=Path, help="keep the stores there, and take those that are there")
    asked = parser.parse_args(words)
    if unknown := set(asked.only) - set(_names()):
        parser.error(f"no question {', '.join(sorted(unknown))}")
    if unknown := set(asked.engines) - {SQLITE, POSTGRESQL}:
        parser.error(f"no engine {', '.join(sorted(unknown))}")
    if asked.million and MILLION not in asked.sizes:
        asked.sizes = (*asked.sizes, MILLION)
    return asked


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(word) for word in text.split(",")))


def _names() -> list[str]:
    return [question.name for question in QUESTIONS]


def ask(places: list[Place], questions: list[Question], rounds: int) -> str:
    """The table of all answers. What goes on is told on stderr."""
    figures: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for number in range(rounds):
        for question in questions:
            for place in places:
                print(f"round {number + 1}: {question.name}, {place.name}", file=sys.stderr)
                figures[question.name, place.name].append(question.measure(place, number))
    columns = []
    for place in places:
        lines = [
            line
            for question in questions
            for line in found(question, place, figures[question.name, place.name])
        ]
        columns.append((place, lines))
    return table(columns)


def main(words: list[str]) -> int:
    """Measure and print."""
    asked = options(words)
    wanted = [each for each in QUESTIONS if not asked.only or each.name in asked.only]
    with TemporaryDirectory(prefix="bellbuoy-bench-data-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with stores(asked.engines, asked.sizes, folder.resolve(), asked.days) as (places, took):
            for name, seconds in took.items():
                print(f"made {name} in {seconds:.1f} s", file=sys.stderr)
            print(ask(places, wanted, asked.rounds))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
