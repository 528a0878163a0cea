"""A source that begins to feed a measure: no use of its clients is a nought from then on."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services import integrations, store
from bellbuoy.services.scoring.recompute import recompute
from tests.fixtures.facts import client, link
from tests.fixtures.facts import store as put
from tests.fixtures.stores import NewStore


def test_clients_that_it_knows_already_are_scored_again(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()
    put(ctx, "client", [client("A"), client("B"), client("C")])
    link(ctx, "crm", ["A", "B"])
    recompute(ctx)
    with ctx.reader() as reader:
        assert reader.value("SELECT count(*) FROM client WHERE tier <> 'unknown'") == 0
    file = tmp_path / "usage.csv"
    file.write_text(f"id,client,at,value\nU-1,A,{ctx.present:%Y-%m-%d}T01:00:00Z,40\n")
    mapping = integrations.load_mapping(None, None, "crm", "USD")
    integrations.import_path(ctx, file, mapping)
    integrations.settle_history(ctx)
    with ctx.reader() as reader:
        unknown = reader.rows("SELECT key FROM client WHERE tier = 'unknown'")
    assert unknown == [("C",)]
    assert store.failures(store.check(ctx, full=True)) == 0


def test_what_it_fed_before_marks_nobody(new_store: NewStore, tmp_path: Path) -> None:
    ctx = new_store()
    put(ctx, "client", [client("A"), client("B")])
    link(ctx, "crm", ["A", "B"])
    mapping = integrations.load_mapping(None, None, "crm", "USD")
    for number in (1, 2):
        file = tmp_path / "usage.csv"
        day = f"{ctx.present:%Y-%m-%d}"
        file.write_text(f"id,client,at,value\nU-{number},A,{day}T01:00:00Z,40\n")
        done = integrations.import_path(ctx, file, mapping)
        assert done.scored == (2 if number == 1 else 1)
