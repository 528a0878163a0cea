"""The hostile corpus through a whole import, on each engine: nothing is lost, nothing
bad comes in, nothing good is refused, and a second import changes nothing.

BELLBUOY_STORM=1 takes 100,000 random records in place of 300.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import integrations
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import Recomputed
from core.integrations import kept
from core.integrations.types import ImportSummary
from core.values.errors import BellbuoyError
from tests.fixtures.corpus import ROOT, TEXT, CorpusFile, make_corpus
from tests.fixtures.depth import STORM
from tests.fixtures.stores import NewStore

FUZZ = 100_000 if STORM else 300
NOW = datetime(2024, 7, 1, tzinfo=UTC)
FACTS = (
    "client", "client_identity", "subscription", "incident", "event", "usage_day",
    "usage_total",
)  # fmt: skip
Refused = dict[int, tuple[str, str]]


@dataclass(frozen=True)
class Outcome:
    """What became of a file: a summary or an error, and again without reading, and
    again with; digests of all facts before and after each."""

    file: CorpusFile
    first: ImportSummary | BellbuoyError
    again: tuple[ImportSummary | BellbuoyError, ...]
    states: tuple[tuple[int, ...], ...]
    refused: Refused

    @property
    def summary(self) -> ImportSummary:
        assert isinstance(self.first, ImportSummary), (self.file.path.name, str(self.first))
        return self.first


def take(ctx: Context, file: CorpusFile) -> ImportSummary | BellbuoyError:
    """An import without the scores behind it, which are no matter of the file's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integrations, "recompute", lambda ctx, cancelled: Recomputed(0, 0))
        try:
            return integrations.import_path(ctx, file.path, file.mapping)
        except BellbuoyError as error:
            return error


def facts(ctx: Context) -> tuple[int, ...]:
    """What tells apart two contents of the tables of facts, whatever their order."""
    with ctx.reader() as reader:
        return tuple(sum(map(hash, reader.rows(f"SELECT * FROM {table}"))) for table in FACTS)


def every(ctx: Context, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql, values)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[CorpusFile, ...]:
    return make_corpus(tmp_path_factory.mktemp("corpus"), FUZZ)


@pytest.fixture(scope="module")
def outcomes(
    new_store: NewStore, corpus: tuple[CorpusFile, ...]
) -> tuple[Context, tuple[Outcome, ...]]:
    """Every file three times in a row into one store: at once, again, and again
    under rules that make it be read anew."""
    ctx = new_store(at=NOW)
    found = []
    state = facts(ctx)
    for file in corpus:
        first = take(ctx, file)
        states = [state, facts(ctx)]
        refused = {
            line: (code, reason)
            for line, code, reason in every(
                ctx, "SELECT line, code, reason FROM quarantine WHERE file = ?", file.path.name
            )
        }
        again = [take(ctx, file)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept, "RULES", kept.RULES + 1)
            again.append(take(ctx, file))
        state = facts(ctx)
        found.append(Outcome(file, first, tuple(again), (*states, state), refused))
    return ctx, tuple(found)


Taken = tuple[Context, tuple[Outcome, ...]]


def test_every_record_is_stored_unchanged_or_refused(outcomes: Taken) -> None:
    read = 0
    for outcome in outcomes[1]:
        for summary in (outcome.first, *outcome.again):
            if isinstance(summary, BellbuoyError):
                continue
            total = summary.stored + summary.unchanged + summary.quarantined
            assert summary.read == total, outcome.file.path.name
            if outcome.file.records >= 0:
                assert summary.read == outcome.file.records, outcome.file.path.name
        read += outcome.summary.read if outcome.file.verdict == "rows" else 0
    assert read > FUZZ + 3_000


def test_bad_records_are_refused_in_their_place_and_good_ones_are_not(outcomes: Taken) -> None:
    wrong = []
    judged = {"good": 0, "bad": 0, "odd": 0}
    for outcome in outcomes[1]:
        if outcome.file.verdict != "rows":
            continue
        expected = outcome.file.expected()
        assert set(outcome.refused) <= set(expected), outcome.file.path.name
        assert outcome.summary.quarantined == len(outcome.refused)
        for line, record in expected.items():
            judged[record["class"]] += 1
            refused = line in outcome.refused
            if record["class"] != "odd" and refused != (record["class"] == "bad"):
                wrong.append((outcome.file.path.name, line, record["why"]))
    assert wrong == []
    assert judged["good"] > FUZZ // 3
    assert judged["bad"] > FUZZ // 10
    reasons = [reason for outcome in outcomes[1] for _, reason in outcome.refused.values()]
    assert all(reasons)


def test_whole_files_are_taken_or_refused_as_they_deserve(outcomes: Taken) -> None:
    counted = dict.fromkeys(("accept", "reject", "any", "rows"), 0)
    for outcome in outcomes[1]:
        name, verdict = outcome.file.path.name, outcome.file.verdict
        counted[verdict] += 1
        if verdict == "accept":
            assert outcome.summary.quarantined == 0, name
        if verdict == "reject":
            assert isinstance(outcome.first, BellbuoyError), name
        if isinstance(outcome.first, BellbuoyError):
            assert outcome.first.message.startswith(name), outcome.first.message
            assert set(outcome.states) == {outcome.states[0]}, f"{name} was taken in part"
            assert all(isinstance(each, BellbuoyError) for each in outcome.again), name
    assert min(counted.values()) > 8


def test_a_second_import_changes_nothing_read_or_not(outcomes: Taken) -> None:
    skipped = 0
    for outcome in outcomes[1]:
        if isinstance(outcome.first, BellbuoyError):
            continue
        name = outcome.file.path.name
        assert outcome.states[1] == outcome.states[2], name
        for again in outcome.again:
            assert isinstance(again, ImportSummary), name
            assert (again.stored, again.quarantined) == (0, outcome.summary.quarantined), name
        skipped += outcome.again[0].files[0].skipped  # type: ignore[union-attr]
        assert not outcome.again[1].files[0].skipped  # type: ignore[union-attr]
    assert skipped > 40


def test_each_refused_record_is_kept_once(outcomes: Taken) -> None:
    ctx, found = outcomes
    kept_rows = every(ctx, "SELECT count(*) FROM quarantine")[0][0]
    assert kept_rows == sum(len(outcome.refused) for outcome in found)
    assert every(ctx, "SELECT count(*) FROM quarantine WHERE state <> 'new'") == [(0,)]


def test_the_text_of_what_is_taken_is_exact(outcomes: Taken) -> None:
    ctx, found = outcomes
    held = {table: dict(every(ctx, sql)) for table, (_, sql) in TEXT.items()}
    compared = 0
    for outcome in found:
        file = outcome.file
        if file.verdict != "rows" or file.theme in ("dates", "shape", "jsonl", "ids"):
            continue
        column = TEXT[file.table][0]
        for row, line in zip(file.rows(), sorted(file.expected()), strict=True):
            if line in outcome.refused:
                continue
            # An incident without a title is called by its id.
            text = row[column] or (row["id"] if file.table == "incidents" else None)
            assert held[file.table][row["id"].strip()] == text, (file.path.name, line)
            compared += 1
    assert compared > 2_500


CHILD = """
import re, sys
from datetime import UTC, datetime
from pathlib import Path
from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import open_context
from bellbuoy.services.integrations import import_path
from bellbuoy.services.making import init
from core.values.errors import BellbuoyError
from tests.fixtures.corpus import make_corpus
folder = Path(sys.argv[1])
init(str(folder / "store.db"))
ctx = open_context(
    str(folder / "store.db"), user="test", clock=FixedClock(datetime(2024, 7, 1, tzinfo=UTC))
)
taken = 0
for file in make_corpus(folder, 1000):
    try:
        taken += import_path(ctx, file.path, file.mapping).read
    except BellbuoyError:
        pass
# What getrusage says begins with the size of the process that started this one.
status = open("/proc/self/status").read()
print(taken, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


@pytest.mark.process
def test_all_of_it_takes_little_memory(corpus: tuple[CorpusFile, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    taken, mebibytes = map(int, done.stdout.split())
    assert taken > 4_000
    assert mebibytes <= 256
