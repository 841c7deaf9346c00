"""The arrows between the rooms, the size of modules, and the sentence that opens each."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import imports, modules, name, parsed, texts

LONGEST_MODULE = 250
FORBIDDEN = {
    "core": {"streamlit", "sqlalchemy", "alembic", "db", "pages", "app"},
    "db": {"streamlit", "altair", "pages", "app"},
    "pages": {"sqlalchemy", "sqlmodel", "alembic", "app"},
}
BANNED_NAMES = {"utils", "helpers", "managers", "services", "misc", "common"}
# The one boundary for faults that nobody foresaw is Streamlit's own hook; nothing else catches everything.
CATCHING_EVERYTHING: set[str] = set()


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_lies_behind_it(room: str) -> None:
    wrong = [
        f"{name(path)} imports {module}"
        for path in modules(room)
        for module in sorted(imports(path))
        if module.split(".")[0] in FORBIDDEN[room]
    ]
    assert wrong == []


def test_app_imports_only_pages_and_the_server() -> None:
    path = next(p for p in modules() if name(p) == "app.py")
    assert {module.split(".")[0] for module in imports(path)} <= {"pages", "streamlit", "starlette"}


def test_core_reads_no_clock_and_no_environment() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in modules("core")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "environ", "getenv"}
    ]
    assert wrong == []


def test_no_module_is_longer_than_it_can_be_read() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_opens_with_one_sentence() -> None:
    def opens_well(path: Path) -> bool:
        sentence = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0]
        return sentence.endswith(".") and sentence[:1].isupper()

    assert [name(path) for path in modules() if not opens_well(path)] == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{name(path)}: {node.name}"
        for path in modules()
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in modules() if set(path.with_suffix("").parts) & BANNED_NAMES] == []


def test_nothing_catches_everything() -> None:
    broad = {
        name(path)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    }
    assert broad == CATCHING_EVERYTHING


def test_only_one_module_says_cache() -> None:
    saying = [
        name(path)
        for path in modules("pages")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"cache_data", "cache_resource"}
    ]
    assert set(saying) == {"pages/parts/data.py"}


def test_nothing_uses_what_belongs_to_the_whole_process() -> None:
    wrong = [
        f"{name(path)}:{node.lineno} {node.attr}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"setlocale", "themes"}
    ]
    assert wrong == []


def test_no_path_of_a_machine_is_in_the_code() -> None:
    wrong = [
        f"{name(path)}:{line}"
        for path in modules()
        for line, text in texts(path)
        if text.startswith(("/home/", "/tmp/", "/root/"))
    ]
    assert wrong == []
