"""Headers of every response, and what no URL may contain."""

import pytest

from tests.factories import CoordinatorFactory


@pytest.mark.parametrize("address", ["/organisations?q=%00", "/people?q=a%00b", "/sign-in/link/%00"])
def test_an_address_with_a_nul_is_not_understood(app, as_user, address):
    assert as_user(CoordinatorFactory()).get(address, status=400)


def test_every_page_forbids_what_it_does_not_need(app, as_user):
    headers = as_user().get("accounts.sign_in").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "SameSite=Lax" in as_user().get("accounts.sign_in").headers["Set-Cookie"]
