"""What the record says of forums."""

import re

import pytest

from app.audit.words import every_action
from tests.support.repository import ROOT

pytestmark = pytest.mark.one_database

RECORDED = re.compile(r'(?:audit\.record|_note)\(\s*"([a-z_.]+)"')


def test_every_act_in_forums_has_words(app):
    acts = {found for path in (ROOT / "forums").rglob("*.py") for found in RECORDED.findall(path.read_text())}
    assert len(acts) > 30
    with app.test_request_context():
        assert acts <= {action for action, _words in every_action()}
