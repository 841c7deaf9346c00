"""The product's own source as the tests of the house read it."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("core", "db", "pages")


def modules(*rooms: str) -> Iterator[Path]:
    """The product's modules, migrations apart; without a room, all of them and app.py."""
    for room in rooms or ROOMS:
        yield from (p for p in sorted((ROOT / room).rglob("*.py")) if "versions" not in p.parts)
    if not rooms:
        yield ROOT / "app.py"


def name(path: Path) -> str:
    """The module's path from the root, as a failure shows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """The top-level names a module imports, the standard library apart, with `db` parts kept whole."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return {name for name in found if name.split(".")[0] not in sys.stdlib_module_names}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module with their lines, docstrings apart."""
    tree = parsed(path)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value
