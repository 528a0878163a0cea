"""Deliveries arrive at least once, under one id, whatever the receiver does."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.alerts import channels
from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.deliver import Delivered, deliver, listed, retry
from bellbuoy.services.alerts.listing import notices
from bellbuoy.services.alerts.quiet import add_window, delete_window, set_hours
from bellbuoy.services.alerts.sending import Means
from bellbuoy.services.alerts.testing import try_out
from bellbuoy.services.context import Context
from core.alerts.retry import ATTEMPTS
from core.alerts.types import Channel
from core.values.errors import NotFoundError
from storage.alerts.deliveries import claim
from tests.bellbuoy.services.alerts.receiver import (
    Answer,
    Receiver,
    drip,
    endless,
    hang,
    receiver,
    reset,
    status,
    twice,
)
from tests.bellbuoy.services.alerts.ringing import (
    bodies,
    keep,
    later,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.stores import NewStore

KEY = "ALERT_KEY"
SECRET = "not-for-show"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def means(tmp_path: Path) -> Means:
    allowed = Allowed(("/bin/sh",), (str(tmp_path),), ("127.0.0.1",), tmp_path / "alerts.toml")
    return Means(allowed, 0.6, env={KEY: SECRET, "PATH": "/usr/bin:/bin"})


def ringing(new_store: NewStore, channel: Channel, clients: int = 1) -> Context:
    """A store with an alert a client that waits to be sent through one channel."""
    ctx = quiet_store(new_store, clients=clients)
    if channel.kind not in ("screen", "bell"):
        channels.add(ctx, channel)
    keep(ctx, "incidents>=1", channels=(channel.name,))
    for number in range(1, clients + 1):
        trouble(ctx, f"k{number}")
    settle(ctx)
    return ctx


def webhook(hook: Receiver) -> Channel:
    return Channel("hook", "webhook", (hook.url,), KEY)


def state(ctx: Context) -> list[tuple[str, int, str]]:
    found = listed(ctx, ("waiting", "sending", "done", "dead", "dropped"), 100)
    told: list[tuple[str, int, str]] = [(e.state, e.attempts, e.said) for e in found]
    return told[::-1]


def test_a_webhook_gets_a_signed_body_under_its_id(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_store, webhook(hook))
    assert deliver(ctx, means=means) == Delivered(1, 1)
    assert deliver(ctx, means=means) == Delivered(0, 0)
    ((line, headers, body),) = hook.got
    assert line == "POST /hook?to=ops HTTP/1.1"
    assert headers["host"] == f"127.0.0.1:{hook.port}"
    assert json.loads(body)["rule"] == "mine"
    stamp, _, given = headers["bellbuoy-signature"].partition(",v1=")
    signed = f"{stamp[2:]}.{hook.ids[0]}.".encode() + body
    assert given == hmac.new(SECRET.encode(), signed, sha256).hexdigest()
    assert state(ctx) == [("done", 1, "answered 200")]


@pytest.mark.parametrize(
    ("answer", "after", "said"),
    [
        (status(204), "done", "answered 204"),
        (status(301, "Location: http://127.0.0.1/"), "dead", "redirects are not followed"),
        (status(400), "dead", "answered 400: refused"),
        (status(410), "dead", "answered 410: gone for good"),
        (status(429, "Retry-After: 120"), "waiting", "answered 429"),
        (status(500), "waiting", "answered 500"),
        (reset, "waiting", "127.0.0.1:"),
        (hang, "waiting", "no answer within 0.6 s"),
        (drip, "waiting", "within 0.6 s"),
        (endless, "done", "answered 200"),
        (twice, "done", "answered 200"),
        (b"no HTTP at all\r\n\r\n", "waiting", "127.0.0.1:"),
    ],
    ids=[
        "204", "301", "400", "410", "429", "500", "reset", "hang", "drip", "endless",
        "twice", "noise",
    ],
)  # fmt: skip
def test_what_an_answer_leads_to(
    new_sqlite: NewStore, hook: Receiver, means: Means, answer: Answer, after: str, said: str
) -> None:
    ctx = ringing(new_sqlite, webhook(hook))
    hook.answers = [answer]
    deliver(ctx, means=means)
    ((found, attempts, words),) = state(ctx)
    assert (found, attempts) == (after, 1)
    assert said in words
    assert len(hook.got) == 1


def test_it_comes_again_under_the_same_id_later_each_time(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_store, webhook(hook))
    hook.answers = [status(500), status(503), status(200)]
    deliver(ctx, means=means)
    assert deliver(ctx, means=means).tried == 0
    later(ctx, timedelta(seconds=29))
    assert deliver(ctx, means=means).tried == 0
    later(ctx, timedelta(seconds=8))
    assert deliver(ctx, means=means) == Delivered(1, 0)
    later(ctx, timedelta(seconds=59))
    assert deliver(ctx, means=means).tried == 0
    later(ctx, timedelta(seconds=20))
    assert deliver(ctx, means=means) == Delivered(1, 1)
    assert len(hook.ids) == 3
    assert len(set(hook.ids)) == 1


def test_what_the_receiver_asks_for_is_kept_to(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_sqlite, webhook(hook))
    hook.answers = [status(429, "Retry-After: 900"), status(200)]
    deliver(ctx, means=means)
    later(ctx, timedelta(seconds=899))
    assert deliver(ctx, means=means).tried == 0
    later(ctx, timedelta(seconds=1))
    assert deliver(ctx, means=means).done == 1


def test_a_receiver_in_trouble_is_left_in_peace_and_others_are_not(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_sqlite, webhook(hook), clients=3)
    hook.answers = [status(500), status(200)]
    assert deliver(ctx, means=means) == Delivered(1, 0)
    assert len(hook.got) == 1
    later(ctx, timedelta(minutes=2))
    assert deliver(ctx, means=means) == Delivered(3, 3)
    assert len(set(hook.ids)) == 3


def test_at_last_it_is_given_up_and_can_be_sent_by_hand(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_store, webhook(hook))
    hook.answers = [status(500)]
    for _ in range(ATTEMPTS):
        deliver(ctx, means=means)
        later(ctx, timedelta(hours=2))
    assert state(ctx)[0][:2] == ("dead", ATTEMPTS)
    assert deliver(ctx, means=means).tried == 0
    with pytest.raises(NotFoundError):
        retry(ctx, 99)
    assert retry(ctx) == 1
    hook.answers = [status(200)]
    assert deliver(ctx, means=means).done == 1
    assert len(set(hook.ids)) == 1


def test_410_turns_the_channel_off_until_somebody_turns_it_on(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_sqlite, webhook(hook), clients=2)
    hook.answers = [status(410), status(200)]
    deliver(ctx, means=means)
    deliver(ctx, means=means)
    assert len(hook.got) == 1
    assert [row[0] for row in state(ctx)] == ["dead", "dead"]
    found = {each.name: each for each in channels.listed(ctx)}["hook"]
    assert (found.active, found.stopped) == (False, "answered 410: gone for good")
    channels.turn(ctx, "hook", on=True)
    assert retry(ctx) == 2
    assert deliver(ctx, means=means).done == 2


def test_private_addresses_are_refused_unless_allowed_by_name(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_sqlite, webhook(hook))
    nobody = Means(Allowed((), (), (), means.allowed.file), 0.6, env=means.env)
    deliver(ctx, means=nobody)
    assert hook.got == []
    assert "127.0.0.1 is 127.0.0.1, not public" in state(ctx)[0][2]


def test_a_name_is_looked_up_once_and_all_of_its_addresses_are_checked(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        # Whoever answers the name says another thing the second time.
        return ["93.184.215.14", "127.0.0.1"] if len(asked) == 1 else ["93.184.215.14"]

    url = f"http://rebind.example:{hook.port}/"
    ctx = ringing(new_sqlite, Channel("hook", "webhook", (url,)))
    none = Allowed((), (), (), means.allowed.file)
    deliver(ctx, means=Means(none, 0.6, resolve, means.env))
    assert asked == ["rebind.example"]
    assert hook.got == []
    assert "rebind.example is 127.0.0.1, not public" in state(ctx)[0][2]
    retry(ctx)
    named = Allowed((), (), ("Rebind.Example",), means.allowed.file)
    deliver(ctx, means=Means(named, 0.6, lambda *_: ["127.0.0.1"], means.env))
    assert hook.got[0][1]["host"] == f"rebind.example:{hook.port}"


def test_without_its_secret_nothing_is_sent(
    new_sqlite: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_sqlite, webhook(hook))
    deliver(ctx, means=Means(means.allowed, 0.6, env={}))
    assert hook.got == []
    assert state(ctx) == [("waiting", 1, f"the secret is missing: ${KEY} is not set")]


def test_a_file_gets_a_line_each(new_store: NewStore, means: Means, tmp_path: Path) -> None:
    target = tmp_path / "alerts.jsonl"
    target.write_text("half a li")
    ctx = ringing(new_store, Channel("log", "file", (str(target),)), clients=2)
    assert deliver(ctx, means=means).done == 2
    first, *lines = target.read_text("ascii").splitlines()
    assert first == "half a li"
    assert [json.loads(line)["subject"]["name"] for line in lines] == ["Client k1", "Client k2"]


def test_a_file_elsewhere_or_a_link_is_refused(
    new_sqlite: NewStore, means: Means, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to("/tmp")
    target = str(tmp_path / "link" / "alerts.jsonl")
    ctx = ringing(new_sqlite, Channel("log", "file", (target,)))
    deliver(ctx, means=means)
    assert "is not allowed on this machine" in state(ctx)[0][2]
    assert not Path("/tmp/alerts.jsonl").exists()


def command(*words: str) -> Channel:
    return Channel("run", "command", ("/bin/sh", "-c", *words))


def test_a_command_gets_its_words_as_they_are(
    new_store: NewStore, means: Means, tmp_path: Path
) -> None:
    script = f'cat > {tmp_path}/in; echo "$1 $BELLBUOY_ALERT_RULE" > {tmp_path}/out'
    ctx = ringing(new_store, command(script, "sh", "; rm -rf $HOME `id`"))
    assert deliver(ctx, means=means).done == 1
    assert (tmp_path / "out").read_text() == "; rm -rf $HOME `id` mine\n"
    assert json.loads((tmp_path / "in").read_text()) == bodies(ctx)[0]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo no room >&2; exit 3", "exit code 3: no room"),
        ("sleep 30 & sleep 30", "/bin/sh took over 0.6 s and was ended"),
    ],
)
def test_a_command_that_fails_comes_again(
    new_sqlite: NewStore, means: Means, script: str, said: str
) -> None:
    ctx = ringing(new_sqlite, command(script))
    deliver(ctx, means=means)
    assert state(ctx) == [("waiting", 1, said)]


def test_a_program_that_nobody_allowed_is_not_started(
    new_sqlite: NewStore, means: Means
) -> None:
    ctx = ringing(new_sqlite, Channel("run", "command", ("/bin/touch", "/tmp/never")))
    deliver(ctx, means=means)
    assert state(ctx)[0][0] == "dead"
    assert "/bin/touch is not allowed on this machine" in state(ctx)[0][2]


def test_a_sender_that_was_cut_off_sends_again(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_store, webhook(hook))
    with ctx.store.unit() as unit:
        mine = claim(unit, 1, ctx.wall_us)
        assert mine is not None
        assert claim(unit, 1, ctx.wall_us) is None
    assert deliver(ctx, means=means).tried == 0
    later(ctx, timedelta(minutes=3))
    assert deliver(ctx, means=means).done == 1
    assert hook.ids == [mine.uid]


def test_screens_are_told_once_and_in_order(new_store: NewStore, means: Means) -> None:
    ctx = ringing(new_store, Channel("screen", "screen"), clients=2)
    before, nothing = notices(ctx, None)
    assert (before, nothing) == (0, ())
    deliver(ctx, means=means)
    newest, told = notices(ctx, before)
    assert [each.words.partition(",")[0] for each in told] == [
        "mine: Client k1", "mine: Client k2",
    ]  # fmt: skip
    assert notices(ctx, newest) == (newest, ())


def quiet_case(new_store: NewStore, hook: Receiver, quiet: str) -> Context:
    ctx = quiet_store(new_store, clients=1)
    channels.add(ctx, webhook(hook))
    keep(ctx, "incidents>=1", channels=("hook",), quiet=quiet)
    # 18:30 in UTC, the zone of the store.
    set_hours(ctx, "18:00-06:00")
    trouble(ctx, "k1")
    settle(ctx)
    return ctx


@pytest.mark.parametrize(
    ("quiet", "first", "then"), [("hold", 0, 1), ("drop", 0, 0), ("pass", 1, 1)]
)
def test_quiet_hours_hold_back_drop_or_let_pass(
    new_store: NewStore, hook: Receiver, means: Means, quiet: str, first: int, then: int
) -> None:
    ctx = quiet_case(new_store, hook, quiet)
    deliver(ctx, means=means)
    assert len(hook.got) == first
    later(ctx, timedelta(hours=11, minutes=29))
    deliver(ctx, means=means)
    assert len(hook.got) == first
    later(ctx, timedelta(minutes=1))
    deliver(ctx, means=means)
    assert len(hook.got) == then


def test_a_window_that_is_taken_away_holds_nothing_back(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = ringing(new_store, webhook(hook))
    now = ctx.clock.now()
    window = add_window(ctx, now, now + timedelta(days=2), "moving house")
    deliver(ctx, means=means)
    assert hook.got == []
    delete_window(ctx, window.id)
    assert deliver(ctx, means=means).done == 1


def test_a_test_goes_through_every_channel_at_once(
    new_store: NewStore, hook: Receiver, means: Means
) -> None:
    ctx = quiet_case(new_store, hook, "hold")
    told = try_out(ctx, "mine", means=means)
    assert [(each.channel, each.state, each.kind) for each in told] == [
        ("hook", "done", "test")
    ]
    body: dict[str, Any] = json.loads(hook.got[0][2])
    assert (body["kind"], body["subject"]["id"]) == ("test", "C-TEST")
