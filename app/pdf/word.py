"""Documents as .docx, for offices that go on writing in them; python-docx is imported only when it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.pdf.outline import Block, Heading, Paragraph, Picture, Run, Table
from app.pdf.pdf import PROGRAM

if TYPE_CHECKING:
    from docx.document import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Arial"
LOCALES = {"id": "id-ID", "en": "en-GB"}
THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
"""Attributes of fonts that refer to the theme of the template."""
POINTS = {1: 14, 2: 11, 3: 10.5, 4: 10.5}
"""The size of headings, by level."""
WIDE, EMBLEM = 120, 18
"""The width of a picture and of an emblem, in millimetres."""


def written(
    blocks: Sequence[Block],
    *,
    title: str,
    author: str,
    language: str,
    created_at: datetime,
    files: Mapping[str, bytes],
    foot: str,
) -> bytes:
    """Return the outline of a document as .docx on A4; its properties contain nothing but the arguments.

    `files` are pictures by their addresses in the outline; others are left out.
    """
    import docx

    document = docx.Document()
    _set_properties(document, title, author, language, created_at)
    _set_styles(document, language)
    _set_page(document, foot)
    for block in blocks:
        _add(document, document, block, files)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _set_properties(document: Document, title: str, author: str, language: str, at: datetime) -> None:
    facts, moment = document.core_properties, at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    facts.title, facts.author, facts.last_modified_by = title[:255], author[:255], PROGRAM
    facts.created = facts.modified = facts.last_printed = moment
    facts.language, facts.revision = language, 1
    facts.comments = facts.subject = facts.keywords = facts.category = ""


def _set_styles(document: Document, language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    texts = normal.element.get_or_add_rPr()
    texts.append(texts.makeelement(qn("w:lang"), {qn("w:val"): LOCALES.get(language, language)}))
    for level, points in POINTS.items():
        style: Any = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(points), True, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
        fonts = style.element.rPr.rFonts
        for name in THEMED:  # the font of the theme would win over the one set above
            fonts.attrib.pop(qn(f"w:{name}"), None)


def _set_page(document: Document, foot: str) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    line = section.footer.paragraphs[0]
    line.add_run(foot).font.size = Pt(8)


def _add(document: Document, place: Any, block: Block, files: Mapping[str, bytes]) -> None:
    """Add a block to the document or to a cell of one of its tables."""
    if isinstance(block, Table):
        _add_table(document, place, block, files)
    elif isinstance(block, Picture):
        _add_picture(document, place, block, files)
    elif isinstance(block, Heading):
        _write_heading(place.add_paragraph(style=f"Heading {block.level}"), block)
    else:
        _write(place.add_paragraph(), block)


def _write_heading(line: Any, block: Heading) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if block.level == 1:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_runs(line, block.runs)


def _write(line: Any, block: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    if block.depth:
        line.paragraph_format.left_indent = Mm(7 * block.depth)
        line.paragraph_format.first_line_indent = Mm(-6) if block.marker else None
        line.paragraph_format.tab_stops.add_tab_stop(Mm(7 * block.depth))
    if block.marker:
        line.add_run(f"{block.marker}\t")
    if block.centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_runs(line, block.runs)


def _add_runs(line: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        added = line.add_run(_printable(run.text))
        added.bold, added.italic = run.bold or None, run.italic or None


def _add_picture(document: Document, place: Any, block: Picture, files: Mapping[str, bytes]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    content = files.get(block.address)
    if content is None:
        return
    line = place.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if block.centred else None
    line.add_run().add_picture(BytesIO(content), width=Mm(EMBLEM if block.centred else WIDE))
    document.element.xpath("//wp:docPr")[-1].set("descr", block.text)


def _add_table(document: Document, place: Any, block: Table, files: Mapping[str, bytes]) -> None:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return
    table = place.add_table(rows=0, cols=width)
    table.style = document.styles["Table Grid" if block.kind == "grid" else "Normal Table"]
    _set_widths(table, block)
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, blocks in zip(cells, row, strict=False):
            _fill(document, cell, blocks, files, bold=number < block.heads)
    _repeat_heads(document, block.heads)
    place.add_paragraph()


def _set_widths(table: Any, block: Table) -> None:
    """Give the labels of facts less width than their values."""
    from docx.shared import Mm

    if block.kind == "facts" and len(table.columns) == 2:
        table.autofit = False
        table.columns[0].width, table.columns[1].width = Mm(45), Mm(125)


def _fill(document: Document, cell: Any, blocks: Sequence[Block], files: Mapping[str, bytes], *, bold: bool) -> None:
    """Write blocks into a cell, whose first paragraph exists already."""
    for number, block in enumerate(blocks):
        if number == 0 and isinstance(block, Paragraph):
            _write(cell.paragraphs[0], block)
        else:
            _add(document, cell, block, files)
    for line in cell.paragraphs if bold else ():
        for run in line.runs:
            run.bold = True


def _repeat_heads(document: Document, heads: int) -> None:
    """Repeat the rows of column headers of the last table on each page."""
    from docx.oxml.ns import qn

    for row in document.element.xpath("(//w:tbl)[last()]/w:tr")[:heads]:
        facts = row.get_or_add_trPr()
        facts.append(facts.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _printable(text: str) -> str:
    """Return `text` without characters that XML does not permit."""
    return "".join(character for character in text if character in "\n\t" or character.isprintable())
