"""What is missing on the machine is found."""

import shutil
from collections import namedtuple

import pytest

from app.checks import machine
from app.checks.findings import Severity
from app.pdf import assets

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def results(found):
    """The findings of all checks of the machine."""
    return lambda: found(machine.CHECKS)


def test_a_complete_machine_has_no_finding(results):
    assert results() == []


def test_a_data_directory_that_others_can_read_is_a_fault(results, tmp_path):
    tmp_path.chmod(0o755)
    [finding] = results()
    assert (finding.severity, finding.subject) == (Severity.FAULT, "DATA_DIR")
    assert finding.remedy == f"Run: chmod o= {tmp_path}"


def test_a_data_directory_that_is_a_file_is_a_fault(found, tmp_path):
    (tmp_path / "file").write_text("")
    [finding] = found(machine.CHECKS, DATA_DIR=str(tmp_path / "file"))
    assert "cannot be written" in finding.text


@pytest.mark.parametrize("free, severity", [(10**9, Severity.ADVICE), (10**8, Severity.FAULT)])
def test_a_disk_that_is_nearly_full_is_found(results, monkeypatch, free, severity):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12 - free, free))
    [finding] = results()
    assert finding.severity is severity
    assert f"{free // 10**6} MB" in finding.text


def test_missing_time_zones_are_a_fault(results, monkeypatch):
    monkeypatch.setattr(machine, "ZONES", ("UTC", "Asia/Atlantis"))
    assert ["Asia/Atlantis" in finding.text for finding in results()] == [True]


def test_missing_files_of_pages_are_a_fault(results, monkeypatch):
    monkeypatch.setattr(machine, "NEEDED_FILES", ("theme.css", "vendor/nowhere.css"))
    [finding] = results()
    assert "vendor/nowhere.css" in finding.text
    assert "theme.css" not in finding.text


def test_translations_that_are_not_compiled_are_a_fault(results, monkeypatch, tmp_path):
    catalog = tmp_path / "app/translations/id/LC_MESSAGES/messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text("")
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    assert [finding.remedy for finding in results()] == ["Run: script/translate --compile"]


def test_missing_fonts_of_documents_are_a_fault(results, monkeypatch, tmp_path):
    (tmp_path / "print.css").write_bytes(assets.stylesheet())
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    [finding] = results()
    assert ".woff2" in finding.text or ".ttf" in finding.text
    assert finding.severity is Severity.FAULT


def test_missing_libraries_for_pdfs_are_named(results, monkeypatch):
    monkeypatch.setattr(machine, "LIBRARIES", {"libpango-1.0": ("libnowhere.so.0",)})
    [finding] = results()
    assert "libpango-1.0" in finding.text
    assert finding.remedy == "Run: script/packages run"
