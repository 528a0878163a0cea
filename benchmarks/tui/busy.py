"""Score everybody anew, day after day, until somebody ends it.

python -m benchmarks.tui.busy STORE
"""

from __future__ import annotations

import os
import sys
from itertools import count

from bellbuoy.services.scoring.recompute import recompute
from benchmarks.data.clock import ahead, opened


def main(words: list[str]) -> int:
    """Says when it begins."""
    os.nice(10)  # as the worker
    ctx = opened(words[0])
    for number in count():
        ctx = ahead(ctx, 1)
        if number == 0:
            print("begun", flush=True)
        recompute(ctx)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
