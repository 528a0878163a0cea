"""What must hold after a command met a disk that could not be written: run by a storm.

    python -m tests.process.full_disk_check STORE COMMAND…

Exits with 0 when it held; the last line is an object of counts.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path

from bellbuoy.__main__ import main

_CLEAR = re.compile(
    r"error: (the disk is full or cannot be written; nothing of this step was stored"
    r"|run \d+ of [\w-]+ is (failed|dead): the disk is full or cannot be written; .*"
    r"|cannot open the store .*|cannot write .*|the store said: .*)"
)


def quiet(*words: str) -> tuple[int, str]:
    """A command's code, and all that it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    return code, said.getvalue()


def held(store: str, again: list[str]) -> dict[str, int]:
    """Raises AssertionError for the first promise that was broken."""
    codes = re.findall(r"^code (\d+)$", Path(os.environ["KILLSTORM_ACKS"]).read_text(), re.M)
    told = Path(os.environ["KILLSTORM_ERR"]).read_text("utf-8", "replace")
    assert "Traceback" not in told, told
    assert codes, "it did not end by itself"
    code = int(codes[-1])
    if code:
        assert code == 1, (code, told)
        lines = [line for line in told.splitlines() if line.startswith("error: ")]
        assert len(lines) == 1, told
        assert _CLEAR.fullmatch(lines[0]), told
    checked, said = quiet("store", "check", "--full", "--store", store)
    assert checked == 0, said
    worked, said = quiet(*again, "--store", store)
    assert worked == 0, said
    return {"clear": int(code != 0), "strange": int("the store said" in told)}


if __name__ == "__main__":
    print(json.dumps(held(sys.argv[1], sys.argv[2:])))
