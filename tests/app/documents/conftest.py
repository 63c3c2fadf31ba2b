import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from flask import Flask

from app import create_app
from config import read_settings

APPROVED_AT = datetime(2026, 10, 1, 7, 10, tzinfo=UTC)


class _Raising(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(f"WeasyPrint complains: {record.getMessage()}")


@pytest.fixture
def strict() -> Iterator[None]:
    """Whatever WeasyPrint would only warn of fails the test."""
    logger, handler = logging.getLogger("weasyprint"), _Raising(logging.WARNING)
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


@pytest.fixture
def printing(tmp_path: Path) -> Iterator[Flask]:
    """An application that needs no database, with a data folder and a sample paper of its own."""
    environ = {"DATA_DIR": str(tmp_path), "SELARAS_DEMO": "1", "BASE_URL": "https://selaras.example"}
    app = create_app(read_settings(environ))
    app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, jinja2.FileSystemLoader(Path(__file__).parent)])
    with app.app_context():
        yield app
