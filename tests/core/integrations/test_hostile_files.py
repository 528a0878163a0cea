"""The hostile corpus: good records become facts with their text exact, bad ones
are refused, each record comes once and on its line.

Left to the store, which alone can see it: a client that does not exist, and an
id that comes twice with other content.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bellbuoy.services.importing.files import find_files
from bellbuoy.services.importing.opening import opened
from core.events.types import Fact
from core.integrations.fact_rows import FactRow, read_facts
from core.integrations.mapping import read_mapping
from core.integrations.mapping_types import Kind, Mapping
from core.integrations.plain import plain_mapping
from core.values.errors import BellbuoyError, RowError, UsageError

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT.parent / "shared" / "tools" / "nasty_corpus.py"
RENAMED = {
    "customers.signup_date": "start",
    "incidents.client_id": "client",
    "incidents.opened_at": "opened",
    "events.message_id": "id",
    "events.user_id": "client",
    "events.event": "kind",
    "events.ts": "at",
    "events.properties": "payload",
}
KINDS: dict[str, Kind] = {"customers": "client", "incidents": "incident", "events": "event"}
# Transactions are told as subscriptions, which have amounts, a currency and text.
TRANSACTIONS = """
source = "corpus"
timezone = "UTC"
[[files]]
path = "*.csv"
kind = "subscription"
[files.columns]
id = "id"
client = "customer_id"
start = "purchased_at"
amount = "amount"
currency = "currency"
period = { const = "month" }
plan = "category"
"""
EVENTS = """
source = "corpus"
timezone = "UTC"
[[files]]
path = "*.csv"
kind = "event"
[files.columns]
id = "id"
client = "customer_id"
at = "purchased_at"
kind = { const = "purchase" }
payload = ["amount", "currency", "category"]
"""
TEXT_OF = {"customers": ("name", "name"), "incidents": ("title", "title"),
           "transactions": ("category", "plan")}  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    folder: Path
    files: list[dict[str, Any]]

    def read(self, file: dict[str, Any]) -> list[FactRow]:
        """All rows of one file of the corpus, through the door of an import."""
        mapping = mapping_for(file["table"], file["theme"])
        [found] = find_files(self.folder / file["file"], mapping)
        with opened(found) as handle:
            now = datetime(2024, 7, 1, tzinfo=UTC)
            rows = read_facts(found.spec, mapping, found.name, handle, ZoneInfo("UTC"), now)
            return list(rows)

    def expected(self, file: dict[str, Any]) -> dict[int, dict[str, Any]]:
        told = self.folder / (file["file"] + ".expect.jsonl")
        records = map(json.loads, told.read_text().splitlines())
        return {record["line"]: record for record in records}

    def texts(self, file: dict[str, Any]) -> Iterator[str]:
        """The text column, as Python's own csv module reads it."""
        column = TEXT_OF[file["table"]][0]
        path = self.folder / file["file"]
        usual = csv.field_size_limit(10_000_000)
        try:
            with path.open(newline="", encoding="utf-8") as handle:
                yield from [row[column] for row in csv.DictReader(handle)]
        finally:
            csv.field_size_limit(usual)


def mapping_for(table: str, theme: str) -> Mapping:
    if table == "transactions":
        return read_mapping(EVENTS if theme == "dates" else TRANSACTIONS, "corpus.toml")
    return plain_mapping("corpus", KINDS[table])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    if not TOOL.exists():
        pytest.skip(f"THE HOSTILE CORPUS IS NOT THERE: {TOOL}")
    folder = tmp_path_factory.mktemp("hostile")
    renames = [f"--rename={old}={new}" for old, new in RENAMED.items()]
    command = [sys.executable, str(TOOL), f"--out={folder}", "--fuzz=4000", "--bomb-mb=4"]
    subprocess.run([*command, *renames], check=True, capture_output=True)
    manifest = json.loads((folder / "manifest.json").read_text())
    return Corpus(folder, manifest["files"])


def left_to_the_store(expected: dict[str, Any]) -> bool:
    return expected["why"] in ("no such customer", "no such client")


def test_every_record_comes_once_and_on_its_line(corpus: Corpus) -> None:
    judged = [file for file in corpus.files if file["verdict"] == "rows"]
    assert len(judged) > 15
    for file in judged:
        lines = [row.line for row in corpus.read(file)]
        assert lines == sorted(corpus.expected(file)), file["file"]


def test_good_records_become_facts_and_bad_ones_do_not(corpus: Corpus) -> None:
    wrong = []
    counted = {"good": 0, "bad": 0}
    for file in corpus.files:
        if file["verdict"] != "rows":
            continue
        expected = corpus.expected(file)
        for row in corpus.read(file):
            record = expected[row.line]
            if record["class"] == "odd" or left_to_the_store(record):
                continue
            counted[record["class"]] += 1
            if (record["class"] == "bad") != isinstance(row.fact, RowError):
                wrong.append((file["file"], row.line, record["why"], row.fact))
    assert wrong == []
    assert counted["good"] > 1000
    assert counted["bad"] > 300


def test_the_text_of_what_is_taken_is_exact(corpus: Corpus) -> None:
    compared = 0
    for file in corpus.files:
        if file["verdict"] != "rows" or file["theme"] in ("dates", "shape", "jsonl"):
            continue
        attribute = TEXT_OF[file["table"]][1]
        for row, text in zip(corpus.read(file), corpus.texts(file), strict=True):
            if isinstance(row.fact, RowError):
                continue
            found = getattr(row.fact, attribute)
            fallback = row.fact.external_id if attribute == "title" else None
            assert found == (text or fallback), (file["file"], row.line)
            compared += 1
    assert compared > 3000


def test_files_to_accept_are_taken_whole(corpus: Corpus) -> None:
    accepted = [file for file in corpus.files if file["verdict"] == "accept"]
    assert len(accepted) > 12
    for file in accepted:
        facts = [row.fact for row in corpus.read(file)]
        assert not [fact for fact in facts if isinstance(fact, RowError)], file["file"]
        assert len(facts) == file["records"], file["file"]


def test_files_to_reject_are_refused_by_name(corpus: Corpus) -> None:
    rejected = [file for file in corpus.files if file["verdict"] == "reject"]
    assert len(rejected) > 8
    for file in rejected:
        with pytest.raises(UsageError) as error:
            corpus.read(file)
        assert file["file"] in error.value.message


def test_no_other_file_does_worse_than_being_refused(corpus: Corpus) -> None:
    for file in corpus.files:
        if file["verdict"] != "any":
            continue
        try:
            rows = corpus.read(file)
        except BellbuoyError:
            continue
        assert all(isinstance(row.fact, Fact | RowError) for row in rows), file["file"]
