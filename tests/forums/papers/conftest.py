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

    def stands_in_order(self, *texts: str) -> None:
        """Fail unless the texts stand in the paper, each after the one before."""
        place = 0
        for text in texts:
            found = self.words.find(text, place)
            assert found >= 0, f"{text!r} does not stand after the others in: {self.words}"
            place = found + len(text)


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
