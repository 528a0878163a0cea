"""Rows of a demo store made in two more processes, while this one stores them.

    python -P -m bellbuoy.services.making_ahead SEED SIZE DAYS RUN_IN AS_OF_US ZONE BEGIN

writes every second chapter to its standard output, each behind its length. Making
a client costs as much as storing it, so that two cores need half the time of one.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import IO

from bellbuoy.services.making_rows import ChapterRows, chapters
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.values.errors import BellbuoyError
from core.values.instants import from_micros, to_micros, zone

HELPERS = 2
_HEAD = 8  # bytes of the length in front of each chapter


def chapters_ahead(facts: DemoFacts) -> Generator[ChapterRows, None, None]:
    """`chapters` from processes of their own, which end with this one."""
    with ExitStack() as stack:
        streams = [_read(stack.enter_context(_helper(facts, n))) for n in range(HELPERS)]
        told = 0
        # In turn, until the one whose turn it is has no more.
        for stream in cycle(streams):
            chapter = next(stream, None)
            if chapter is None:
                break
            told = chapter.last
            yield chapter
    if told != facts.size:
        raise BellbuoyError("a process that makes the demo's clients ended early")


@contextmanager
def _helper(facts: DemoFacts, number: int) -> Iterator[IO[bytes]]:
    """What a process writes, which is ended with the block."""
    words = (
        facts.seed, facts.size, facts.days, facts.run_in, to_micros(facts.as_of),
        facts.zone.key, number,
    )  # fmt: skip
    # Without the working directory on its path, and out of reach of the terminal's
    # ctrl-c: it ends when nobody reads any more.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", __name__, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        with process.stdout as stream:
            yield stream
    finally:
        process.kill()
        process.wait()


def _read(stream: IO[bytes]) -> Iterator[ChapterRows]:
    while len(head := stream.read(_HEAD)) == _HEAD:
        length = int.from_bytes(head, "big")
        if len(body := stream.read(length)) < length:
            return
        # Written by the process that was started above, with this same interpreter.
        yield ChapterRows.of_plain(marshal.loads(body))  # noqa: S302


def _write(facts: DemoFacts, begin: int, stream: IO[bytes]) -> None:
    for chapter in chapters(facts, begin=begin, every=HELPERS):
        body = marshal.dumps(chapter.plain())
        stream.write(len(body).to_bytes(_HEAD, "big") + body)
        stream.flush()


def main(words: list[str]) -> int:
    """Write the chapters that the command line names; 0 also when nobody reads on."""
    seed, size, days, run_in, as_of_us = map(int, words[:5])
    facts = demo_facts(
        seed, size, days, as_of=from_micros(as_of_us), zone=zone(words[5]), run_in=run_in
    )
    try:
        _write(facts, int(words[6]), sys.stdout.buffer)
    except BrokenPipeError:
        # Python would try to flush it again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
