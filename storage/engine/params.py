"""Many values in one bound parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable


def as_list(values: Iterable[str | int]) -> str:
    """Values for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values))
