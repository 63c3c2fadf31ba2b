"""Import rules that import-linter cannot express."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT, name_of, nodes, sources

LAYERS = (
    {"views", "api", "jobs", "commands"},
    {"forms", "policies"},
    {"actions"},
    {"notices", "documents", "calendars"},
    {"queries"},
    {"models"},
    {"rules"},
)
HEIGHT = {name: len(LAYERS) - number for number, names in enumerate(LAYERS) for name in names}
CLOCKS = {"now", "utcnow", "today", "utc_now", "time", "monotonic"}


def imported(path: Path) -> set[str]:
    """Return the full names of the modules, and of what is taken from modules, that a file imports."""
    names: set[str] = set()
    package = name_of(path.parent).split("/")
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.add(module)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def slice_files() -> list[Path]:
    """Return the files of all slices that are named like a layer."""
    return [path for path in sources() if path.stem in HEIGHT and len(path.relative_to(ROOT).parts) > 2]


def test_within_a_slice_imports_go_downwards():
    upwards = [
        f"{name_of(path)} imports {name}"
        for path in slice_files()
        for name in imported(path)
        for prefix in [name_of(path.parent).replace("/", ".") + "."]
        if name.startswith(prefix) and HEIGHT.get(name.removeprefix(prefix).split(".")[0], 0) > HEIGHT[path.stem]
    ]
    assert upwards == []


def test_no_private_name_of_a_library_is_imported():
    """Private attributes are found by `ruff check` (SLF001); the rule on imports is a preview and asked by name."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--preview", "--select", "PLC2701", "."]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout.strip()) == (0, "All checks passed!")


def test_rules_do_not_ask_the_clock():
    asking = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        if path.stem == "rules"
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) in CLOCKS
        and not node.args
    ]
    assert asking == []


def test_only_transactions_commit():
    committing = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        if name_of(path) != "app/database/transactions.py"
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert committing == []
