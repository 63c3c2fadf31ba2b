"""Structure trees (tags) of merged files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf


def add_structure(pdf: pikepdf.Pdf, source: pikepdf.Pdf, pages: Sequence[pikepdf.Page], title: str) -> bool:
    """Add the structure tree of `source`, whose `pages` were inserted, to that of `pdf`; return whether it has one.

    It becomes an element "Part" with a title at the end of the tree: the order of tags between files is not that of
    pages, but the order within each page is kept.
    """
    import pikepdf

    tree = source.Root.get("/StructTreeRoot")
    own = pdf.Root.get("/StructTreeRoot")
    if tree is None or own is None or "/ParentTree" not in tree or "/ParentTree" not in own:
        return False
    copied = pdf.copy_foreign(source.make_indirect(tree) if not tree.is_indirect else tree)
    parents, added = pikepdf.NumberTree(own["/ParentTree"]), pikepdf.NumberTree(copied["/ParentTree"])
    offset = max(parents.keys(), default=-1) + 1
    for key, value in added.items():
        parents[key + offset] = value
    own["/ParentTreeNextKey"] = max(parents.keys(), default=-1) + 1
    _renumber(pages, offset)
    _append(pdf, own, copied, title)
    _merge_roles(own, copied)
    return True


def keep_structure(pdf: pikepdf.Pdf) -> None:
    """Remove from the structure tree of a file what is about pages and annotations that are no longer in it."""
    import pikepdf

    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None or "/ParentTree" not in tree:
        forget_structure(list(pdf.pages))
        return
    pages = {page.obj.objgen for page in pdf.pages}
    annotations = [one for page in pdf.pages for one in page.get("/Annots", ())]
    present = pages | {one.objgen for one in annotations}
    _prune(tree, present)
    numbers = {int(page["/StructParents"]) for page in pdf.pages if "/StructParents" in page}
    numbers |= {int(one["/StructParent"]) for one in annotations if "/StructParent" in one}
    parents = pikepdf.NumberTree(tree["/ParentTree"])
    for key in set(parents.keys()) - numbers:
        del parents[key]
    if "/IDTree" in tree:
        del tree["/IDTree"]


def _prune(tree: pikepdf.Object, present: Collection[tuple[int, int]]) -> None:
    """Remove the elements of a tree whose content is on no page that is `present`; without recursion, as it is deep.

    An element without content, such as an empty cell, stays in an element that has some.
    """
    import pikepdf

    found: list[tuple[pikepdf.Object, pikepdf.Object | None]] = [(tree, None)]
    seen = {tree.objgen}
    for element, page in found:  # grows meanwhile: parents precede their children
        for child in _listed(element.get("/K")):
            if _is_element(child) and child.is_indirect and child.objgen not in seen:
                seen.add(child.objgen)
                found.append((child, child.get("/Pg", page)))
    empty: set[tuple[int, int]] = set()
    gone: set[tuple[int, int]] = set()
    for element, page in reversed(found):
        children = _listed(element.get("/K"))
        left = [child for child in children if _stays(child, page, present, gone)]
        if not any(not _is_element(child) or child.objgen not in empty for child in left):
            (gone if children else empty).add(element.objgen)
        if children:
            element["/K"] = pikepdf.Array(left)
        if "/Pg" in element and element["/Pg"].objgen not in present:
            del element["/Pg"]


def _is_element(child: pikepdf.Object | int) -> bool:
    return not isinstance(child, int) and child.get("/Type") not in ("/MCR", "/OBJR")


def _stays(
    child: pikepdf.Object | int,
    page: pikepdf.Object | None,
    present: Collection[tuple[int, int]],
    gone: Collection[tuple[int, int]],
) -> bool:
    """Whether a child of an element, whose content is on `page` unless it says otherwise, is still in the file."""
    if isinstance(child, int):
        return page is not None and page.objgen in present
    if child.get("/Type") == "/OBJR":
        return child.get("/Obj") is not None and child["/Obj"].objgen in present
    if child.get("/Type") == "/MCR":
        own = child.get("/Pg", page)
        return own is not None and own.objgen in present
    return child.is_indirect and child.objgen not in gone


def forget_structure(pages: Sequence[pikepdf.Page]) -> None:
    """Remove the numbers by which pages and annotations refer to a structure tree that is not in the file."""
    for page in pages:
        if "/StructParents" in page:
            del page["/StructParents"]
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                del annotation["/StructParent"]


def _renumber(pages: Sequence[pikepdf.Page], offset: int) -> None:
    for page in pages:
        if "/StructParents" in page:
            page["/StructParents"] = int(page["/StructParents"]) + offset
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation["/StructParent"] = int(annotation["/StructParent"]) + offset


def _append(pdf: pikepdf.Pdf, own: pikepdf.Object, copied: pikepdf.Object, title: str) -> None:
    """Append the elements of a copied tree as one element, to the only element of our own tree."""
    import pikepdf

    document = _listed(own["/K"])[0]
    children = _listed(copied.get("/K"))
    part = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem,
            S=pikepdf.Name.Part,
            P=document,
            T=pikepdf.String(title),
            K=pikepdf.Array(children),
        )
    )
    for child in children:
        child["/P"] = part
    document["/K"] = pikepdf.Array([*_listed(document.get("/K")), part])


def _listed(children: pikepdf.Object | None) -> list[pikepdf.Object]:
    import pikepdf

    if children is None:
        return []
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def _merge_roles(own: pikepdf.Object, copied: pikepdf.Object) -> None:
    """Add the meanings of tags that only the other file uses."""
    import pikepdf

    roles = copied.get("/RoleMap")
    if roles is None:
        return
    if "/RoleMap" not in own:
        own["/RoleMap"] = pikepdf.Dictionary()
    for name, meaning in roles.items():
        if name not in own["/RoleMap"]:
            own["/RoleMap"][name] = meaning
