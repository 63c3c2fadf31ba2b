"""Turns what Vega draws into SVG for pages and documents: tokens for colours, no styles, no foreign addresses."""

from __future__ import annotations

import re

from markupsafe import escape

from app.charts.specs import TOKENS

_ADDRESS = "https://vega.github.io/vega-datasets/"
"""What Vega writes before addresses without a host."""
_PATHS = re.compile(
    r'<path class="(?:background|foreground)"(?: aria-hidden="true")? d="(?:M0,0h0v0h0Z)?"[^>]*/>'
    r'|<path class="(?:background|foreground)"[^>]*/>'
)
_LINK = re.compile(r'<a xlink:href="([^"]*)"[^>]*><path(?: aria-label="([^"]*)")?')
_NOISE = re.compile(
    r' (?:role="[^"]*"|aria-[a-z]+="[^"]*"|pointer-events="none"|font-family="[^"]*"|opacity="1"|class="[^"]*")'
)
_EMPTY = re.compile(r'<g(?: transform="translate\(0,0\)")?></g>')
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-fA-F]{3,6})"')
_VARIABLE = re.compile(r"var\(--s-[a-z0-9-]+, (#[0-9a-f]+)\)")
_OPENING = re.compile(r'<svg [^>]*?(width="[\d.]+" height="[\d.]+" viewBox="[^"]*")>')
_ANCHOR = re.compile(r"<a [^>]*>|</a>")


def cleaned(svg: str, *, description: str, key: str) -> str:
    """Return what Vega drew as SVG that can stand in a page.

    Colours become `var(--s-token, #light)`, so that they follow the theme; `description` becomes the accessible name.
    Identifiers begin with `key`, so that several drawings fit into one page. Links lead to addresses of this site and
    carry the description of their mark. Raises ValueError if the drawing has a style, a colour that is no token, or an
    address of another site.
    """
    svg = _PATHS.sub("", svg)
    svg = _LINK.sub(_link, svg)
    links = "<a " in svg
    svg = _NOISE.sub("", svg).replace(' data-label="', ' aria-label="')
    before = None
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    svg = _COLOUR.sub(lambda found: f'{found[1]}="var(--s-{_token(found[2])}, {found[2].lower()})"', svg)
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
    svg = re.sub(r' id="([^"]+)"', rf' id="c{key[:12]}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#c{key[:12]}-\1)", svg)
    if " style=" in svg or "xlink:href" in svg:
        raise ValueError("a drawing has a style or an address that is not ours")
    name = f'role="{"group" if links else "img"}" aria-label="{escape(description)}"'
    return _OPENING.sub(
        lambda found: f'<svg xmlns="http://www.w3.org/2000/svg" {found[1]} {name}>', _without_linking(svg), count=1
    )


def for_paper(svg: str) -> str:
    """Return a cleaned drawing for a document: in the light colours, without links, its name as title."""
    svg = _ANCHOR.sub("", _VARIABLE.sub(r"\1", svg))
    return re.sub(r' role="[a-z]+" aria-label="([^"]*)">', r"><title>\1</title>", svg, count=1)


def _link(found: re.Match[str]) -> str:
    address, label = found[1], found[2] or ""
    if not address.startswith(_ADDRESS):
        raise ValueError("a mark links to another site")
    path = address.removeprefix(_ADDRESS).lstrip("/")
    return f'<a href="/{path}" data-label="{label}"><path'


def _without_linking(svg: str) -> str:
    return svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace(' version="1.1"', "")


def _token(colour: str) -> str:
    known = TOKENS.get(colour.lower()) or (TOKENS["#fff"] if colour.lower() == "#ffffff" else None)
    if known is None:
        raise ValueError(f"{colour} is no token of the theme")
    return known
