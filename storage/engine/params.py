"""Many values in one bound parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable


class ListText(str):
    """A list as JSON; a type of its own, so that an engine may write it its way."""

    __slots__ = ()


def as_list(values: Iterable[str | int]) -> ListText:
    """Values for `IN (SELECT value FROM ints(?))` or `texts(?)`."""
    return ListText(json.dumps(list(values)))
