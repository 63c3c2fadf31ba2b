"""What the history of a forum or session says."""

import re

import pytest

from forums.scheduling.words import ACTS
from tests.support.repository import ROOT

pytestmark = pytest.mark.one_database

RECORDED = re.compile(
    r'audit\.record\(\s*"([a-z_.]+)",\s*(?:event\.|self\.|occasion\.)?(?:session|forum|series\.forum)\b'
)


def test_every_act_on_a_forum_or_session_has_words():
    acts = {found for path in (ROOT / "forums").rglob("*.py") for found in RECORDED.findall(path.read_text())}
    assert len(acts) > 15
    assert acts <= set(ACTS)
