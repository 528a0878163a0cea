"""The progress of a command, on its own stderr by the clock of this machine."""

from __future__ import annotations

import shutil
import sys
import time

from bellbuoy.commands.options import Options
from bellbuoy.commands.progress import Progress


def watching(label: str, options: Options) -> Progress:
    """Progress under a label, shown on a terminal unless --quiet."""
    width = shutil.get_terminal_size((80, 24)).columns
    return Progress(label, sys.stderr, time.monotonic, shown=options.progress, width=width)
