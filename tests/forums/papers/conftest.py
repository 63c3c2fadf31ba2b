import re
import subprocess
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from flask import Flask


class Reader:
    """A paper as its readers meet it."""

    def __init__(self, content: bytes, folder: Path) -> None:
        assert content.startswith(b"%PDF-1.7")
        self.content = content
        self.folder = folder
        self.pages = [_spaced(page.extract_text()) for page in pypdf.PdfReader(BytesIO(content)).pages]

    @property
    def words(self) -> str:
        """All text with single spaces, page after page."""
        return _spaced(" ".join(self.pages))

    def tool(self, *command: str) -> str:
        """What one of poppler's programs says of the paper."""
        paper = self.folder / "paper.pdf"
        paper.write_bytes(self.content)
        return subprocess.run([*command, str(paper)], capture_output=True, text=True, check=True).stdout

    def out_of_order(self, *texts: str) -> str | None:
        """Return the first of the texts that does not follow the ones before it, or None."""
        place = 0
        for text in texts:
            found = self.words.find(text, place)
            if found < 0:
                return text
            place = found + len(text)
        return None


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def read(tmp_path):
    """`read(answer)` is the paper that a download brought."""

    def reader(answer) -> Reader:
        assert answer.mimetype == "application/pdf"
        return Reader(answer.get_data(), tmp_path)

    return reader


@pytest.fixture
def forget_papers(app: Flask):
    """`forget_papers()` makes every paper be made anew."""

    def forget() -> None:
        for kept in (app.extensions["settings"].data_dir / "papers").glob("*"):
            kept.unlink()

    return forget
