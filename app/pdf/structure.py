"""Joins the pages of tagged PDFs together with their structure trees, which `pages.extend` alone leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf


def append(made: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> None:
    """Append the pages of `sources` to the empty `made`, and join their structure trees to one.

    Pages without a tree, such as scans, remain without tags.
    """
    import pikepdf

    root = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    top = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root, K=pikepdf.Array())
    )
    numbers, after = pikepdf.Array(), 0
    for source in sources:
        first = len(made.pages)
        made.pages.extend(source.pages)
        tree = source.Root.get("/StructTreeRoot")
        if tree is None:
            for page in made.pages[first:]:
                if "/StructParents" in page:
                    del page.StructParents
            continue
        after = _join(made, source, first, (top, numbers, after))
    root.K = pikepdf.Array([top])
    root.ParentTree = made.make_indirect(pikepdf.Dictionary(Nums=numbers))
    root.ParentTreeNextKey = after
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _join(made: pikepdf.Pdf, source: pikepdf.Pdf, first: int, into: tuple[Any, Any, int]) -> int:
    """Add the tree of `source`, whose pages begin at `first`; return the next free key of the parent tree."""
    top, numbers, after = into
    tree = made.copy_foreign(source.Root.StructTreeRoot)
    kids = tree.K if _is_array(tree.K) else [tree.K]
    for kid in kids:
        kid.P = top
        top.K.append(kid)
    highest = -1
    for key, value in _entries(tree.ParentTree):
        numbers.append(after + key)
        numbers.append(value)
        highest = max(highest, key)
    for page in made.pages[first:]:
        _shift(page, after)
    return after + highest + 1


def _shift(page: Any, by: int) -> None:
    """Move the keys into the parent tree of a page and its annotations."""
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + by
    for annotation in page.get("/Annots", ()):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + by


def _entries(node: Any) -> list[tuple[int, Any]]:
    """Return the entries of a number tree in order."""
    flat = node.get("/Nums", ())
    found = [(int(flat[place]), flat[place + 1]) for place in range(0, len(flat), 2)]
    for kid in node.get("/Kids", ()):
        found += _entries(kid)
    return found


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)
