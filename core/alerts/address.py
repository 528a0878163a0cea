"""Which addresses a webhook may reach: the public ones, and what is allowed by name."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address


def may_reach(host: str, address: str, allowed: Collection[str]) -> bool:
    """Whether an address that a host was resolved to may be connected to. One that
    is not of the public network needs its host allowed by name."""
    return is_public(address) or host.lower() in {name.lower() for name in allowed}


def is_public(address: str) -> bool:
    """False for private, loopback, link-local, shared, multicast and reserved
    addresses, also where an IPv6 address carries one of IPv4 inside."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _inside(found)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address.packed[:12] == bytes.fromhex("0064ff9b0000000000000000"):
        return IPv4Address(address.packed[12:])
    return None
