"""The table: a line a figure, a column a store."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.data.bench import Found, Place

Column = tuple[Place, list[Found]]


def table(columns: Sequence[Column]) -> str:
    """All that was found, ratios first; below them what ours took by itself."""
    heads = [place.name for place, _ in columns]
    lines = [["", "at most", *heads]]
    alone = [["ours alone", *heads]]
    for row, limits in _rows(columns):
        cells = [_cell(_of(found, row)) for _, found in columns]
        lines.append([row, " / ".join(f"{limit:g}" for limit in limits), *cells])
        alone.append([row, *(_alone(_of(found, row)) for _, found in columns)])
    return "\n".join([_grid(lines), "", _grid(alone)])


def _rows(columns: Sequence[Column]) -> list[tuple[str, list[float]]]:
    """The names of all lines in their order, each with its bars."""
    named: dict[str, list[float]] = {}
    for _, found in columns:
        for line in found:
            limits = named.setdefault(line.row.name, [])
            if line.limit is not None and line.limit not in limits:
                limits.append(line.limit)
    return list(named.items())


def _of(found: Sequence[Found], name: str) -> Found | None:
    return next((line for line in found if line.row.name == name), None)


def _cell(line: Found | None) -> str:
    if line is None:
        return "-"
    if line.row.peer is None:
        told = _amount(line.middle, line.row.unit)
    else:
        told = _ratio(line.middle)
        if len(line.values) > 1:
            told += f" [{_ratio(min(line.values))}–{_ratio(max(line.values))}]"
    return f"{told}  {line.verdict}".rstrip()


def _alone(line: Found | None) -> str:
    return "-" if line is None else _amount(line.seconds, line.row.unit)


def _ratio(value: float) -> str:
    return f"{value:.3g}"


def _amount(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"
    return f"{value:,.1f} {unit}"


def _grid(lines: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two blanks apart."""
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
