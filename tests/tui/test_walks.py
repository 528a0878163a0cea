"""The walks of the first five minutes, by keys alone, as far as the program goes today.

Keys are counted, typed words are not; a walk may never take more than the design gives
it. What a walk leaves out, because it is not there yet, its own text says.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from bellbuoy.services.context import Context
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using
from tui.palette import Look
from tui.theming import palette_of

Said = Callable[..., tuple[int, str]]


@dataclass
class Counting:
    """A hand whose keys are counted."""

    hand: Hand
    keys: int = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.hand.press(*keys)

    @contextmanager
    def at_most(self, keys: int) -> Iterator[None]:
        """The keys that the design gives a step."""
        before = self.keys
        yield
        assert self.keys - before <= keys


@pytest.fixture
def said(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """A command on the store: its exit code and what it wrote."""

    def run_it(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main([*words, "--store", str(demo_store)])
        told = capsys.readouterr()
        assert code in (0, 4, 8), told.err
        return code, told.out

    return run_it


async def test_a_support_rep_goes_through_the_morning(demo_master: Path) -> None:
    """Radar, why, the client, an id to paste, marks, who renews soon. Left out: the 360
    tab, `a c` (log a call), `a t` (task), `a b` (playbook), `v` (saved views)."""
    ctx = replace(context(demo_master, DEMO_NOW, role="rep"), read_only=True)
    async with using(ctx) as hand:
        walk = Counting(hand)
        # 1. The worst is under the cursor, with why and what to do already below.
        assert hand.under_cursor == "C-0011"
        assert "Oxbow Foods: no change in 7 d" in hand.text
        # 2. Its score, opened into parts, the part into its inputs, and back.
        with walk.at_most(4):
            await walk.press("w", "enter")
            assert "why 30" in hand.row(2)
            await walk.press("escape")
        assert hand.under_cursor == "C-0011"
        # 3. The client, two tabs on, its id.
        with walk.at_most(4):
            await walk.press("enter", "right_square_bracket", "right_square_bracket", "y")
        assert hand.app.clipboard == "C-0011"
        assert walk.keys <= 8
        # 5. Back to the radar, the cursor where it was.
        with walk.at_most(1):
            await walk.press("escape")
        assert hand.under_cursor == "C-0011"
        # 6. Two clients are marked; then who else ends soon.
        with walk.at_most(2):
            await walk.press("down", "shift+down")
        assert hand.row(23).startswith("2 marked: ")
        with walk.at_most(2):
            await walk.press("slash")
            await hand.type("renews<30d")
            await walk.press("enter")
        assert hand.under_cursor == "C-0004"
        assert hand.row(3).endswith("1–2 of 2 · sort health ▲")
        assert walk.keys <= 13


async def test_a_filter_is_kept_under_its_list_and_can_be_had_as_a_command(
    demo_ctx: Context, said: Said
) -> None:
    """What a rep can keep of a filter today: the command that yields it (`Y`), which
    prints the rows of the screen."""
    async with using(demo_ctx) as hand:
        walk = Counting(hand)
        with walk.at_most(3):
            await walk.press("slash")
            await hand.type("renews<30d")
            await walk.press("enter", "Y")
        words = shlex.split(hand.app.clipboard.split(" --store ")[0])
        shown = [line for line in hand.lines if "Quill Bakeries" in line or "Coral" in line]
    assert words == ["bellbuoy", "radar", "tier:critical,at_risk NOT snoozed:any renews<30d"]
    code, out = said(*words[1:], "--cols", "name", "--csv")
    assert code == 0
    assert out.split() == ["name", "Quill", "Bakeries", "Coral", "Networks"]
    assert len(shown) == 3  # two rows, and why of the one under the cursor


def test_an_engineer_knows_before_any_screen_is_open(said: Said) -> None:
    """Step 1: one line a check, and incidents as JSON."""
    code, out = said("doctor")
    assert code in (0, 8)
    assert all(word in out for word in ("store", "worker", "clock"))
    code, out = said("incident", "list", "severity:high status:open", "--json")
    assert code == 0
    assert '"schema":"bellbuoy.incident/1"' in out.replace(" ", "").replace("\n", "")[:60]


async def test_an_engineer_on_call_looks_only(demo_ctx: Context) -> None:
    """Step 2: an incident opens with what is left of its clocks, and a write is refused
    in words. Step 3 is with the acts on incidents."""
    async with using(demo_ctx) as hand:
        walk = Counting(hand)
        with walk.at_most(4):
            await walk.press("3", "enter")
            assert hand.row(2).startswith("Incidents › Open › INC-")
            assert "resolve 3 d" in hand.text
            await walk.press("R")
            assert "read-only" in hand.row(23)
            await hand.quick("q")
            walk.keys += 1
            await hand._pilot.pause(0.1)
        assert hand.app.return_value == 0


@pytest.fixture
def refused(demo_store: Path, tmp_path: Path) -> Path:
    """The demo store after a file of which two rows could not be taken."""
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "client.csv").write_text("id,name,start\nc1,Kestrel,2026-01-01\n")
    rows = ("u1,c1,2026-11-01T09:00:00Z,about 12", "u2,c1,2026-11-01T09:00:00Z,12x")
    (folder / "usage.csv").write_text("\n".join(("id,client,at,value", *rows, "")))
    assert main(["import", str(folder), "--store", str(demo_store)]) == 4
    return demo_store


async def test_an_engineer_mends_what_was_refused(refused: Path, said: Said) -> None:
    """Steps 4 to 6: what is wrong, the command that mends it from where it is told, the
    rows and their reasons, tried again. Left out: sources and their tokens, the screen
    of the quarantine; `ctrl+z` is tested on a real terminal."""
    ctx = replace(context(refused, DEMO_NOW), read_only=True)
    async with using(ctx) as hand:
        walk = Counting(hand)
        with walk.at_most(6):
            await walk.press("exclamation_mark")
            assert "2 refused rows wait in quarantine" in hand.text
            while not hand.app.screen.current.command.startswith("bellbuoy quarantine"):  # type: ignore[attr-defined]
                await walk.press("down")
            await walk.press("y")
        assert hand.app.clipboard == "bellbuoy quarantine list"
    code, out = said("quarantine", "list", "reason~number", "--json")
    assert (code, out.count('"code"')) == (0, 2)
    assert said("quarantine", "fix", "line:2", "--set", "value=12")[0] == 0
    code, out = said("quarantine", "replay", "reason~number")
    assert code == 4  # one is stored, one is still bad, and named
    assert "Q-2" in out
    assert "12x" in out


async def test_a_demoer_shows_it_on_a_projector(
    demo_ctx: Context,
) -> None:
    """Another theme by a word, a client by its name (also one that is not at risk), its
    page, back, the radar. Left out: the outage and its undo, pulse, activation. That
    `--demo` makes the store of these keys is tested where that is made."""
    dark = Look(palette_of("dark", {"TERM": "xterm-256color"}))
    async with using(demo_ctx, look=dark) as hand:
        walk = Counting(hand)
        with walk.at_most(2):
            await walk.press("colon")
            await hand.type("theme high-contrast")
            await walk.press("enter")
        theme = hand.app.session.look.palette.theme
        assert theme is not None
        assert theme.name == "high-contrast"
        with walk.at_most(2):
            await walk.press("slash")
            await hand.type("hawthorn")
            await walk.press("enter")
        assert hand.under_cursor == "C-0010"
        assert "nobody at risk is called hawthorn: all clients are shown" in hand.row(23)
        with walk.at_most(4):
            await walk.press("1", "escape")
            assert hand.under_cursor == "C-0011"
            await walk.press("enter", "right_square_bracket")
        assert "[Usage]" in hand.row(3)
        with walk.at_most(1):
            await walk.press("escape")
        assert "[1 Radar]" in hand.row(1)


async def test_a_name_that_nobody_has_is_said_and_a_clause_stays_a_clause(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("slash")
        await hand.type("nobodysname")
        await hand.press("enter")
        assert "0 of 15 match  nobodysname" in hand.text
        await hand.press("escape", "slash")
        await hand.type("owner:zoe")
        await hand.press("enter")
        assert "0 of 15 match  tier:critical,at_risk NOT snoozed:any owner:zoe" in hand.text
