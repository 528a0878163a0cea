"""From bytes to facts by the one path, for both formats."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.events.types import ClientFact, EventFact
from core.integrations.fact_rows import FactRow, read_facts, settle
from core.integrations.feed import BytesFeed
from core.integrations.mapping import read_mapping
from core.integrations.mapping_types import Kind, Mapping
from core.integrations.plain import plain_mapping
from core.values.errors import RowError, UsageError

NOW = datetime(2024, 7, 1, tzinfo=UTC)


def read(mapping: Mapping, name: str, data: bytes, zone: str = "UTC") -> list[FactRow]:
    feed = BytesFeed(data)
    return list(read_facts(mapping.files[0], mapping, name, feed, ZoneInfo(zone), NOW))


def plain(kind: Kind, name: str, data: bytes) -> list[FactRow]:
    return read(plain_mapping("x", kind), name, data)


def test_csv_and_json_lines_give_the_same_facts() -> None:
    csv = b"name,id,seats\nA,C-1,9\n,C-2,\nB,C-3,\n"
    lines = (
        b'{"id": "C-1", "name": "A", "seats": 9}\n{"id": "C-2"}\n{"name": "B", "id": "C-3"}\n'
    )
    tabs = csv.replace(b",", b"\t")
    for name, data, first in (
        ("c.csv", csv, 2),
        ("c.tsv", tabs, 2),
        ("c.jsonl", lines, 1),
        ("c.ndjson.gz", lines, 1),
    ):
        rows = plain("client", name, data)
        assert [row.line for row in rows] == [first, first + 1, first + 2]
        assert rows[0].fact == ClientFact("C-1", "A", extra=(("seats", "9"),))
        assert isinstance(rows[1].fact, RowError)
        assert rows[1].fact.code == "required.name"
        assert rows[2].fact == ClientFact("C-3", "B")
        assert b"".join(row.raw for row in rows) == data.split(b"\n", first - 1)[-1]


def test_a_bad_row_among_many_good_ones_is_the_only_one_refused() -> None:
    body = b"".join(b"E-%d,C,2024-03-01T09:00:00Z,x\n" % n for n in range(3000))
    body = body.replace(b"E-1500,C,2024-03-01T09", b"E-1500,C,2024-03-01T99")
    rows = plain("event", "e.csv", b"id,client,at,kind\n" + body)
    bad = [row for row in rows if isinstance(row.fact, RowError)]
    assert [(row.line, row.raw) for row in bad] == [
        (1502, b"E-1500,C,2024-03-01T99:00:00Z,x\n")
    ]
    assert [row.line for row in rows] == list(range(2, 3002))


def test_a_file_is_refused_before_its_first_row_is_taken() -> None:
    mapping = plain_mapping("x", "event")
    feed = BytesFeed(b"id,client,kind\n1,2,3\n")
    with pytest.raises(UsageError, match=r"e\.csv: no column “at”"):
        read_facts(mapping.files[0], mapping, "e.csv", feed, ZoneInfo("UTC"), NOW)


def test_unknown_keys_of_json_are_refused_row_by_row() -> None:
    data = b'{"id": "E", "client": "C", "at": "2024-03-01T09:00:00Z", "kind": "x", "ex": 1}\n'
    [row] = plain("event", "e.jsonl", data)
    assert isinstance(row.fact, RowError)
    assert row.fact.code == "json.unknown_key"


def test_times_are_read_in_the_mappings_zone_and_days_in_the_stores() -> None:
    text = (
        'source = "crm"\ntimezone = "Asia/Tokyo"\n[[files]]\npath = "*.csv"\nkind = "{}"\n'
        "[files.columns]\n"
    )
    events = read_mapping(text.format("usage") + 'id = "i"\nclient = "c"\nat = "t"\n', "m.toml")
    [row] = read(events, "e.csv", b"i,c,t\nE,C,2024-03-11T08:00:00\n", "America/New_York")
    assert isinstance(row.fact, EventFact)
    assert row.fact.at == datetime(2024, 3, 10, 23, tzinfo=UTC)
    clients = read_mapping(
        text.format("client") + 'id = "i"\nname = "n"\nstart = "t"\n', "m.toml"
    )
    [row] = read(clients, "c.csv", b"i,n,t\nE,C,2024-03-11T08:00:00\n", "America/New_York")
    assert isinstance(row.fact, ClientFact)
    assert row.fact.start == 19792


def test_format_and_delimiter_follow_the_name_and_the_content() -> None:
    [spec] = plain_mapping("x", "event").files

    def settled(name: str, data: bytes) -> tuple[str, str]:
        layout = settle(spec, name, BytesFeed(data))
        return layout.format, layout.dialect.delimiter

    assert settled("A.TSV.GZ", b"id\n") == ("csv", "\t")
    assert settled("a.tsv", b"id,client\n") == ("csv", ",")
    assert settled("a.csv", b"id;client,x\n") == ("csv", ";")
    assert settled("a.ndjson", b"")[0] == "jsonl"
    assert settled("data", b"id|client") == ("csv", "|")
    assert settled("data", b"\xef\xbb\xbf {}")[0] == "jsonl"


def test_json_lines_are_utf8() -> None:
    mapping = read_mapping(
        'source = "s"\n[[files]]\npath = "*.jsonl"\nkind = "client"\nencoding = "latin-1"\n'
        '[files.columns]\nid = "i"\nname = "n"\n',
        "m.toml",
    )
    with pytest.raises(UsageError, match="UTF-8"):
        read(mapping, "c.jsonl", b"{}\n")
