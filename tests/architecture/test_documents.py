"""Documents refer only to pages, paths and names that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.repository import PACKAGES, ROOT, name_of, tracked

FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?<![\w/])script/[a-z-]+")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
DOTTED = re.compile(r"[a-z_]+(?:\.\w+)+")
FILE = re.compile(r"\.(?:css|html|in|js|json|md|mjs|py|svg|toml|txt|yaml)$")
ELSEWHERE = {"openapi.json"}
"""File names that are not files of the repository."""


def documents() -> list[Path]:
    """Return the documents that people write; what the changelog names may be gone by now."""
    return [page for page in tracked("*.md") if name_of(page) not in {"CHANGELOG.md", "docs/permissions.md"}]


def ends_of_paths() -> set[str]:
    """Return the files and folders of the repository, each also without its first folders."""
    files = {Path(name_of(path)).parts for path in tracked()}
    paths = {parts[:length] for parts in files for length in range(1, len(parts) + 1)}
    return {"/".join(parts[start:]) for parts in paths for start in range(len(parts))}


def named_paths(text: str) -> Iterator[str]:
    """Yield the code spans that are paths of the repository, and the programs that a document calls."""
    yield from PROGRAM.findall(text)
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"var"}
    for span in SPAN.findall(FENCED.sub("", text)):
        within = "/" in span and span.split("/")[0] in folders
        if PATH.fullmatch(span) and (within or FILE.search(span)) and span not in ELSEWHERE:
            yield span.rstrip("/")


def named_objects(text: str) -> Iterator[str]:
    """Yield the code spans that are dotted names in a package, such as app.errors.NotNow."""
    for span in SPAN.findall(text):
        if DOTTED.fullmatch(span.removesuffix("()")) and span.split(".")[0] in {*PACKAGES, "soak", "benchmarks"}:
            yield span.removesuffix("()")


def is_defined(name: str) -> bool:
    """Whether a dotted name is a package, a module, or a name in the source of one."""
    *modules, last = name.split(".")
    module = ROOT.joinpath(*modules)
    if (module / last).is_dir() or (module / f"{last}.py").exists():
        return True
    source = module.with_suffix(".py") if module.with_suffix(".py").exists() else module / "__init__.py"
    return source.exists() and re.search(rf"\b{last}\b", source.read_text()) is not None


def test_every_link_between_documents_leads_somewhere():
    dead = [
        f"{name_of(page)}: {target}"
        for page in tracked("*.md")
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_path_in_a_document_exists():
    known = ends_of_paths()
    found = [(name_of(page), path) for page in documents() for path in named_paths(page.read_text())]
    assert len(found) > 100
    assert [(page, path) for page, path in found if path not in known and not (ROOT / path).exists()] == []


def test_every_dotted_name_in_a_document_is_defined():
    found = [(name_of(page), name) for page in documents() for name in named_objects(page.read_text())]
    assert found
    assert [one for one in found if not is_defined(one[1])] == []
