from __future__ import annotations

import io
import json

import pytest

from bellbuoy.commands.faults import asked_for_debug, asked_for_json, tell
from bellbuoy.commands.signals import Terminated, TimedOut
from core.query.errors import QueryError
from core.values.errors import BellbuoyError, NotFoundError, UsageError


def told(
    fault: BaseException, *, as_json: bool = False, debug: bool = False
) -> tuple[int, str]:
    err = io.StringIO()
    return tell(fault, as_json=as_json, debug=debug, stderr=err), err.getvalue()


def test_lines_hold_no_controls_and_no_second_line() -> None:
    code, text = told(NotFoundError("client “\x1b]0;x\x07\n” not found", "a\nb"))
    assert code == 3
    assert text == "error: client “�]0;x��” not found\nhint: a�b\n"


@pytest.mark.parametrize(
    ("fault", "code", "text"),
    [
        (UsageError("bad"), 2, "error: bad\nhint: bellbuoy --help\n"),
        (QueryError("unknown field `x`", 3), 2,
         "error: unknown field `x` at 3\nhint: bellbuoy fields lists the words of queries\n"),
        (BellbuoyError("broken"), 1, "error: broken\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (Terminated(143), 143, "terminated\n"),
        (OSError(28, "Full"), 1, "failed: OSError: [Errno 28] Full; details with --debug\n"),
        (MemoryError(), 1, "failed: MemoryError; details with --debug\n"),
    ],
)  # fmt: skip
def test_each_fault_has_its_words(fault: BaseException, code: int, text: str) -> None:
    assert told(fault) == (code, text)


def test_json_is_exact_and_alone() -> None:
    fault = NotFoundError("client “\x1b\n” not found", "look")
    for debug in (False, True):
        code, text = told(fault, as_json=True, debug=debug)
        assert (code, text.count("\n")) == (3, 1)
        assert "\x1b" not in text
        assert json.loads(text) == {
            "error": "not_found", "code": 3,
            "message": "client “\x1b\n” not found", "hint": "look",
        }  # fmt: skip


def test_time_that_is_over_says_so() -> None:
    code, text = told(TimedOut(1))
    assert code == 1
    assert text.startswith("failed: not done in time\nhint: a longer --timeout")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("client list --json", True),
        ("--jsonl client", True),
        ("client --format json", True),
        ("client --format=jsonl", True),
        ("client --format csv", False),
        ("client list -- --json", False),
        ("client --format", False),
        ("", False),
    ],
)
def test_whether_errors_are_json(line: str, wanted: bool) -> None:
    assert asked_for_json(line.split()) is wanted


def test_whether_tracebacks_are_wanted() -> None:
    assert asked_for_debug(["a", "-d"])
    assert asked_for_debug(["--debug"])
    assert not asked_for_debug(["a", "--", "-d"])
    assert not asked_for_debug(["-x"])
