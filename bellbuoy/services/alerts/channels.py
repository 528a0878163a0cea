"""Channels: where deliveries go, set up by an admin."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.endpoint import read_url
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.alerts.rules import check_name
from core.alerts.types import Channel
from core.values.errors import ConflictError, NotFoundError, UsageError
from storage.alerts import rules as stored
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,79}", re.ASCII)
_MOST_WORDS = 50


@service("alert:read")
def listed(ctx: Context) -> tuple[Channel, ...]:
    """Every channel by name; the address of one may hold a token, so whoever may not
    configure sees its kind alone."""
    from bellbuoy.services.authorise import policy
    from core.access.policy import decide

    with ctx.reader() as reader:
        found = tuple(stored.channels(reader).values())
    if decide(policy(), ctx.viewer, "alert:configure").allowed:
        return found
    return tuple(replace(each, target=(), secret="") for each in found)


def named(rows: Rows, name: str) -> Channel:
    """A channel by its name. Raises NotFoundError that lists them."""
    found = stored.channels(rows)
    if name not in found:
        raise NotFoundError(f"no alert channel “{name}”", "channels: " + ", ".join(found))
    return found[name]


def checked(channel: Channel) -> Channel:
    """The channel, when it holds. Raises UsageError."""
    check_name(channel.name, "channel")
    match channel.kind:
        case "file":
            _count(channel, 1, "a file has one path")
            if not os.path.isabs(channel.target[0]):
                raise UsageError("the path of a file is absolute", "/var/log/bellbuoy/a.jsonl")
        case "command":
            if not 1 <= len(channel.target) <= _MOST_WORDS:
                raise UsageError(f"a command has 1 to {_MOST_WORDS} words")
            if not os.path.isabs(channel.target[0]) or "\0" in "".join(channel.target):
                raise UsageError("a program is named by its absolute path", "/usr/bin/logger")
        case "webhook":
            _count(channel, 1, "a webhook has one URL")
            read_url(channel.target[0])
        case _:
            raise UsageError(f"there is one {channel.kind}", "it came with the program")
    if channel.secret and not _VARIABLE.fullmatch(channel.secret):
        raise UsageError("a secret is named by its variable", "--secret-env ALERT_SECRET")
    if channel.secret and channel.kind != "webhook":
        raise UsageError("only a webhook is signed")
    return channel


def _count(channel: Channel, words: int, hint: str) -> None:
    if len(channel.target) != words:
        raise UsageError(f"{hint}, not {len(channel.target)} words")


@service("alert:configure", writes=True)
def add(ctx: Context, channel: Channel) -> Channel:
    """Keep a new channel. Raises ConflictError where the name is taken."""
    channel = replace(checked(channel), rev=1)
    with ctx.store.unit() as unit:
        if channel.name in stored.channels(unit):
            raise ConflictError(f"there is a channel “{channel.name}” already")
        with _change(ctx, unit, channel.name, None):
            stored.put_channel(unit, channel)
    return channel


@service("alert:configure", writes=True)
def turn(ctx: Context, name: str, *, on: bool) -> Channel:
    """Turn a channel on or off; one that was stopped begins anew."""
    with ctx.store.unit() as unit:
        before = named(unit, name)
        if before.active == on and not before.stopped:
            return before
        after = replace(before, active=on, stopped="", rev=before.rev + 1)
        with _change(ctx, unit, name, before):
            stored.put_channel(unit, after)
    return after


@service("alert:configure", writes=True)
def delete(ctx: Context, name: str) -> None:
    """Forget a channel. Raises ConflictError while a rule rings through it."""
    with ctx.store.unit() as unit:
        before = named(unit, name)
        if before.shipped:
            raise UsageError(f"{name} came with the program", f"alert channels off {name}")
        users = [rule.name for rule in stored.rules(unit).values() if name in rule.channels]
        if users:
            raise ConflictError(f"rules ring through {name}: {', '.join(users)}")
        with _change(ctx, unit, name, before):
            stored.delete_channel(unit, name)


@contextmanager
def _change(ctx: Context, unit: Unit, name: str, before: Channel | None) -> Iterator[None]:
    """Around the write of a channel: kept with who did it."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    change = Change(unit, actor_of(ctx), "alert.channel", name)
    usual = stored.channel_columns(before) if before is not None and before.shipped else None
    change.watch("alert_channel", [name], usual=usual)
    yield
    change.close()
