import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
from flask import Flask

from app import create_app
from config import read_settings


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


@pytest.fixture(scope="session")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that needs no database and has a sample paper of its own."""
    environ = {
        "DATA_DIR": str(tmp_path_factory.mktemp("printer")),
        "SELARAS_DEMO": "1",
        "BASE_URL": "https://selaras.example",
        "SELARAS_UNIT": "BLUD Jakarta Smart City",
        "SELARAS_TIMEZONE": "Asia/Jakarta",
    }
    app = create_app(read_settings(environ))
    app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, jinja2.FileSystemLoader(Path(__file__).parent)])
    return app


@pytest.fixture
def printing(printer: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The printer with an empty data folder."""
    monkeypatch.setitem(printer.extensions, "settings", replace(printer.extensions["settings"], data_dir=tmp_path))
    with printer.app_context():
        yield printer
