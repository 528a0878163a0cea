"""One delivery through its channel, whatever the channel is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.senders.command import run_command
from bellbuoy.services.alerts.senders.file import send_to_file
from bellbuoy.services.alerts.senders.webhook import Resolver, post
from core.alerts.retry import Outcome
from core.alerts.types import Channel
from storage.alerts.deliveries import Claimed

SECONDS = 10.0


SHOWN = Outcome("done", "shown")


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs of this machine: what it allows, how long one try may take,
    who answers for host names (None: the system), where secrets are (None: the
    environment of the process), and how many receivers are served at once."""

    allowed: Allowed
    seconds: float = SECONDS
    resolve: Resolver | None = None
    env: Mapping[str, str] | None = None
    lanes: int = 8


def send(channel: Channel | None, one: Claimed, now: datetime, means: Means) -> Outcome:
    """Try once. A channel that is gone or off is no place to send to;
    what screens show the store hands to them itself."""
    if channel is None:
        return Outcome("dead", f"there is no channel “{one.channel}” any more")
    if not channel.active:
        why = f": {channel.stopped}" if channel.stopped else ""
        return Outcome("dead", f"channel {channel.name} is off{why}")
    match channel.kind:
        case "screen" | "bell":
            return SHOWN
        case "file":
            return send_to_file(channel.target[0], one.uid, one.body, means.allowed)
        case "command":
            return run_command(
                channel.target,
                one.uid,
                one.body,
                means.allowed,
                seconds=means.seconds,
                env=means.env,
            )
        case "webhook":
            return post(
                channel.target[0],
                one.uid,
                one.body,
                secret=channel.secret,
                allowed=means.allowed,
                now=now,
                seconds=means.seconds,
                resolve=means.resolve,
                env=means.env,
            )
