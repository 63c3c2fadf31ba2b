"""Documents as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.pdf.outline import Block, Heading, Paragraph, Picture, Run, Table

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
LIKE_A_LIST = re.compile(r"^(\s*)(\d+)([.)])(?=\s)|^(\s*)([-+])(?=\s)", re.MULTILINE)


def written(blocks: Sequence[Block]) -> str:
    """Return the outline of a document as Markdown with GitHub's tables; pictures are left out."""
    return "\n\n".join(filter(None, _grouped(blocks))) + "\n"


def _grouped(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the blocks; items of one list follow each other without empty lines."""
    items: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.marker:
            items.append(_item(block))
            continue
        yield "\n".join(items)
        items = []
        yield _block(block)
    yield "\n".join(items)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_line(block.runs)}"
    if isinstance(block, Paragraph):
        return _text(block.runs)
    if isinstance(block, Picture):
        return ""
    if block.kind == "columns":
        return "\n\n".join(_cell(cell, "  \n") for row in block.rows for cell in row if cell)
    return _facts(block) if block.kind == "facts" else _grid(block)


def _item(block: Paragraph) -> str:
    marker = "-" if block.marker == "•" else block.marker
    return f"{'   ' * (block.depth - 1)}{marker} {_line(block.runs)}"


def _facts(table: Table) -> str:
    lines = []
    for label, *values in table.rows:
        value = " ".join(_cell(cell, "; ") for cell in values)
        lines.append(f"- **{_cell(label, ' ')}:** {value}" if value else f"- {_cell(label, ' ')}")
    return "\n".join(lines)


def _grid(table: Table) -> str:
    heads, rows = table.rows[: table.heads], table.rows[table.heads :]
    width = max((len(row) for row in table.rows), default=0)
    names = [_cell(cell, " ") for cell in heads[0]] if heads else [""] * width
    lines = [names, ["---"] * width, *([_cell(cell, "<br>") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(blocks: Sequence[Block], between: str) -> str:
    lines = [_marked(block.runs).split("\n") for block in blocks if isinstance(block, Heading | Paragraph)]
    return between.join(" ".join(line.split()) for found in lines for line in found if line.strip())


def _line(runs: Sequence[Run]) -> str:
    return " ".join(_marked(runs).split())


def _text(runs: Sequence[Run]) -> str:
    return LIKE_A_LIST.sub(_unlisted, _marked(runs).replace("\n", "  \n"))


def _unlisted(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\{found[3]}" if found[2] else f"{found[4]}\\{found[5]}"


def _marked(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    mark = "**" * run.bold + "*" * run.italic
    inner = run.text.strip()
    if not mark or not inner:
        return _escaped(run.text)
    before, after = run.text.partition(inner)[::2]
    return f"{before}{mark}{_escaped(inner)}{mark[::-1]}{after}"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
