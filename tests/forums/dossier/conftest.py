"""Fixtures of the tests of session files."""

from tests.forums.invitations.conftest import invited as invited
from tests.forums.papers.conftest import read as read
