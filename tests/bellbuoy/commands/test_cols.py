"""--cols: which columns, in which order, in every format of every list."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bellbuoy.commands.client_rows import client_columns
from bellbuoy.commands.columns import Column
from bellbuoy.commands.incident_rows import INCIDENTS
from bellbuoy.commands.options import Options
from bellbuoy.commands.quarantine import ROWS
from bellbuoy.services.fields import fields
from tests.bellbuoy.commands.conftest import Bell

LISTS: dict[str, tuple[Column, ...]] = {
    "client": client_columns(Options(), 0),
    "incident": INCIDENTS,
    "quarantine": ROWS,
}


@pytest.fixture
def refused(bell: Bell, tmp_path: Path) -> Path:
    """A store whose quarantine holds three rows."""
    file = tmp_path / "client.csv"
    file.write_text("id,name\n,a\n,b\n,c\n", encoding="utf-8")
    store = tmp_path / "new.db"
    bell("import", str(file), store=store)
    return store


@pytest.mark.parametrize("noun", list(LISTS))
def test_every_field_of_a_query_is_a_column_under_all_its_names(noun: str) -> None:
    columns = {column.key: column for column in LISTS[noun]}
    for field in fields(noun):
        assert columns[field.name].also == field.aliases, field.name


@pytest.mark.parametrize("noun", list(LISTS))
def test_rows_have_a_key_for_each_column(
    noun: str, demo: Bell, bell: Bell, refused: Path
) -> None:
    words = (noun, "list", "--json", "--limit", "1")
    told = bell(*words, store=refused) if noun == "quarantine" else demo(*words)
    assert set(told.rows[0]) == {column.key for column in LISTS[noun]}


def test_three_columns_in_their_order_in_every_format(demo: Bell) -> None:
    line = ("client", "list", "--limit", "2", "--cols", "arr,name,id")
    rows = demo(*line, "--json").rows
    assert [list(row) for row in rows] == [["arr", "name", "id"]] * 2
    assert [json.loads(line_) for line_ in demo(*line, "--jsonl").lines] == rows
    head, *body = csv.reader(io.StringIO(demo(*line, "--csv").out))
    assert head == ["arr_minor", "arr_currency", "name", "id"]
    assert [row[3] for row in body] == [row["id"] for row in rows]
    assert demo(*line).lines[0].split() == ["ARR", "client", "id"]
    assert demo(*line, "--format", "md").lines[0] == "| ARR | client | id |"


def test_the_names_of_a_query_are_read_too(demo: Bell) -> None:
    told = demo("client", "list", "--limit", "1", "--cols", "key,score,start", "--json")
    assert list(told.rows[0]) == ["id", "health", "since"]
    told = demo("incident", "list", "--limit", "1", "--cols", "sev,ack,key", "--json")
    assert list(told.rows[0]) == ["severity", "acknowledged", "id"]


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
@pytest.mark.parametrize(
    ("noun", "slip", "hint"),
    [
        ("client", "nmae", "did you mean “name”?"),
        ("incident", "titel", "did you mean “title”?"),
        ("quarantine", "reson", "did you mean “reason”?"),
        ("client", "zzz", "there are id, name, tier"),
    ],
)
def test_an_unknown_column_is_refused_with_a_suggestion(
    noun: str, slip: str, hint: str, form: str, demo: Bell
) -> None:
    told = demo(noun, "list", "--cols", f"id,{slip}", "--format", form)
    assert (told.code, told.out) == (2, "")
    assert f"no column “{slip}”" in told.err
    assert hint in told.err


@pytest.mark.parametrize("cols", ["name,id,name", "score,health", "health,score"])
def test_a_column_is_named_once(demo: Bell, cols: str) -> None:
    told = demo("client", "list", "--cols", cols)
    assert (told.code, told.out) == (2, "")
    assert "is named twice" in told.err


def test_quarantine_too(bell: Bell, refused: Path) -> None:
    told = bell("quarantine", "list", "--cols", "line,key", "--csv", store=refused)
    assert told.lines == ["line,id", "2,Q-1", "3,Q-2", "4,Q-3"]
