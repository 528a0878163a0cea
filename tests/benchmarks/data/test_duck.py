"""The peer of the recompute does the same work: its scores are ours."""

from pathlib import Path

import duckdb

from benchmarks.data import duck
from tests.fixtures.stores import context


def test_it_scores_as_the_store_does(demo_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "peer.duckdb"
    duck.fill(str(demo_store), str(file))
    assert duck.score(str(file))["seconds"] > 0
    with duckdb.connect(str(file)) as peer:
        theirs = dict(peer.execute("SELECT id, score FROM score").fetchall())
    with context(demo_store).store.reader() as reader:
        ours = dict(reader.rows("SELECT id, score FROM client WHERE score IS NOT NULL"))
    assert len(ours) == 14
    assert {client: theirs[client] for client in ours} == ours
