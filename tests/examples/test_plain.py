"""The example of the plain form imports as it stands, without a mapping."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bellbuoy.services.importing.files import find_files, unused_files
from bellbuoy.services.importing.opening import opened
from core.events.types import ClientFact, DayTotalFact, Fact, IncidentFact, SubscriptionFact
from core.integrations.fact_rows import read_facts
from core.integrations.plain import plain_mapping
from core.values.errors import RowError

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "plain"
MAPPING = plain_mapping("example")


def facts() -> list[Fact]:
    found: list[Fact] = []
    for file in find_files(FOLDER, MAPPING):
        with opened(file) as handle:
            now = datetime(2024, 7, 1, tzinfo=UTC)
            for row in read_facts(file.spec, MAPPING, file.name, handle, ZoneInfo("UTC"), now):
                assert not isinstance(row.fact, RowError), (file.name, row)
                found.append(row.fact)
    return found


def test_every_row_is_a_fact() -> None:
    counted = Counter(type(fact).__name__ for fact in facts())
    assert counted == {
        "ClientFact": 8,
        "SubscriptionFact": 10,
        "DayTotalFact": 59,
        "IncidentFact": 6,
    }


def test_every_client_named_is_one_of_the_eight() -> None:
    clients = {fact.external_id for fact in facts() if isinstance(fact, ClientFact)}
    named = {
        fact.client
        for fact in facts()
        if isinstance(fact, SubscriptionFact | DayTotalFact | IncidentFact)
    }
    assert named == clients


def test_the_example_shows_currencies_quotes_and_short_severities() -> None:
    found = facts()
    currencies = {fact.currency for fact in found if isinstance(fact, SubscriptionFact)}
    assert currencies == {"EUR", "GBP", "JPY", "USD"}
    names = {fact.name for fact in found if isinstance(fact, ClientFact)}
    assert {'The "Anchor" Brewery', "Quayside, Murphy & Co.", "株式会社みなと"} <= names
    severities = {fact.severity for fact in found if isinstance(fact, IncidentFact)}
    assert severities == {"critical", "high", "medium", "low"}


def test_no_data_file_is_left_aside() -> None:
    assert unused_files(FOLDER, find_files(FOLDER, MAPPING)) == ()
