"""The shape of the code: how long files and functions are, and what they tell.

    python tools/shape.py [ROOT]

Prints one table. Ends with 1, and one line for each place, when a file is
longer than 400 lines, a function longer than 60, an argument is not annotated,
or fewer than 80 % of the public functions below `tui` have a docstring.

Lengths count every line of a file and, for a function, `def` to its last line,
docstring included. Code lines carry code outside docstrings. A function is
public unless it, its class or a function around it says otherwise; one whose
body is `...` (a protocol's) has nothing to document.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("bellbuoy", "core", "jobs", "storage", "themes", "tui")
DOCUMENTED = ("core", "storage", "bellbuoy/services")
FILE_LINES, FUNCTION_LINES, DOCSTRING_PERCENT = 400, 60, 80

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLANK = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


@dataclass(frozen=True, slots=True)
class FunctionShape:
    """One function: where, how long, and what it leaves out."""

    place: str
    length: int
    public: bool
    documented: bool
    bare_arguments: tuple[str, ...]
    arguments: int


@dataclass(frozen=True, slots=True)
class FileShape:
    """One file: its path from the root, its lines, and its functions."""

    path: str
    lines: int
    code_lines: int
    functions: tuple[FunctionShape, ...]


def measure(path: Path, root: Path) -> FileShape:
    """The shape of one Python file. Raises SyntaxError for one that is none."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(root).as_posix()
    tree = ast.parse(text, name)
    functions = tuple(_shapes(tree, name, outside=True))
    return FileShape(name, len(text.splitlines()), _code_lines(text, tree), functions)


def measure_all(root: Path, folders: tuple[str, ...]) -> list[FileShape]:
    """All Python files below the folders that hold at least one line."""
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    return [shape for path in paths if (shape := measure(path, root)).lines]


def _shapes(node: ast.AST, file: str, *, outside: bool) -> Iterator[FunctionShape]:
    """Every function in a tree; `outside` of functions and private classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield _shape(child, file, outside=outside)
        hidden = isinstance(child, Function) or (
            isinstance(child, ast.ClassDef) and child.name.startswith("_")
        )
        yield from _shapes(child, file, outside=outside and not hidden)


def _shape(node: Function, file: str, *, outside: bool) -> FunctionShape:
    spec = node.args
    stars = [argument for argument in (spec.vararg, spec.kwarg) if argument]
    arguments = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *stars]
    own = [argument for argument in arguments if argument.arg not in ("self", "cls")]
    return FunctionShape(
        place=f"{file}:{node.lineno} {node.name}",
        length=(node.end_lineno or node.lineno) - node.lineno + 1,
        public=outside and not node.name.startswith("_") and not _is_stub(node),
        documented=ast.get_docstring(node) is not None,
        bare_arguments=tuple(a.arg for a in own if a.annotation is None),
        arguments=len(own),
    )


def _is_stub(node: Function) -> bool:
    first = node.body[0]
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and first.value.value is ...
    )


def _code_lines(text: str, tree: ast.Module) -> int:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node):
            docstring = node.body[0]
            end = docstring.end_lineno or docstring.lineno
            lines.difference_update(range(docstring.lineno, end + 1))
    return len(lines)


def faults(files: list[FileShape]) -> Iterator[str]:
    """One line for each place that is over a limit."""
    for file in files:
        if file.lines > FILE_LINES:
            yield f"{file.path}: {file.lines} lines, at most {FILE_LINES}"
        for function in file.functions:
            if function.length > FUNCTION_LINES:
                yield f"{function.place}: {function.length} lines, at most {FUNCTION_LINES}"
            if function.bare_arguments:
                yield f"{function.place}: no type for {', '.join(function.bare_arguments)}"
    public, silent = _documented(files)
    if _percent(len(public) - len(silent), len(public)) < DOCSTRING_PERCENT:
        yield (
            f"{len(silent)} of {len(public)} public functions in {', '.join(DOCUMENTED)} "
            f"have no docstring, at least {DOCSTRING_PERCENT} % should"
        )
        yield from (f"{function.place}: no docstring" for function in silent)


def table(files: list[FileShape], tests: list[FileShape]) -> Iterator[str]:
    """The shape as lines: what, the limit, what was measured."""
    lengths = sorted(file.lines for file in files)
    functions = [function for file in files for function in file.functions]
    spans = sorted(function.length for function in functions)
    longest = max(files, key=lambda file: file.lines)
    code = sum(file.code_lines for file in files)
    test_code = sum(file.code_lines for file in tests)
    arguments = sum(function.arguments for function in functions)
    bare = sum(len(function.bare_arguments) for function in functions)
    public, silent = _documented(files)
    rows = [
        ("files, code lines", "", f"{len(files)}, {code}"),
        ("file median / p90", "150 / 300", f"{_rank(lengths, 0.5)} / {_rank(lengths, 0.9)}"),
        ("longest file", f"{FILE_LINES}", f"{longest.lines} {longest.path}"),
        ("function median / p90", "10 / 30", f"{_rank(spans, 0.5)} / {_rank(spans, 0.9)}"),
        ("longest function", f"{FUNCTION_LINES}", _longest(functions)),
        (
            "docstrings below tui",
            f"{DOCSTRING_PERCENT} % or more",
            _share(len(public) - len(silent), len(public)),
        ),
        ("arguments annotated", "100 %", _share(arguments - bare, arguments)),
        ("test code : code", "1 or more", f"{test_code / code:.2f}" if code else "none"),
    ]
    yield f"{'':24}{'limit':14}measured"
    for what, wanted, found in rows:
        yield f"{what:24}{wanted:14}{found}"


def _documented(files: list[FileShape]) -> tuple[list[FunctionShape], list[FunctionShape]]:
    """The public functions that should have docstrings, and those that have none."""
    below = tuple(f"{folder}/" for folder in DOCUMENTED)
    public = [
        function
        for file in files
        if file.path.startswith(below)
        for function in file.functions
        if function.public
    ]
    return public, [function for function in public if not function.documented]


def _rank(ordered: list[int], share: float) -> int:
    """The value at rank floor(share * n), 0 without values."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def _share(part: int, whole: int) -> str:
    return f"{_percent(part, whole):.1f} % of {whole}"


def _longest(functions: list[FunctionShape]) -> str:
    if not functions:
        return "none"
    longest = max(functions, key=lambda function: function.length)
    return f"{longest.length} {longest.place}"


def main(arguments: list[str]) -> int:
    """Print the table and the faults; 1 with faults, 0 without."""
    root = Path(arguments[0] if arguments else Path(__file__).parent.parent).resolve()
    files = measure_all(root, PACKAGES)
    if not files:
        print(f"no Python files below {root}", file=sys.stderr)
        return 1
    for line in table(files, measure_all(root, ("tests",))):
        print(line)
    found = list(faults(files))
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
