"""Turns what Vega draws into SVG for pages and documents: tokens for colours, no styles, no foreign addresses."""

from __future__ import annotations

import re

from markupsafe import escape

from app.charts.specs import TOKENS

_ADDRESS = "https://vega.github.io/vega-datasets/"
"""What Vega writes before addresses without a host."""
_PATHS = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_LINK = re.compile(r'<a xlink:href="([^"]*)"[^>]*><path(?: aria-label="([^"]*)")?')
_EMPTY = re.compile(r'<g(?: transform="translate\(0,0\)")?></g>')
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r' ([A-Za-z:-]+)="([^"]*)"')
_DROPPED = {"role", "class", "pointer-events", "font-family"}
_DECIMALS = re.compile(r"(\d+\.\d{2})\d+")
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
    svg = _LINK.sub(_link, _PATHS.sub("", svg))
    links = "<a " in svg
    svg = _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda one: _attribute(one[1], one[2], key[:12]), tag[0]), svg)
    before = None
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    name = f'role="{"group" if links else "img"}" aria-label="{escape(description)}"'
    return _OPENING.sub(lambda found: f'<svg xmlns="http://www.w3.org/2000/svg" {found[1]} {name}>', svg, count=1)


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


def _attribute(name: str, value: str, key: str) -> str:
    """Return an attribute as it stands in a page, "" if it says nothing there. Raises ValueError if it must not."""
    if name in {"style", "xlink:href"}:
        raise ValueError("a drawing has a style or an address that is not ours")
    if name in _DROPPED or name.startswith("aria-") or (name, value) == ("opacity", "1"):
        return ""
    if name == "data-label":
        return f' aria-label="{value}"'
    if name == "href":
        return f' href="{value}"'
    if name in {"fill", "stroke"} and value.startswith("#"):
        return f' {name}="var(--s-{_token(value)}, {value.lower()})"'
    if name == "id":
        return f' id="c{key}-{value}"'
    value = _DECIMALS.sub(r"\1", value).replace("url(#", f"url(#c{key}-")
    return f' {name}="{value}"'


def _token(colour: str) -> str:
    known = TOKENS.get(colour.lower()) or (TOKENS["#fff"] if colour.lower() == "#ffffff" else None)
    if known is None:
        raise ValueError(f"{colour} is no token of the theme")
    return known
