"""Which addresses a webhook may reach."""

from __future__ import annotations

import pytest

from core.alerts.address import is_public, may_reach

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    "198.18.0.1", "192.0.2.1", "240.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_needs_its_host_by_name(address: str) -> None:
    assert not is_public(address)
    assert not may_reach("hooks.example", address, ())
    assert not may_reach("hooks.example", address, ("other.example",))
    assert may_reach("Hooks.example", address, ("hooks.EXAMPLE",))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_what_is_public_may_be_reached(address: str) -> None:
    assert may_reach("hooks.example", address, ())
