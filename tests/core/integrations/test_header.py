"""A file whose columns are not those of its mapping is refused, by file and column."""

import pytest

from core.integrations.header import check_header
from core.integrations.mapping_types import Column, FileSpec, Kind
from core.integrations.plain import plain_mapping
from core.values.errors import UsageError

SPEC = FileSpec(
    ("t.csv",),
    "incident",
    (Column("id", column="Ticket ID"), Column("title", template=(("", "Subject"),))),
)


def plain(kind: Kind) -> FileSpec:
    return plain_mapping("x", kind, "EUR").files[0]


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    check_header(SPEC, ["Subject", "else", "Ticket ID"], "t.csv")


def test_a_missing_column_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        check_header(SPEC, ["ticket_id", "Subject"], "t.csv")
    assert error.value.message == "t.csv: no column “Ticket ID” (incident)"
    assert error.value.hint == "did you mean “ticket_id”?"
    with pytest.raises(UsageError, match="Subject"):
        check_header(SPEC, ["Ticket ID"], "t.csv")


def test_the_plain_form_refuses_what_it_does_not_know() -> None:
    check_header(plain("incident"), ["id", "client", "opened"], "i.csv")
    with pytest.raises(UsageError) as error:
        check_header(plain("incident"), ["id", "client", "opened", "tittle"], "i.csv")
    assert "nothing is known of column “tittle”" in error.value.message
    assert error.value.hint == "did you mean “title”?"


def test_a_client_of_the_plain_form_keeps_other_columns_but_no_slips() -> None:
    check_header(plain("client"), ["id", "name", "email", "state"], "c.csv")
    with pytest.raises(UsageError, match="industy"):
        check_header(plain("client"), ["id", "name", "industy"], "c.csv")


def test_a_file_of_day_totals_tells_something() -> None:
    check_header(plain("day_total"), ["client", "day", "logins"], "d.csv")
    with pytest.raises(UsageError, match="neither"):
        check_header(plain("day_total"), ["client", "day"], "d.csv")
