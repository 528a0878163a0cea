"""The rows that imports refused: listed, counted, shown with their bytes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, load_mapping
from core.values.errors import NotFoundError, UsageError
from tests.fixtures.stores import NOW, NewStore, move

BAD = b'b,\xff\xfe"\r\n'


@pytest.fixture(scope="module")
def ctx(new_store: NewStore, tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Two imports; the second meets the rows of the first again and one more."""
    folder = tmp_path_factory.mktemp("in")
    ctx = new_store()
    mapping = load_mapping(None, None, "crm", "USD")
    file = folder / "client.csv"
    file.write_bytes(b"id,name\n" + BAD + b",No id\n" + b"a,Good\n")
    import_path(ctx, folder, mapping)
    move(ctx, NOW + timedelta(days=1))
    file.write_bytes(file.read_bytes() + b",Another\n")
    import_path(ctx, folder, mapping)
    return ctx


def test_rows_are_kept_once_with_bytes_place_and_reason(ctx: Context) -> None:
    rows = quarantine.page(ctx).rows
    assert [(row.key, row.line, row.code, row.raw, row.run) for row in rows] == [
        ("Q-1", 2, "text.encoding", BAD, 1),
        ("Q-2", 3, "required.id", b",No id\n", 1),
        ("Q-3", 5, "required.id", b",Another\n", 2),
    ]
    assert {(row.source, row.file, row.kind, row.state) for row in rows} == {
        ("crm", "client.csv", "client", "new")
    }
    assert [row.first_seen for row in rows] == [NOW, NOW, NOW + timedelta(days=1)]
    assert quarantine.waiting(ctx) == 3


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("code:required.id", [3, 5]),
        ("source:crm line>2 run:1", [3]),
        ("sort:-line", [5, 3, 2]),
        ("kind:client", [2, 3, 5]),
        ("state:dropped", []),
        ("reason~no", [2]),
        ("limit:1 sort:-seen", [5]),
        ("id:Q-2", [3]),
    ],
)
def test_queries_narrow_the_list(ctx: Context, query: str, lines: list[int]) -> None:
    assert [row.line for row in quarantine.page(ctx, query).rows] == lines


def test_cursors_walk_on(ctx: Context) -> None:
    first = quarantine.page(ctx, limit=2)
    second = quarantine.page(ctx, limit=2, cursor=first.next)
    assert first.rows + second.rows == quarantine.page(ctx).rows


@pytest.mark.parametrize("key", ["Q-2", "q-2", "2", "02"])
def test_one_row_by_its_number(ctx: Context, key: str) -> None:
    assert quarantine.show(ctx, key).line == 3


@pytest.mark.parametrize("key", ["Q-4", "", "Q-", "x", "-1", "1.5", "²", "Q-Q-2"])
def test_another_key_is_not_found(ctx: Context, key: str) -> None:
    with pytest.raises(NotFoundError, match="in quarantine"):
        quarantine.show(ctx, key)


def test_a_number_beyond_all_stores_is_a_fault_in_a_line(ctx: Context) -> None:
    with pytest.raises((NotFoundError, UsageError)):
        quarantine.show(ctx, "Q-" + "9" * 40)
