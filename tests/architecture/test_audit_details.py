"""Every detail of an audit entry has a label, or is declared internal."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit import details, labels
from app.audit.models import AuditRow
from app.database import db
from app.web.i18n import force_locale

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "commitments", "forums", "agreements", "cooperation", "alignment", "insights")
PARAMETERS = {"by", "at", "on_behalf_of", "circle_id", "personal", "behalf", "text", "challenges", "help_needed"}
PARAMETERS |= {"situation", "report_id"}
"""Arguments of `audit.record`, and of the helpers that call it, that are no details."""
RAW = re.compile(r"True|False|None|\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}|\b[a-z]+_[a-z_]+\b|[{}\[\]]")
"""What a program would write: values of Python and JSON, ISO 8601, ids and names with underscores."""


def recorded_names(path: Path) -> Iterator[str]:
    """Yield the names of the details that a module records."""
    for node in ast.walk(ast.parse(path.read_text())):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if called in {"audit.record", "record"} or (called in {"_note", "_record"} and "audit" in path.read_text()):
            yield from (keyword.arg for keyword in node.keywords if keyword.arg and keyword.arg not in PARAMETERS)


def test_every_detail_that_the_code_records_is_labelled_or_internal(app):
    modules = subprocess.check_output(["git", "ls-files", *PACKAGES], text=True, cwd=ROOT).split()
    names = {
        f"{module}: {name}"
        for module in modules
        if module.endswith(".py") and "audit.record(" in (ROOT / module).read_text()
        for name in recorded_names(ROOT / module)
    }
    assert len(names) > 100
    assert {name for name in names if details.unlabelled({name.partition(": ")[2]: []})} == set()


@pytest.mark.one_database
def test_the_entries_of_the_demo_contain_nothing_that_only_programs_read(app):
    app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    rows = db.session.scalars(select(AuditRow)).all()
    assert {row.action for row in rows if details.unlabelled(row.details)} == set()
    assert {row.action for row in rows if not labels.is_described(row.action)} == set()
    for language in ("id", "en"):
        with app.test_request_context(), force_locale(language):
            shown = {
                (row.action, label, text)
                for row in rows
                for label, text in details.described(row.action, row.details, {}, without=frozenset())
            }
        assert len(shown) > 100
        assert {one for one in shown if RAW.search(one[2]) and one[1] not in {"Periode", "Period"}} == set()
