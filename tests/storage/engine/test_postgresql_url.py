"""What a URL says of a store on a server."""

from __future__ import annotations

import pytest

from core.values.errors import UsageError
from storage.engine.postgresql_url import PostgresPlace, parse_postgresql


def test_schema_and_time_limit_are_ours_the_rest_is_the_driver_s() -> None:
    place = parse_postgresql("postgresql://ana:x@h:1/db?schema=acme&timeout=5&sslmode=require")
    assert place == PostgresPlace(
        "postgresql://ana:x@h:1/db?sslmode=require", "acme", 5,
        "postgresql://ana@h:1/db?schema=acme&timeout=5&sslmode=require", "h:1",
    )  # fmt: skip


def test_what_is_not_said_is_as_usual() -> None:
    place = parse_postgresql("postgresql://h/db")
    assert (place.schema, place.timeout_s, place.conninfo) == (
        "bellbuoy", 60, "postgresql://h/db",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("postgresql://h/db", "h:5432"),
        ("postgres://ana:p@h:6/db", "h:6"),
        ("postgresql:///db", "localhost:5432"),
        ("postgresql:///db?host=/run/pg&port=7", "/run/pg:7"),
        ("postgresql://%2Frun%2Fpg/db", "%2Frun%2Fpg:5432"),
        ("postgresql://[::1]/db", "[::1]:5432"),
        ("postgresql://a,b:2/db", "a:5432,b:2"),
    ],
)
def test_the_server_is_named_as_a_person_would(url: str, server: str) -> None:
    assert parse_postgresql(url).server == server


@pytest.mark.parametrize(
    "schema", ["", "Acme", "a-b", 'a"b', "pg_x", "information_schema", "1a", "ä", "a" * 41]
)
def test_a_name_that_would_need_quoting_is_refused(schema: str) -> None:
    with pytest.raises(UsageError, match="no name of a schema"):
        parse_postgresql(f"postgresql://h/db?schema={schema}")


@pytest.mark.parametrize("timeout", ["", "-1", "1.5", "soon", "٣", "1234567"])
def test_a_time_limit_is_whole_seconds(timeout: str) -> None:
    with pytest.raises(UsageError, match="no time limit"):
        parse_postgresql(f"postgresql://h/db?timeout={timeout}")


@pytest.mark.parametrize("url", ["postgresql://h/db", "postgresql://a:b@h/db?x=%2F&timeout=9"])
def test_an_address_names_the_same_place_again(url: str) -> None:
    place = parse_postgresql(url)
    again = parse_postgresql(place.address)
    assert (again.conninfo, again.schema, again.timeout_s) == (
        place.conninfo, place.schema, place.timeout_s,
    )  # fmt: skip


def test_a_schema_beside_it_keeps_all_but_its_name() -> None:
    place = parse_postgresql("postgresql://a:b@h/db?schema=one&timeout=9&sslmode=require")
    beside = place.beside("two")
    assert (beside.schema, beside.timeout_s, beside.server) == ("two", 9, "h:5432")
    assert beside.conninfo == place.conninfo
    assert beside.shown == "postgresql://a@h/db?sslmode=require&schema=two"
