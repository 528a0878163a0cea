"""The gate between text from outside and anything that a person sees.

Textual and Rich pass escape sequences through to the terminal, so nothing from
the store, a file or an error reaches a widget, stdout, stderr, a log or a title
except through `safe_text`. The store keeps the text exact.
"""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, set_cell_size

REPLACEMENT = "\ufffd"
# Controls (C0, DEL, C1), lone surrogates, bidi marks and overrides, line and
# paragraph separators, invisible operators, the byte-order mark, interlinear
# marks, tag characters, non-characters.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MOST_MARKS = 4


def safe_text(value: object, limit: int = 500) -> str:
    """`value` as one harmless line of at most `limit` characters.

    Every control, bidi or invisible character becomes `�`, a pile of combining
    marks is cut to four, and what is longer ends in `…`. Markup and formulas
    are left as they are: they mean nothing to a terminal.
    """
    text = str(value)
    cut_off = len(text) > limit
    text = _HARMFUL.sub(REPLACEMENT, text[:limit])
    if not text.isascii():
        text = _thin_marks(text)
    return text[:-1] + "…" if cut_off and text else text


def _thin_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def cells(text: str) -> int:
    """The width of safe text on a terminal, in cells."""
    return cell_len(text)


def fit(text: str, width: int, *, right: bool = False, ellipsis: str = "…") -> str:
    """Safe text cut or padded to exactly `width` cells, never through a wide character."""
    wide = cell_len(text)
    if wide > width:
        mark = min(cell_len(ellipsis), width)
        return set_cell_size(text, width - mark) + ellipsis[:mark]
    padding = " " * (width - wide)
    return padding + text if right else text + padding


def fold(text: str) -> str:
    """The key that text compares by: NFKC and case fold (DEFINITIONS 12.1)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
