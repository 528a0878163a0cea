"""Makes docs/radar.svg: a screenshot of the real radar on a demo store.

.venv/bin/python tools/picture.py [THEME [COLUMNS ROWS [KEYS ...]]]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from bellbuoy.services.making import demo
from tui.app import BellbuoyApp
from tui.glyphs import GLYPHS
from tui.palette import Look
from tui.theming import palette_of

DOCS = Path(__file__).parent.parent / "docs"
# Names that every font has; the hostile one has its own tests.
QUERY = "tier:critical,at_risk -id:C-0008,C-0009"


async def picture(theme: str, columns: int, rows: int, keys: list[str]) -> str:
    """The screen as SVG after these keys."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "demo.db")
        demo(store, clients=90)
        look = Look(palette_of(theme, {"TERM": "xterm-256color"}), GLYPHS["braille"])
        app = BellbuoyApp(open_context(store, user="ana"), look, query=QUERY)
        async with app.run_test(size=(columns, rows)) as pilot:
            await pilot.pause(1.5)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.5)
            svg = app.export_screenshot(title="Bellbuoy")
        stop_workers(store)
        return svg


def stop_workers(store: str) -> None:
    """The worker that the app started goes before its folder does."""
    ctx = open_context(store)
    worker.ask_stop(ctx)
    while worker.status(ctx).state in ("alive", "late"):
        time.sleep(0.05)


def main(arguments: list[str]) -> None:
    os.environ["TZ"] = "UTC"
    theme = arguments[0] if arguments else "dark"
    columns, rows = (int(n) for n in arguments[1:3]) if len(arguments) > 2 else (100, 30)
    DOCS.mkdir(exist_ok=True)
    svg = asyncio.run(picture(theme, columns, rows, arguments[3:]))
    (DOCS / "radar.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
