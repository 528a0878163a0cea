from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.tui.widgets.rows import Interrupted, Item, Items, item
from tui.widgets.page_source import PAGE_ROWS
from tui.widgets.window_reader import Answer, Job, Place, WindowReader

Answers = queue.SimpleQueue[Answer[Item]]


@pytest.fixture
def answers() -> Answers:
    return queue.SimpleQueue()


@pytest.fixture
def reader(answers: Answers) -> Iterator[WindowReader[Item]]:
    reader: WindowReader[Item] = WindowReader(answers.put)
    yield reader
    reader.close()


def ask(reader: WindowReader[Item], answers: Answers, source: Items, job: Job) -> Answer[Item]:
    reader.start(source, job)
    answer = answers.get(timeout=60)
    reader.finished()
    return answer


def window(row_id: int | None, index: int, *, stay: bool = True, kind: str = "window") -> Job:
    place = Place(row_id, index, above=5, height=20, stay=stay)
    return Job(kind, 1, place=place)  # type: ignore[arg-type]


def test_a_page_and_a_count(reader: WindowReader[Item], answers: Answers) -> None:
    source = Items(1000)
    answer = ask(reader, answers, source, Job("page", 1, page=3))
    assert len(answer.pages[3]) == 1000 - 3 * PAGE_ROWS
    answer = ask(reader, answers, source, Job("count", 1))
    assert (answer.total, answer.capped) == (1000, False)
    source.cap = 500
    answer = ask(reader, answers, source, Job("count", 1))
    assert (answer.total, answer.capped) == (500, True)


def test_reading_happens_on_one_other_thread(
    reader: WindowReader[Item], answers: Answers
) -> None:
    source = Items(5000)
    for page in range(6):
        ask(reader, answers, source, Job("page", 1, page=page))
    assert len(source.threads) == 1
    assert threading.get_ident() not in source.threads


def test_one_job_at_a_time(reader: WindowReader[Item], answers: Answers) -> None:
    source = Items(10, held=lambda *_: True)
    reader.start(source, Job("page", 1))
    with pytest.raises(RuntimeError, match="page"):
        reader.start(source, Job("count", 1))
    source.gate.set()
    answers.get(timeout=60)


def test_the_window_around_a_row_that_moved(
    reader: WindowReader[Item], answers: Answers
) -> None:
    source = Items(2000, make=lambda n: item(n - 250), place=lambda i: i + 250)
    answer = ask(reader, answers, source, window(10, 10))
    assert answer.index == 260
    assert sorted(answer.pages) == [0, 1]
    assert answer.pages[1][260 - PAGE_ROWS].id == 10


def test_a_position_may_be_about(reader: WindowReader[Item], answers: Answers) -> None:
    source = Items(2000, place=lambda i: i + 3)
    assert ask(reader, answers, source, window(100, 100)).index == 100


def test_a_row_that_is_gone_stays_or_goes_to_the_top(
    reader: WindowReader[Item], answers: Answers
) -> None:
    source = Items(2000, place=lambda _: -1)
    assert ask(reader, answers, source, window(300, 300)).index == 300
    assert ask(reader, answers, source, window(300, 300, stay=False)).index == 0


def test_fewer_rows_than_before_show_the_last_ones(
    reader: WindowReader[Item], answers: Answers
) -> None:
    source = Items(300, place=lambda _: -1)
    answer = ask(reader, answers, source, window(900, 900))
    assert answer.index == 299
    assert 1 in answer.pages
    nothing = ask(reader, answers, Items(0), window(900, 900))
    assert (nothing.index, nothing.pages) == (0, {0: []})


def test_a_row_that_is_not_there_is_not_found(
    reader: WindowReader[Item], answers: Answers
) -> None:
    answer = ask(reader, answers, Items(100), window(900, 0, kind="find"))
    assert answer.index is None
    assert answer.pages == {}


def test_an_error_is_an_answer(reader: WindowReader[Item], answers: Answers) -> None:
    source = Items(100, fails=OSError("disk"))
    answer = ask(reader, answers, source, Job("page", 1))
    assert isinstance(answer.error, OSError)
    assert not answer.interrupted


def test_an_interrupted_job_says_so(reader: WindowReader[Item], answers: Answers) -> None:
    source = Items(100, held=lambda kind, _: kind == "count")
    reader.start(source, Job("count", 1))
    source.await_call("count", 0)
    reader.interrupt()
    answer = answers.get(timeout=60)
    assert isinstance(answer.error, Interrupted)
    assert answer.interrupted


def test_a_job_stopped_before_it_began_reads_nothing(answers: Answers) -> None:
    with ThreadPoolExecutor(1) as executor:
        first = executor.submit(time.sleep, 0.05)
        reader: WindowReader[Item] = WindowReader(answers.put, executor)
        source = Items(100)
        reader.start(source, Job("count", 1))
        reader.interrupt()
        first.result()
        answer = answers.get(timeout=60)
    assert answer.interrupted
    assert answer.error is not None
    assert source.calls == []


def test_nothing_to_interrupt(reader: WindowReader[Item], answers: Answers) -> None:
    reader.interrupt()
    source = Items(100)
    ask(reader, answers, source, Job("page", 1))
    reader.interrupt()
    assert source.interrupts == 0


def test_a_thread_of_the_caller_is_left_running(answers: Answers) -> None:
    with ThreadPoolExecutor(1) as executor:
        reader: WindowReader[Item] = WindowReader(answers.put, executor)
        ask(reader, answers, Items(10), Job("page", 1))
        reader.close()
        assert executor.submit(int, "7").result() == 7
