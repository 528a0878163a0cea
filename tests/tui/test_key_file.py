"""The keys of a person: a set, changed by a file that holds wholly or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.values.errors import UsageError
from tui.key_file import keymap_of, own_keys
from tui.key_presets import PRESETS
from tui.key_reach import swallowed, takers, tmux_key
from tui.key_table import MEANINGS
from tui.keymap import DEFAULT, problems

_KEYS = sorted({key for meaning in MEANINGS for key in meaning.keys})


@pytest.mark.parametrize("preset", PRESETS)
def test_a_set_has_one_meaning_a_key(preset: str) -> None:
    assert problems(keymap_of(preset)) == ()


def test_vim_only_needs_no_arrow_and_no_upper_row() -> None:
    keymap = keymap_of("vim-only")
    used = {key for keys in keymap.keys.values() for key in keys}
    assert not used & {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
    assert keymap.label("down") == "j"


def test_emacs_like_moves_by_its_names() -> None:
    keymap = keymap_of("emacs-like")
    down, back = keymap.meaning_of("ctrl+n"), keymap.meaning_of("ctrl+g")
    assert down is not None
    assert down.id == "down"
    assert back is not None
    assert back.id == "back"


def test_a_set_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no keys"):
        keymap_of("nano")


def test_a_file_is_taken_wholly_or_not(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    assert own_keys("default", file).keymap == DEFAULT
    file.write_text('why = "W"\nact = "W"\n')
    found = own_keys("vim-only", file)
    assert found.keymap == keymap_of("vim-only")
    assert len(found.problems) == 1
    file.write_text('why = "W"\n')
    found = own_keys("vim-only", file)
    assert found.problems == ()
    assert found.keymap.label("why") == "W"
    assert found.keymap.label("down") == "j"


def test_a_file_that_cannot_be_read_is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.mkdir()
    assert own_keys("default", file).problems[0].startswith("keys.toml cannot be read")
    other = tmp_path / "other.toml"
    other.write_bytes(b"\xff\x1b[2J")
    (told,) = own_keys("default", other).problems
    assert "\x1b" not in told


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([meaning.id for meaning in MEANINGS] + ["nosuch"]),
        st.lists(st.sampled_from([*_KEYS, "alt+w", "x y", "ctrl+b"]), max_size=3, unique=True),
        max_size=6,
    )
)
def test_whatever_is_written_the_keys_that_hold_are_sound(
    tmp_path: Path, changes: dict[str, list[str]]
) -> None:
    file = tmp_path / "keys.toml"
    lines = (f"{name} = {json.dumps(keys)}\n" for name, keys in changes.items())
    file.write_text("".join(lines))
    found = own_keys("default", file)
    assert problems(found.keymap) == ()
    assert bool(found.problems) == (found.keymap == DEFAULT and found.changed != tuple(changes))


def test_who_takes_a_key() -> None:
    assert takers({}, flow_control=False) == {}
    assert "ctrl+a" in takers({"STY": "1.pts"}, flow_control=False)
    taken = takers({}, flow_control=True)
    told = {each.meaning: each for each in swallowed(DEFAULT, taken)}
    assert sorted(told) == ["quit", "save"]
    assert told["save"].other == ("f4",)
    assert told["save"].words.endswith("F4 does the same")


@pytest.mark.parametrize(
    ("told", "key"),
    [("C-b\n", "ctrl+b"), ("C-Space\n", "ctrl+space"), ("None\n", None), ("", None),
     ("F12", "f12"), ("M-x", None)],
)  # fmt: skip
def test_prefixes_as_tmux_writes_them(told: str, key: str | None) -> None:
    assert tmux_key(told) == key
