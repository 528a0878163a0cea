"""A fault as it is kept: where it happened and how, without what was being read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2s

from core.operations.mask import mask
from core.operations.types import Fault, Frame
from core.values.instants import iso
from core.values.text import safe_text

_OURS = ("bellbuoy", "core", "jobs", "storage", "themes", "tui")
_MOST_FRAMES = 40
_LONGEST = 300


def short_path(path: str) -> str:
    """From our package on, or from the installed library's; else the last part:
    where a person's files lie is nobody's business."""
    parts = path.replace("\\", "/").split("/")
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    for place in range(len(parts) - 2, -1, -1):
        if parts[place] in _OURS:
            # bellbuoy/commands/… of a checkout that lies in a folder named bellbuoy
            start = place
            while start and parts[start - 1] in _OURS:
                start -= 1
            return "/".join(parts[start:])
    return parts[-1]


def reference(kind: str, frames: Sequence[Frame]) -> str:
    """A short name for the fault, the same each time it happens at that place."""
    at = f"{kind} {frames[-1].words}" if frames else kind
    return "E-" + blake2s(at.encode(), digest_size=3).hexdigest()


def kept_message(message: str, *, composed: bool) -> str:
    """What may be kept of the text of a fault. `composed`: a `raise` in Python made
    it, so it may quote anything; the interpreter's own words keep their form."""
    return "" if composed else safe_text(mask(message), _LONGEST)


def shortened(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with short paths; of a deep recursion the first and last ones."""
    short = [Frame(short_path(f.file), f.line, f.function) for f in frames]
    if len(short) > _MOST_FRAMES:
        short = [*short[: _MOST_FRAMES // 2], *short[-_MOST_FRAMES // 2 :]]
    return tuple(short)


def report_lines(fault: Fault) -> Iterator[str]:
    """The report as a block that can be copied into a message to whoever mends it."""
    report = fault.report
    yield f"{report.ref}  {report.type}{f': {report.message}' if report.message else ''}"
    yield f"in {report.word}"
    times = "once" if fault.count == 1 else f"{fault.count:,} times"
    yield f"{times}, first {iso(fault.first)}, last {iso(fault.last)}"
    yield f"trace {fault.trace}"
    yield f"Bellbuoy {report.version}, {report.surroundings}"
    for frame in report.frames:
        yield f"  {frame.words}"


def together(faults: Sequence[Fault]) -> list[Fault]:
    """Faults of one reference as one, the last seen first."""
    found: dict[str, Fault] = {}
    for fault in faults:
        known = found.get(fault.report.ref)
        found[fault.report.ref] = fault if known is None else _both(known, fault)
    return sorted(found.values(), key=lambda f: (f.last, f.report.ref), reverse=True)


def _both(one: Fault, other: Fault) -> Fault:
    newest = max(one, other, key=lambda fault: fault.last)
    return Fault(
        report=newest.report,
        first=min(one.first, other.first),
        last=newest.last,
        count=one.count + other.count,
        trace=newest.trace,
    )
