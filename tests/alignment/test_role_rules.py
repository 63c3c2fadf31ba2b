"""Rules of role matrices: exactly one accountable or a gap, and where parties differ."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alignment.roles.rules import Gap, Role, accountable, clash, gap, split

JSC, DLH, MSK, FWD = (UUID(int=number) for number in range(1, 5))
SEATED = [JSC, DLH, MSK, FWD]
A, R = Role.ACCOUNTABLE, Role.RESPONSIBLE


@pytest.mark.parametrize(
    "roles, found",
    [
        ({JSC: A, DLH: R}, None),
        ({JSC: R}, Gap.NOBODY),
        ({JSC: A, DLH: A}, Gap.SEVERAL),
        ({}, Gap.NOBODY),
        ({UUID(int=9): A}, Gap.NOBODY),
    ],
)
def test_an_activity_has_exactly_one_accountable_organisation_or_a_gap(roles, found):
    assert gap(roles, SEATED) is found


def test_two_parties_that_pass_a_task_to_each_other_are_the_voices():
    views = {JSC: {DLH: A}, DLH: {JSC: A}, MSK: {JSC: A}, FWD: {}}
    found = clash(views, SEATED)
    assert (found.one.party, found.one.holds) == (DLH, JSC)
    assert (found.other.party, found.other.holds) == (JSC, DLH)
    assert found.others == {JSC: 1}
    assert found.silent == 1


def test_there_is_no_clash_if_all_name_the_same_or_nobody():
    assert clash({JSC: {DLH: A}, DLH: {DLH: A}}, SEATED) is None
    assert clash({JSC: {DLH: A, JSC: A}, DLH: {JSC: A}}, SEATED) is None  # who names two names none
    assert clash({}, SEATED) is None


def test_an_organisation_that_is_named_is_set_against_the_opposite_voice():
    views = {JSC: {JSC: R, DLH: A}, DLH: {JSC: A, DLH: R}, MSK: {DLH: A}}
    found = clash(views, SEATED)
    assert split(found, views, JSC) == (R, A)
    assert split(found, views, DLH) == (R, A)
    assert split(found, views, MSK) is None
    claimed = {JSC: {JSC: A}, DLH: {DLH: A, JSC: Role.CONSULTED}}
    assert split(clash(claimed, SEATED), claimed, JSC) == (A, Role.CONSULTED)


roles = some.dictionaries(some.sampled_from(SEATED), some.sampled_from(Role))


@given(some.dictionaries(some.sampled_from(SEATED), roles))
def test_a_clash_names_two_views_that_were_given_and_counts_every_party(views):
    found = clash(views, SEATED)
    named = {party: accountable(view, SEATED) for party, view in views.items()}
    single = {party: held[0] for party, held in named.items() if len(held) == 1}
    assert (found is not None) == (len(set(single.values())) > 1)
    if found:
        assert found.one.holds != found.other.holds
        assert single[found.one.party] == found.one.holds
        assert single[found.other.party] == found.other.holds
        assert sum(found.others.values()) + found.silent + 2 == len(SEATED)
