"""How the address of a store is shown: without what must stay secret."""

from __future__ import annotations

import re

_IN_FRONT = re.compile(r"(?<=://)([^/?#@:]*):[^?#]*@")
_BEHIND = re.compile(r"(?<=[?&])(?:ssl)?password=[^&#]*(?:&|$)")


def shown_address(url: str) -> str:
    """A URL without its password: `postgresql://ana@host/db`; a path as it is."""
    if "://" not in url:
        return url
    shown = _IN_FRONT.sub(r"\1@", url)
    return _BEHIND.sub("", shown).rstrip("?&")
