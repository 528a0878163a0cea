from __future__ import annotations

import threading

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.ahead import Ahead
from storage.engine.reader import Reader
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store()


def test_work_is_done_on_a_thread_of_its_own_in_order(ctx: Context) -> None:
    names: list[str] = []

    def work(reader: Reader) -> object:
        names.append(threading.current_thread().name)
        return reader.value("SELECT count(*) FROM client")

    with Ahead(ctx.store.reader) as ahead:
        first, second = ahead.begin(work), ahead.begin(lambda _: len(names))
        assert (second(), first(), first()) == (1, 0, 0)
    assert threading.current_thread().name not in names


def test_what_went_wrong_is_raised_where_the_result_is_asked_for(ctx: Context) -> None:
    def broken(_: Reader) -> None:
        raise OverflowError("too much")

    with Ahead(ctx.store.reader) as ahead:
        asked = ahead.begin(broken)
        with pytest.raises(OverflowError, match="too much"):
            asked()


def test_nothing_is_opened_for_nothing() -> None:
    def opened() -> Reader:
        raise AssertionError

    with Ahead(opened):
        pass
