"""Matching in linear time: a pattern becomes an automaton, never a backtracking
search, so that no pattern and no text can stall a list (DEFINITIONS 12.1).

States are numbers of a nondeterministic program (Thompson's construction); the
sets of states that occur become states of a deterministic automaton, built as
they are met and kept up to a bound.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from core.query.pattern import Chars, Choice, Edge, Part, PatternError, Repeat, read_pattern

_MAX_STEPS = 2000
_MAX_MOVES = 20_000


class _Step(NamedTuple):
    """Consume a character (`chars`), pass an edge, or go on to all of `to`."""

    to: tuple[int, ...]
    chars: Chars | None = None
    edge: Edge | None = None


class _State:
    """A set of steps that wait for a character, and where each leads."""

    __slots__ = ("accepts", "accepts_at_end", "moves", "steps")

    def __init__(self, steps: frozenset[int], accepts: bool, accepts_at_end: bool) -> None:
        self.steps = steps
        self.accepts = accepts
        self.accepts_at_end = accepts_at_end
        self.moves: dict[str, _State] = {}


class Automaton:
    """Finds a pattern anywhere in folded text."""

    def __init__(self, part: Part) -> None:
        self._program: list[_Step] = [_Step(())]
        self._built = 0
        self._entry = self._build(part, 0)
        self._known: dict[frozenset[int], _State] = {}
        self._moves = 0
        self._first = self._state_at_start()

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in `text`, which is folded already."""
        state = self._first
        for char in text:
            if state.accepts:
                return True
            state = state.moves.get(char) or self._move(state, char)
        return state.accepts or state.accepts_at_end

    def _move(self, state: _State, char: str) -> _State:
        reached = [self._entry]
        for number in state.steps:
            step = self._program[number]
            if step.chars is not None and step.chars.accepts(char):
                reached.extend(step.to)
        following = self._state(self._closure(reached))
        if self._moves >= _MAX_MOVES:
            self._known, self._moves = {}, 0
            following = self._state(following.steps)
        state.moves[char] = following
        self._moves += 1
        return following

    def _state_at_start(self) -> _State:
        steps = self._closure([self._entry], at_start=True)
        at_end = 0 in self._closure(steps, at_start=True, at_end=True)
        return _State(steps, 0 in steps, at_end)

    def _state(self, steps: frozenset[int]) -> _State:
        found = self._known.get(steps)
        if found is None:
            at_end = 0 in self._closure(steps, at_end=True)
            found = self._known[steps] = _State(steps, 0 in steps, at_end)
        return found

    def _closure(
        self, start: Iterable[int], *, at_start: bool = False, at_end: bool = False
    ) -> frozenset[int]:
        """All steps reached without a character; 0 is the accepting one. Ends
        wait inside the set until `at_end` opens them."""
        seen: set[int] = set()
        waiting = list(start)
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            step = self._program[number]
            opened = step.edge is None or (at_start if step.edge.start else at_end)
            if step.chars is None and opened:
                waiting.extend(step.to)
        return frozenset(seen)

    def _add(self, step: _Step) -> int:
        if len(self._program) >= _MAX_STEPS:
            raise PatternError("the pattern is too large")
        self._program.append(step)
        return len(self._program) - 1

    def _build(self, part: Part, then: int) -> int:
        """Write `part` in front of step `then`; the number of its first step."""
        self._built += 1
        if self._built > 2 * _MAX_STEPS:  # repeated empty groups write no step
            raise PatternError("the pattern is too large")
        if isinstance(part, Chars):
            return self._add(_Step((then,), chars=part))
        if isinstance(part, Edge):
            return self._add(_Step((then,), edge=part))
        if isinstance(part, Choice):
            return self._add(_Step(tuple(self._build(p, then) for p in part.parts)))
        if isinstance(part, Repeat):
            return self._repeat(part, then)
        for each in reversed(part.parts):
            then = self._build(each, then)
        return then

    def _repeat(self, part: Repeat, then: int) -> int:
        if part.most is None:
            loop = self._add(_Step((then,)))
            self._program[loop] = _Step((self._build(part.part, loop), then))
            entry = loop
        else:
            entry = then
            for _ in range(part.most - part.least):
                entry = self._add(_Step((self._build(part.part, entry), then)))
        for _ in range(part.least):
            entry = self._build(part.part, entry)
        return entry


@lru_cache(maxsize=64)
def automaton(pattern: str) -> Automaton:
    """The automaton of a pattern. Raises PatternError."""
    return Automaton(read_pattern(pattern))
