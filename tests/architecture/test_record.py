"""Every action of the audit trail has a label."""

import re

import pytest

from app.audit.labels import every_action
from tests.support.repository import ROOT

pytestmark = pytest.mark.one_database

PACKAGES = ("app", "commitments", "forums", "agreements", "cooperation", "alignment", "insights")
RECORDED = re.compile(r'(?:\brecord|_note|_reported)\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_act_has_words(app):
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    acts = {found for path in sources for found in RECORDED.findall(path.read_text())}
    assert len(acts) > 100
    with app.test_request_context():
        assert acts - {action for action, _words in every_action()} == set()
