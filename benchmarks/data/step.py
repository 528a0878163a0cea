"""One side of a question, in a process of its own.

python -m benchmarks.data.step MODULE FUNCTION '["words", 1]'
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module


def main(words: list[str]) -> int:
    """Call the function; its figures and the peak memory in one line of JSON."""
    module, name, arguments = words
    figures = getattr(import_module(module), name)(*json.loads(arguments))
    # Kilobytes on Linux, bytes on macOS.
    scale = 1024 if sys.platform == "linux" else 1024 * 1024
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
