"""Channels kept, turned, forgotten; what cannot be one is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.alerts.channels import add, delete, listed, turn
from core.alerts.types import Channel, ChannelKind
from core.values.errors import ConflictError, NotFoundError, UsageError
from tests.bellbuoy.services.alerts.ringing import keep
from tests.fixtures.stores import NewStore, context

OPS = Channel("ops", "webhook", ("https://ops.example/in?token=t",), "OPS_KEY")


def test_a_channel_is_kept_turned_and_forgotten(new_store: NewStore) -> None:
    ctx = new_store()
    add(ctx, OPS)
    with pytest.raises(ConflictError):
        add(ctx, OPS)
    assert [each.name for each in listed(ctx)] == ["bell", "ops", "screen"]
    assert not turn(ctx, "ops", on=False).active
    assert turn(ctx, "ops", on=False).rev == 2
    assert not turn(ctx, "screen", on=False).active
    keep(ctx, "tier:critical", channels=("ops",))
    with pytest.raises(ConflictError, match="mine"):
        delete(ctx, "ops")
    with pytest.raises(UsageError):
        delete(ctx, "bell")
    with pytest.raises(NotFoundError):
        turn(ctx, "pager", on=True)


def test_its_address_is_for_admins_alone(new_store: NewStore) -> None:
    ctx = new_store()
    add(ctx, OPS)
    other = replace(context(ctx.store, role="manager"), store=ctx.store)
    assert all((each.target, each.secret) == ((), "") for each in listed(other))


@pytest.mark.parametrize(
    ("kind", "target", "secret"),
    [
        ("file", ("relative.jsonl",), ""),
        ("file", ("/a", "/b"), ""),
        ("file", ("/a",), "OPS_KEY"),
        ("command", (), ""),
        ("command", ("logger",), ""),
        ("command", ("/bin/logger", "a\0b"), ""),
        ("webhook", ("https://u:p@ops.example/",), ""),
        ("webhook", ("https://ops.example/",), "the key itself"),
        ("screen", (), ""),
    ],
)
def test_what_cannot_be_a_channel(
    new_sqlite: NewStore, kind: ChannelKind, target: tuple[str, ...], secret: str
) -> None:
    with pytest.raises(UsageError):
        add(new_sqlite(), Channel("ops", kind, target, secret))
