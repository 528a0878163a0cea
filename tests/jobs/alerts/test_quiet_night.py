"""A night over a real connection: what quiet hours hold back is one message when they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.alerts import channels
from bellbuoy.services.alerts.deliver import listed
from bellbuoy.services.alerts.quiet import set_hours
from bellbuoy.services.context import Context
from core.alerts.types import Channel
from jobs.alerts import deliver_alerts, evaluate_alerts
from jobs.record import Control
from storage.jobs.lease import acquire
from tests.bellbuoy.services.alerts.receiver import Receiver, receiver, status
from tests.bellbuoy.services.alerts.ringing import keep, later, quiet_store
from tests.fixtures.facts import incident, store
from tests.fixtures.stores import NewStore

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Worker = Callable[[], None]


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def ctx(
    new_store: NewStore, hook: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Context:
    """Half past six in the evening; quiet from 19:00 to 07:00. This machine allows the
    loopback, and has the key of the webhook."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("NIGHT_KEY", "secret")
    (tmp_path / "bellbuoy").mkdir()
    (tmp_path / "bellbuoy" / "alerts.toml").write_text('hosts = ["127.0.0.1"]\n')
    ctx = quiet_store(new_store, clients=1)
    channels.add(ctx, Channel("hook", "webhook", (hook.url,), "NIGHT_KEY"))
    set_hours(ctx, "19:00-07:00")
    return ctx


@pytest.fixture
def worker(ctx: Context) -> Worker:
    """The two jobs, as the worker runs them one behind the other."""
    with ctx.store.unit() as unit:
        fence = acquire(unit, "worker", "me", ctx.wall_us, ctx.wall_us + 10**13)
    assert fence is not None
    control = Control(1, fence, lambda _done, _total: None, lambda: False)

    def run() -> None:
        evaluate_alerts.run(ctx, control)
        deliver_alerts.run(ctx, control)

    return run


def rule(ctx: Context, severity: str, quiet: str, **rest: Any) -> None:
    keep(
        ctx, f"status:open severity:{severity}", name=f"{severity}-open", subject="incident",
        channels=("hook",), quiet=quiet, **rest,
    )  # fmt: skip


def opens(ctx: Context, key: str, severity: str) -> datetime:
    store(ctx, "incident", [incident(key, "k1", ctx.present, severity=severity)])
    return ctx.present


def messages(hook: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _, _, body in hook.got]


def test_a_night_is_one_message_and_what_is_critical_is_not_held(
    ctx: Context, hook: Receiver, worker: Worker
) -> None:
    rule(ctx, "high", "hold")
    rule(ctx, "critical", "pass")
    rule(ctx, "low", "drop")
    worker()
    later(ctx, HOUR)
    begun = opens(ctx, "first", "high")
    worker()
    later(ctx, 3 * HOUR)
    for key in ("later-a", "later-b"):
        opens(ctx, key, "high")
    opens(ctx, "unheard", "low")
    worker()
    assert hook.got == []
    opens(ctx, "urgent", "critical")
    worker()
    assert [each["subject"]["id"] for each in messages(hook)] == ["urgent"]
    later(ctx, 8 * HOUR + 29 * MINUTE)
    worker()
    assert len(hook.got) == 1
    later(ctx, MINUTE)
    worker()
    _, held = messages(hook)
    assert (held["rule"], held["kind"], held["held"], held["count"]) == (
        "high-open", "summary", 3, 3,
    )  # fmt: skip
    assert [each["id"] for each in held["subjects"]] == ["first", "later-a", "later-b"]
    assert datetime.fromisoformat(held["opened"]) == begun
    later(ctx, HOUR)
    worker()
    assert len(hook.got) == 2
    told = [(each.rule, each.state, each.said) for each in listed(ctx, ALL, 100)]
    carrier = min(each.id for each in listed(ctx, ("done",), 100) if each.rule == "high-open")
    assert sorted(told) == [
        ("critical-open", "done", "answered 200"),
        ("high-open", "done", "answered 200"),
        ("high-open", "dropped", f"told in one with {carrier}"),
        ("high-open", "dropped", f"told in one with {carrier}"),
        ("low-open", "dropped", "dropped: quiet hours"),
    ]


ALL = ("waiting", "sending", "done", "dead", "dropped")


def test_one_that_rang_all_night_is_told_once_as_it_stands(
    ctx: Context, hook: Receiver, worker: Worker
) -> None:
    rule(ctx, "high", "hold", again=3_600)
    later(ctx, HOUR)
    opens(ctx, "one", "high")
    for _ in range(4):
        worker()
        later(ctx, HOUR)
    assert hook.got == []
    later(ctx, 7 * HOUR + 30 * MINUTE)
    worker()
    last = messages(hook)[0]
    assert (last["kind"], last["subject"]["id"], last["rings"]) == ("ring", "one", 4)


def test_a_receiver_that_is_down_in_the_morning_gets_the_same_message_later(
    ctx: Context, hook: Receiver, worker: Worker
) -> None:
    hook.answers = [status(503), status(200)]
    rule(ctx, "high", "hold")
    later(ctx, HOUR)
    for key in ("one", "two"):
        opens(ctx, key, "high")
    worker()
    later(ctx, 11 * HOUR + 30 * MINUTE)
    worker()
    later(ctx, 10 * MINUTE)
    worker()
    again, came = messages(hook)
    assert again == came
    assert came["count"] == 2
    assert len(set(hook.ids)) == 1


def test_a_storm_by_night_is_counted_whole(
    ctx: Context, hook: Receiver, worker: Worker
) -> None:
    rule(ctx, "high", "hold")
    later(ctx, HOUR)
    opens(ctx, "first", "high")
    worker()
    later(ctx, HOUR)
    keys = [f"storm-{n:02}" for n in range(40)]
    store(ctx, "incident", [incident(each, "k1", ctx.present) for each in keys])
    worker()
    later(ctx, 10 * HOUR + 30 * MINUTE)
    worker()
    (told,) = messages(hook)
    assert (told["count"], told["held"], told["subjects"][0]["id"]) == (41, 41, "first")
