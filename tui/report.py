"""What is told of a fault: a short name for it, or a report that can be copied."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from hashlib import blake2s

from core.values.text import safe_text

_LONGEST = 2_000


def reference(error: BaseException) -> str:
    """A short name for the fault, the same each time it happens at that place."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return "E-" + blake2s(at.encode(), digest_size=2).hexdigest()


def report(error: BaseException, env: Mapping[str, str]) -> list[str]:
    """What happened, where, and in which surroundings: harmless lines of text."""
    import platform
    import shutil

    from bellbuoy.version import VERSION

    size = shutil.get_terminal_size((0, 0))
    lines = [
        f"Bellbuoy {VERSION}, Python {platform.python_version()}, {platform.platform()}",
        f"terminal {env.get('TERM', 'unnamed')} {size.columns}x{size.lines}",
        f"reference {reference(error)}",
        "",
    ]
    for part in traceback.format_exception(error):
        lines += part.rstrip("\n").split("\n")
    return [safe_text(line, _LONGEST) for line in lines]
