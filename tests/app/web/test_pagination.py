"""Pagination: the second page begins where the first ends."""

import pytest

from tests.factories import CommitmentFactory, CoordinatorFactory, ForumFactory, OrganisationFactory, SessionFactory

MORE_THAN_A_PAGE = 30
LISTS = {
    "organisations.index": OrganisationFactory,
    "commitments.registry.index": CommitmentFactory,
    "forums.scheduling.index": ForumFactory,
    "forums.sessions.index": SessionFactory,
}


@pytest.mark.parametrize("where", LISTS)
def test_two_pages_hold_all_there_is_once(app, clock, as_user, where):
    reader = as_user(CoordinatorFactory())
    LISTS[where].create_batch(MORE_THAN_A_PAGE)
    pages = [
        [link["href"] for link in reader.get(where, page=number).soup.select("tbody tr th a")] for number in (1, 2)
    ]
    assert len(pages[0]) == 25
    assert len(pages[1]) >= MORE_THAN_A_PAGE - 25
    assert len({*pages[0], *pages[1]}) == len(pages[0]) + len(pages[1])
