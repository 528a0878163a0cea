"""When a delivery that failed is tried again, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2s
from typing import Literal

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
LONGEST_ASKED = timedelta(hours=6)
"""What a receiver may ask for at most."""
ATTEMPTS = 12

Verdict = Literal["done", "again", "dead", "stop"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended. `again`: try later, after `wait` where the receiver said
    so; `dead`: trying again will not help; `stop`: the receiver wants nothing more
    through this channel. `said` is one line, `status` an HTTP answer."""

    verdict: Verdict
    said: str
    status: int | None = None
    wait: timedelta | None = None


def wait_after(attempts: int, uid: str, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait behind so many tries of a delivery, None to give it up.

    30 s, doubled each time, one hour at most, and up to a fifth longer by the
    delivery itself, so that many do not come back at one moment. What the receiver
    asks for counts where it is longer, up to six hours.
    """
    if attempts >= ATTEMPTS:
        return None
    plain = min(FIRST * (1 << min(attempts - 1, 20)), LONGEST)
    digest = blake2s(f"{uid} {attempts}".encode(), digest_size=2).digest()
    wait = plain + plain * (int.from_bytes(digest) / 65_536) / 5
    if asked is not None:
        wait = max(wait, min(asked, LONGEST_ASKED))
    return wait


def judged(status: int, asked: timedelta | None = None) -> Outcome:
    """What an HTTP answer means: 2xx is done, 410 stops the channel, a redirect is
    not followed, 408, 425, 429 and 5xx come again, every other refusal is final."""
    if 200 <= status < 300:
        return Outcome("done", f"answered {status}", status)
    if status == 410:
        return Outcome("stop", "answered 410: gone for good", status)
    if 300 <= status < 400:
        return Outcome("dead", f"answered {status}: redirects are not followed", status)
    if status in (408, 425, 429) or status >= 500:
        return Outcome("again", f"answered {status}", status, asked)
    return Outcome("dead", f"answered {status}: refused", status)
