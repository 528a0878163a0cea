"""Charts serve commands too: they bring no screen with them, and plotext only when it draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tui.charts

_FOLDER = Path(tui.charts.__file__).parent
_MODULES = sorted(
    ".".join(("tui.charts", *file.relative_to(_FOLDER).with_suffix("").parts))
    for file in _FOLDER.rglob("*.py")
    if file.stem != "__init__"
)
_SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
heavy = {"textual", "plotext", "sqlalchemy", "pandas", "numpy", "sqlmodel"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*names: str) -> str:
    command = [sys.executable, "-P", "-c", _SCRIPT, *names]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_all_charts_load_without_textual_and_plotext() -> None:
    assert len(_MODULES) >= 30
    assert loaded(*_MODULES, "tui.palette", "tui.glyphs") == "[]"


def test_the_check_sees_textual() -> None:
    assert loaded("textual.strip") == "['textual']"
