"""Text is kept byte for byte, whatever it holds, and comes back as it was."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import client_detail, clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from core.values.errors import UsageError
from core.values.text import fold
from storage.engine.postgresql_text import written
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, codes, event, incident, store, subscription
from tests.fixtures.stores import NOW, NewStore

HOSTILE = (
    "\x1b]52;c;ZGVtbw==\x07\x1b[2J\x9b31m",
    "[bold red]x[/] {name} %s $HOME `id`",
    "Robert'); DROP TABLE client;--",
    "\u202eevil\u202c \u2066\u2069\u200b\ufeff",
    "e\u0301\u0327" * 40,
    "🚢👩‍👩‍👧‍👦 海運 ﷽ ｆｕｌｌ",
    "=cmd|'/c calc'!A0",
    "line\r\nline\rline\n\ttab",
    "\x01\x02\x7f\x80\x85\xa0",
    "\ufffe\uffff\U0010ffff",
    '"quoted" \'twice\' \\back\\slash /',
    " leading and trailing ",
)  # fmt: skip


@pytest.fixture(scope="module")
def ctx(new_store: NewStore) -> Context:
    """Every hostile text in every field that a source fills, and in the ids."""
    ctx = new_store()
    for n, text in enumerate(HOSTILE):
        fact = replace(
            client(text, TODAY - 90), name=text, industry=text, country=text, plan=text,
            owner=text, status=text, extra=((text, text),),
        )  # fmt: skip
        assert codes(store(ctx, "client", [fact], text)) == ["stored"]
        told = incident(
            text, text, NOW - timedelta(days=n + 1), title=text, impact=text,
            acknowledged=NOW - timedelta(days=n),
        )  # fmt: skip
        assert codes(store(ctx, "incident", [told], text)) == ["stored"]
        used = replace(event(ctx, text, text, TODAY - 1, text, 1), payload=text)
        assert codes(store(ctx, "event", [used], text)) == ["stored"]
        paid = subscription(text, text, TODAY - 9, plan=text)
        assert codes(store(ctx, "subscription", [paid], text)) == ["stored"]
    return ctx


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_client_s_text_comes_back_exact(ctx: Context, text: str) -> None:
    row = next(row for row in clients.page(ctx).rows if row.key == text)
    assert (row.name, row.industry, row.country, row.plan, row.owner, row.status) == (text,) * 6
    assert clients.identify(ctx, text) == row.id
    found = client_detail.show(ctx, text)
    assert (found.row.name, found.extra, found.identities) == (
        text,
        ((text, text),),
        ((text, text),),
    )
    [told] = found.incidents
    assert (told.title, told.impact, told.source, told.external_id) == (text,) * 4
    assert incidents.show(ctx, text) == told


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_in_a_query_is_a_value_and_nothing_else(ctx: Context, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    shown = {row.key for row in clients.page(ctx).rows if fold(row.name) == fold(text)}
    with suppress(UsageError):
        found = clients.page(ctx, f"name:{quoted}").rows
        assert {row.key for row in found} in (shown, set())
    assert clients.count(ctx) == len(HOSTILE)


def test_bytes_in_the_file_are_those_that_were_told(ctx: Context) -> None:
    raw_of = {"sqlite": "CAST({} AS BLOB)", "postgresql": "convert_to({}, 'UTF8')"}
    with ctx.reader() as reader:
        for table, column in (
            ("client", "name"), ("incident", "title"), ("event", "payload"),
            ("subscription", "plan"), ("client_identity", "external_id"),
        ):  # fmt: skip
            raw = raw_of[ctx.store.engine].format(column)
            rows = reader.rows(f"SELECT {raw} FROM {table}")
            kept = written if ctx.store.engine == "postgresql" else str
            assert {told for (told,) in rows} == {kept(text).encode() for text in HOSTILE}


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@settings(max_examples=examples(20, 200), deadline=None)
def test_any_name_survives_a_file_and_the_store(
    new_store: NewStore, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    row = {"id": "a", "name": text, "industry": f"x{text}x"}
    (folder / "client.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    ctx = new_store()
    done = import_path(ctx, folder, load_mapping(None, None, None, "USD"))
    if done.stored:
        [found] = clients.page(ctx).rows
        # Blanks around a cell are the file's, not the name's.
        assert found.name in (text, text.strip())
        assert found.industry == f"x{text}x"
    else:
        with ctx.reader() as reader:
            [(raw,)] = reader.rows("SELECT raw FROM quarantine")
        assert raw == (folder / "client.jsonl").read_bytes()


@pytest.mark.parametrize("broken", ["\\ud800", "\\u0000"])
def test_what_no_text_can_hold_is_refused_where_it_comes_in(
    new_store: NewStore, tmp_path: Path, broken: str
) -> None:
    rows = (
        '{"id": "a", "name": "x%sy"}',
        '{"id": "a%s", "name": "x"}',
        '{"id": "b", "name": "ok"}',
    )
    text = "\n".join(row.replace("%s", broken) for row in rows)
    (tmp_path / "client.jsonl").write_text(text + "\n")
    done = import_path(new_store(), tmp_path, load_mapping(None, None, None, "USD"))
    assert (done.stored, done.quarantined) == (1, 2)
