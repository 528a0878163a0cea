import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "shape.py"
GOOD = '''"""A file."""


def public(value: int) -> int:
    """The value again."""

    def inside(other: int) -> int:
        return other

    return inside(value)


class _Private:
    def method(self) -> None:
        pass


class Shown:
    def told(self, *values: int) -> None: ...
'''


def shape(root: Path, **files: str) -> tuple[int, list[str], list[str]]:
    """Exit status, table and faults of a tree made of `core/…` files."""
    (root / "core").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "core" / f"{name}.py").write_text(text)
    done = subprocess.run(
        [sys.executable, TOOL, root], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def row(table: list[str], name: str) -> str:
    return next(line for line in table if line.startswith(name))


def test_a_tree_in_shape_passes_and_is_measured(tmp_path: Path) -> None:
    status, table, faults = shape(tmp_path, good=GOOD)
    assert (status, faults) == (0, [])
    assert row(table, "files, code lines").split()[-2:] == ["1,", "9"]
    assert row(table, "longest file").split()[-2:] == ["19", "core/good.py"]
    assert row(table, "longest function").split()[-3:] == ["7", "core/good.py:4", "public"]
    assert row(table, "docstrings").endswith("100.0 % of 1")
    assert row(table, "arguments annotated").endswith("100.0 % of 3")


def test_a_long_file_is_a_fault(tmp_path: Path) -> None:
    status, _, faults = shape(tmp_path, long="X = 1\n" * 401, fits="X = 1\n" * 400)
    assert status == 1
    assert faults == ["core/long.py: 401 lines, at most 400"]


def test_a_long_function_is_a_fault(tmp_path: Path) -> None:
    body = "def _long() -> None:\n" + "    x = 1\n" * 60
    status, _, faults = shape(tmp_path, deep=body, fits=body.replace("    x = 1\n", "", 1))
    assert status == 1
    assert faults == ["core/deep.py:1 _long: 61 lines, at most 60"]


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("def _f(a, b: int) -> None", "a"),
        ("def _f(*rest, **named) -> None", "rest, named"),
        ("async def _f(*, key) -> None", "key"),
        ("def _f(a, /) -> None", "a"),
    ],
)
def test_an_argument_without_a_type_is_a_fault(tmp_path: Path, head: str, missing: str) -> None:
    status, _, faults = shape(tmp_path, bare=f"{head}:\n    pass\n")
    assert status == 1
    assert faults == [f"core/bare.py:1 _f: no type for {missing}"]


def test_too_few_docstrings_are_a_fault_that_names_the_places(tmp_path: Path) -> None:
    told = "".join(f'def told_{n}() -> None:\n    """Says it."""\n\n\n' for n in range(4))
    silent = "def silent() -> None:\n    pass\n"
    assert shape(tmp_path, some=told + silent)[0] == 0
    status, _, faults = shape(tmp_path, more=silent)
    assert status == 1
    assert faults[0].startswith("2 of 6 public functions")
    assert faults[1:] == [
        "core/more.py:1 silent: no docstring",
        "core/some.py:17 silent: no docstring",
    ]


def test_docstrings_are_asked_of_the_floors_below_the_screens(tmp_path: Path) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "screen.py").write_text("def shown() -> None:\n    pass\n")
    assert shape(tmp_path, good=GOOD)[0] == 0


def test_tests_are_held_against_the_code(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text('"""Doc."""\n\n# note\nX = (\n    1,\n)\n')
    _, table, _ = shape(tmp_path, code="A = 1\nB = 2\n")
    assert row(table, "test code").endswith("1.50")


def test_a_tree_without_code_is_no_success(tmp_path: Path) -> None:
    assert shape(tmp_path)[0] == 1
