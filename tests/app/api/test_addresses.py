"""Malformed and too long addresses get problem details too."""

import pytest

pytestmark = pytest.mark.one_database


def refused(client, address, **headers):
    """Return the status and the detail of the problem details for an address, in English."""
    answer = client.get(address, headers={"Accept-Language": "en"} | headers)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == answer.status_code
    assert answer.headers["Content-Language"] == "en"
    return answer.status_code, answer.json["detail"]


@pytest.mark.parametrize("address", ["/api/v1/commitments?q=%00", "/api/v1/comm%00itments"])
def test_a_nul_is_refused(client, address):
    assert refused(client, address) == (400, "The address contains a character that is not allowed.")


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/commitments?q=%ff",
        "/api/v1/commitments?q=%zz",
        "/api/v1/commitments?q=100%",
        "/api/v1/commitments?%c3=x",
        "/api/v1/forums/%ff",
        "/api/v1/forums/%ed%a0%80",
    ],
)
def test_what_is_not_percent_encoded_utf_8_is_refused(client, address):
    assert refused(client, address) == (400, "The address is not percent-encoded UTF-8.")


@pytest.mark.parametrize("address", ["/api/v1/commitments?q=" + "a" * 4_000, "/api/v1/forums/" + "a" * 4_000])
def test_a_long_address_is_refused(client, address):
    assert refused(client, address) == (414, "Shorten the path or the query string.")


def test_well_formed_escapes_are_accepted(client):
    assert refused(client, "/api/v1/commitments?q=100%25%20%F0%9F%98%80%EF%BF%BD+x")[0] == 401


@pytest.mark.parametrize("address", ["/api/v1", "/api/v1%00/x", "/api/v1/nothing", "/api/v1/commitments/"])
def test_every_address_below_the_prefix_answers_with_problem_details(client, address):
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert answer.mimetype == "application/problem+json"


def test_pages_answer_long_addresses_with_a_page(client):
    answer = client.get("/public?q=" + "a" * 4_000)
    assert (answer.status_code, answer.mimetype) == (414, "text/html")
    assert "Alamat terlalu panjang" in answer.get_data(as_text=True)
