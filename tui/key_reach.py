"""Which keys do not arrive here: those that the terminal, or what lies around it, takes."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from core.values.errors import UsageError
from core.values.text import safe_text
from tui.keymap import Keymap, key_label, parse_key

_PATIENCE_S = 0.5


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A key that somebody else takes. `other` are the keys of the same meaning that
    arrive; empty: the meaning is out of reach."""

    key: str
    meaning: str
    by: str
    other: tuple[str, ...]

    @property
    def words(self) -> str:
        rest = " ".join(key_label(key) for key in self.other)
        instead = f"{rest} does the same" if rest else "no other key does it"
        return f"{key_label(self.key)} for {self.meaning}: {self.by}; {instead}"


def takers(env: Mapping[str, str], *, flow_control: bool) -> dict[str, str]:
    """Key to who takes it: prefixes of tmux and screen, and the flow control of a
    terminal line, which stops output on ctrl+s until ctrl+q."""
    found: dict[str, str] = {}
    if env.get("TMUX"):
        for key in _tmux_prefixes():
            found[key] = "the prefix of tmux"
    if env.get("STY"):
        found["ctrl+a"] = "the prefix of screen"
    if flow_control:
        # The app switches it off on its own line; one before it (a serial line, an
        # older multiplexer) may still act on it.
        for key in ("ctrl+s", "ctrl+q"):
            found[key] = "flow control of the line (stty -ixon frees it)"
    if env.get("TERM") == "linux":
        for key in ("shift+up", "shift+down"):
            found[key] = "the Linux console sends it without shift"
    return found


def swallowed(keymap: Keymap, taken: Mapping[str, str]) -> tuple[Swallowed, ...]:
    """The keys of a keymap that do not arrive, in the order of the key table."""
    return tuple(
        Swallowed(key, name, taken[key], tuple(k for k in keys if k not in taken))
        for name, keys in keymap.keys.items()
        for key in keys
        if key in taken
    )


def _tmux_prefixes() -> list[str]:
    """What tmux says its prefixes are; its default where it does not answer."""
    found = []
    for option in ("prefix", "prefix2"):
        try:
            told = subprocess.run(  # noqa: S603 - words of ours, no shell
                ["tmux", "show-options", "-gv", option],  # noqa: S607 - the one on the PATH
                capture_output=True, text=True, timeout=_PATIENCE_S, check=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError, UnicodeError):
            continue
        if (key := tmux_key(told.stdout)) is not None:
            found.append(key)
    return found or ["ctrl+b"]


def tmux_key(told: str) -> str | None:
    """`C-b` as tmux writes it -> `ctrl+b`; None for what is no key of ours."""
    text = safe_text(told.strip(), 40)
    if not text or text == "None":
        return None
    try:
        return parse_key(text.replace("C-", "ctrl+").replace("S-", "shift+"))
    except UsageError:
        return None
