"""Sentences in a role."""

from __future__ import annotations

from rich.text import Text

from tui.lines import line, said
from tui.palette import Look, Role


def told(words: str, role: Role, look: Look, width: int, indent: str = " ") -> list[Text]:
    """A sentence of ours (outside text in it is safe already), wrapped and indented;
    the role is that of its words, whatever is drawn around them."""
    wrapped = said(words, "", look, width, indent)
    return [line([(text.plain, role)], look, width) for text in wrapped]
