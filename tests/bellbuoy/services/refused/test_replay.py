"""Refused rows tried again: the same rules, and what is accepted is stored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping, read_as
from bellbuoy.services.refused import selection
from bellbuoy.services.refused.fix import drop, fix
from bellbuoy.services.refused.replay import replay
from core.values.errors import DeniedError
from tests.bellbuoy.services.refused.conftest import (
    CODES,
    FILES,
    NOW,
    Row,
    every,
    states,
    take,
    write,
)
from tests.fixtures.dump import dump
from tests.fixtures.stores import NewStore, context, move


def reasons(ctx: Context) -> list[str]:
    return [row.code for row in quarantine.page(ctx).rows]


def test_what_was_refused_is_refused_again_for_the_same_reason(ctx: Context) -> None:
    before = quarantine.page(ctx).rows
    assert [row.code for row in before] == CODES
    dealt = replay(ctx, "")
    assert (dealt.rows, dealt.done, dealt.unchanged, dealt.refused) == (6, 0, 0, 6)
    assert dict(dealt.reasons) == dict.fromkeys(CODES, 1)
    assert [(each.id, each.line) for each in dealt.still][:2] == [("Q-1", 3), ("Q-2", 4)]
    assert quarantine.page(ctx).rows == before


def test_a_mended_client_lets_its_usage_in(ctx: Context, row: Row) -> None:
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    dealt = replay(ctx, "code:time.syntax,ref.client")
    assert (dealt.rows, dealt.done, dealt.refused) == (2, 2, 0)
    assert (dealt.changed_clients, dealt.scored) == (1, 1)
    assert states(ctx) == ["replayed", "new", "replayed", "new", "new", "new"]
    assert every(ctx, "SELECT key, name FROM client ORDER BY key") == [
        ("c1", "One; first"), ("c2", "Two"),
    ]  # fmt: skip
    assert every(ctx, "SELECT external_id, value FROM event ORDER BY 1") == [
        ("u1", 5), ("u2", 7),
    ]  # fmt: skip
    assert row("Q-3").raw == b"u2,c2,2024-06-01T09:00:00Z,7\n"


def test_rows_that_are_in_by_now_are_unchanged(ctx: Context, folder: Path) -> None:
    text = FILES["client.csv"].replace("2024-13-01", "2024-12-01")
    other = write(folder.parent / "other", **{"client.csv": text})
    import_path(ctx, other / "client.csv", load_mapping(None, None, "crm", "USD"))
    import_path(ctx, other / "usage.csv", load_mapping(None, None, "crm", "USD"))
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET state = 'new' WHERE code = 'ref.client'")
    dealt = replay(ctx, "code:ref.client")
    assert (dealt.done, dealt.unchanged, dealt.refused) == (0, 1, 0)


def test_still_bad_rows_say_what_is_wrong_now(ctx: Context, row: Row) -> None:
    fix(ctx, "Q-4", {"value": "3", "client": "nobody"})
    dealt = replay(ctx, "state:fixed")
    assert (dealt.refused, dealt.reasons) == (1, (("ref.client", 1),))
    found = row("Q-4")
    assert (found.code, found.state) == ("ref.client", "new")
    assert "nobody" in found.reason
    assert found.fixed == b"u3,nobody,2024-06-02T09:00:00Z,3\n"


def test_a_conflict_stays_one_unless_it_is_mended(ctx: Context) -> None:
    """The second row of an id with other content does not take the first one's place
    by being tried again; mended, it says what is meant."""
    assert replay(ctx, "Q-2").reasons == (("id.conflict", 1),)
    assert every(ctx, "SELECT name FROM client") == [("One; first",)]
    fix(ctx, "Q-2", {"id": "c3"})
    assert replay(ctx, "Q-2").done == 1
    assert every(ctx, "SELECT key, name FROM client ORDER BY 1") == [
        ("c1", "One; first"), ("c3", "Other"),
    ]  # fmt: skip
    assert states(ctx)[1] == "replayed"


def test_what_lay_ahead_comes_in_when_its_time_has_come(ctx: Context, folder: Path) -> None:
    move(ctx, NOW + timedelta(days=60))
    dealt = replay(ctx, "code:time.future")
    assert dealt.done == 1
    assert every(ctx, "SELECT external_id FROM event ORDER BY 1") == [("u1",), ("u4",)]


def test_a_dry_run_says_the_same_and_keeps_nothing(ctx: Context) -> None:
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    before = dump(ctx.store)
    tried = replay(ctx, "", dry_run=True)
    assert dump(ctx.store) == before
    done = replay(ctx, "")
    assert (tried.done, tried.refused, tried.changed_clients) == (2, 4, 1)
    assert (done.done, done.refused, done.changed_clients) == (2, 4, 1)
    assert tried.still == done.still


def test_portions_give_what_one_would(
    ctx: Context, new_store: NewStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_store(at=NOW)
    take(other, folder)
    for each in (ctx, other):
        fix(each, "Q-1", {"start": "2024-12-01"})
        fix(each, "Q-6", {"severity": "low"})
    steps: list[tuple[int, int | None]] = []
    whole = replay(ctx, "")
    monkeypatch.setattr(selection, "PORTION", 1)
    parts = replay(other, "", progress=lambda *step: steps.append(step))
    assert (parts.rows, parts.done, parts.still) == (whole.rows, whole.done, whole.still)
    assert steps == [(n, 6) for n in range(1, 7)]
    assert states(other) == states(ctx)


def test_rows_are_read_by_the_rules_of_their_own_import(
    new_store: NewStore, tmp_path: Path
) -> None:
    """Another dialect, encoding and mapping than those of a later import."""
    ctx = new_store(at=NOW)
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'source = "crm"\ncurrency = "EUR"\n[[files]]\npath = "*"\nkind = "client"\n'
        '[files.columns]\nid = "Nr"\nname = "Firma"\n'
        'start = { column = "Seit", format = "%d.%m.%Y" }\n'
    )
    file = tmp_path / "kunden.txt"
    file.write_bytes("Nr|Firma|Seit\n7|'Zoë|x'|31.06.2024\n".encode("cp1252"))
    told = read_as(load_mapping(mapping, None, None, "USD"), quote="single", encoding="cp1252")
    assert import_path(ctx, file, told).quarantined == 1
    file.unlink()
    mapping.unlink()
    fix(ctx, "Q-1", {"Seit": "30.06.2024"})
    assert replay(ctx, "Q-1").done == 1
    assert every(ctx, "SELECT key, name FROM client") == [("7", "Zoë|x")]


def test_facts_of_a_first_import_count_as_known_when_they_happened(
    ctx: Context, folder: Path
) -> None:
    fix(ctx, "Q-4", {"value": "3"})
    move(ctx, NOW + timedelta(days=9))
    replay(ctx, "Q-4")
    (before, now) = every(
        ctx, "SELECT known_us - at_us, backfilled FROM event ORDER BY external_id"
    )
    assert before == now == (0, 1)


def test_the_import_of_a_replay_counts_its_files(ctx: Context) -> None:
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    replay(ctx, "")
    assert every(ctx, "SELECT id, state FROM import_run ORDER BY id") == [
        (1, "done"), (2, "replayed"),
    ]  # fmt: skip
    assert every(
        ctx,
        "SELECT file, records, stored, unchanged, quarantined FROM import_file"
        " WHERE run_id = 2 ORDER BY position",
    ) == [
        ("client.csv", 2, 1, 0, 1), ("usage.csv", 3, 1, 0, 2), ("incident.jsonl", 1, 0, 0, 1),
    ]  # fmt: skip


def test_rows_of_an_older_version_say_so(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET layout_id = NULL, cut = NULL, last_run_id = NULL")
    dealt = replay(ctx, "")
    assert dealt.refused == 6
    assert all("import its file again" in each.reason for each in dealt.still)
    assert reasons(ctx) == CODES


def test_a_row_that_was_cut_is_refused_with_a_word(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store(at=NOW)
    file = tmp_path / "client.csv"
    file.write_bytes(b"id,name\nc1," + b"x" * 3_000_000 + b"\n")
    assert import_path(ctx, file, load_mapping(None, None, "crm", "USD")).quarantined == 1
    found = quarantine.show(ctx, "Q-1")
    assert (len(found.raw), found.cut) == (1_048_576, 3_000_004 - 1_048_576)
    [still] = replay(ctx, "Q-1").still
    assert still.code == "size.line"
    assert "only its first 1,048,576 bytes were kept" in still.reason


def test_settled_rows_are_left_alone(ctx: Context) -> None:
    drop(ctx, "Q-6")
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    replay(ctx, "Q-1")
    assert replay(ctx, "Q-1").unchanged == 1
    assert replay(ctx, "").rows == 4
    assert replay(ctx, "state:dropped").rows == 1


def test_stopping_keeps_the_portions_that_are_done(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "PORTION", 1)
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    asked = iter([False, True])
    with pytest.raises(KeyboardInterrupt):
        replay(ctx, "", cancelled=lambda: next(asked))
    assert states(ctx)[0] == "replayed"
    assert replay(ctx, "").done == 1


def test_a_later_import_of_the_same_file_settles_what_it_accepts(
    ctx: Context, folder: Path
) -> None:
    """Usage that came before its client comes in with the next import."""
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    replay(ctx, "Q-1")
    done: Any = take(ctx, folder)
    assert {f.file: f.stored for f in done.files} == {
        "client.csv": 0, "usage.csv": 1, "incident.jsonl": 0,
    }  # fmt: skip
    assert states(ctx) == ["replayed", "new", "replayed", "new", "new", "new"]


def test_a_change_set_tells_who_let_what_in(ctx: Context, row: Row) -> None:
    replay(ctx, "")
    told = every(ctx, "SELECT actor, action FROM change_set ORDER BY id DESC LIMIT 1")
    assert told == [(ctx.viewer.name, "quarantine.replay")]
    (number,) = every(ctx, "SELECT max(id) FROM change_set")[0]
    audited = every(ctx, f"SELECT action, outcome FROM audit WHERE change_id = {number}")
    assert audited == [("quarantine.replay", "done")]


def test_only_those_who_may(ctx: Context) -> None:
    for role in ("rep", "analyst", "auditor"):
        with pytest.raises(DeniedError):
            replay(context(ctx.store, role=role), "")
    assert replay(context(ctx.store, NOW, role="manager"), "Q-1").rows == 1
