"""The repository's files, for tests that read them."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "commitments", "forums", "agreements", "cooperation", "alignment", "insights", "demo")


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Return the files under version control, or about to be, that match Git's path patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def sources() -> tuple[Path, ...]:
    """Return the Python files of the product: all packages, and the modules beside them."""
    return tracked("config.py", "production.py", "wsgi.py", *(f"{package}/*.py" for package in PACKAGES))


def name_of(path: Path) -> str:
    """Return a file's name from the top of the repository."""
    return str(path.relative_to(ROOT))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a Python file's syntax tree."""
    return ast.walk(ast.parse(path.read_text(), str(path)))


def matches_snapshot(name: str, text: str) -> bool:
    """Compare with a kept file; UPDATE_SNAPSHOTS=1 keeps `text` instead, for the reviewer to see in the diff."""
    kept = ROOT / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(text)
    return kept.exists() and kept.read_text() == text
