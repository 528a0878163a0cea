"""The rows of an explanation: its contributions, opened as far as asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.values.contribution import Contribution, Explanation
from tui.charts.words import minus

Path = tuple[str, ...]
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One contribution at its place: `path` names it from the top, `depth` is 0 there."""

    path: Path
    depth: int
    part: Contribution
    opened: bool


def steps(
    explanation: Explanation, opened: Collection[Path] = (), root: str = ""
) -> list[Step]:
    """The contributions in order, each opened one followed by its own parts.

    `root` starts every path, so that several explanations can share a screen.
    """
    return list(_walk(explanation.parts, (root,) if root else (), 0, opened))


def _walk(
    parts: tuple[Contribution, ...], above: Path, depth: int, opened: Collection[Path]
) -> Iterator[Step]:
    for part in parts:
        path = (*above, part.id)
        is_open = bool(part.parts) and path in opened
        yield Step(path, depth, part, is_open)
        if is_open:
            yield from _walk(part.parts, path, depth + 1, opened)


def sum_words(explanation: Explanation) -> str:
    """`10 + 10 + 18 = 38`; a long list is cut short by the sum of what is left out."""
    if explanation.total is None:
        return "nothing to add up"
    points = [part.points for part in explanation.parts]
    more = points[_MOST_TERMS:]
    shown = points[:_MOST_TERMS] if more else points
    terms = [minus(shown[0])] if shown else ["0"]
    terms += [f"{_operator(value)} {abs(value):,}" for value in shown[1:]]
    if more:
        rest = sum(more)
        terms.append(f"{_operator(rest)} {abs(rest):,} ({len(more)} more)")
    return f"{' '.join(terms)} = {minus(explanation.total)}"


def _operator(value: int) -> str:
    return "−" if value < 0 else "+"
