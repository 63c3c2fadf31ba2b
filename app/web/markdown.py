"""Markdown in texts that people write: paragraphs, emphasis, lists, quotations, links and tables.

Headings, pictures and HTML are not interpreted: the page around the text has the headings, and a picture from elsewhere
would tell its server who reads. markdown-it-py renders and nh3 sanitises.
"""

from __future__ import annotations

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.web.markdown_lines import lines_in

OMITTED = ["backticks", "heading", "lheading", "hr", "code", "fence", "html_block", "html_inline", "image", "reference"]
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable("table").disable(OMITTED)


def init_app(app: Flask) -> None:
    """Register the filters `markdown` and `plain_text`."""
    app.jinja_env.filters.update(markdown=markdown, plain_text=plain_text)


def markdown(text: str) -> Markup:
    """Return a text in Markdown as HTML. A single line break stays a line break."""
    rendered = _parser.render(text)
    return Markup(nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES))  # noqa: S704 - sanitised


def parsed(text: str) -> list[Token]:
    """Return the tokens of a text in Markdown."""
    return _parser.parse(text)


def plain_text(text: str) -> str:
    """Return a text in Markdown without its marks, on one line per paragraph, list item or row of a table.

    Items of a list keep their number, or begin with a dash.
    """
    return "\n".join(line.marker.replace("-", "–") + line.text.strip() for line in lines_in(parsed(text)))
