"""Secrets, headers and addresses that somebody made up, at every door."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.accounts.models import Token
from app.database import db
from tests.conftest import NOW
from tests.doors.forms import page_doors, who_may
from tests.doors.test_permissions import Asking, doors
from tests.support.visitors import counted

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("papers_are_empty")]

LINKS = ("accounts.join", "accounts.reset_password", "accounts.follow_link", "forums.feeds.personal")
"""Doors that a secret opens."""
ANSWERS = "forums.answers.show"
ADDRESSES = ("addresses.confirm", "addresses.stop")


@pytest.fixture(scope="module")
def visitors(house):
    return {role: Asking(house.app, person) for role, person in house.world.people.items()}


@pytest.fixture(scope="module")
def stranger(house):
    return Asking(house.app)


def opened(house, endpoint, secret):
    """Return what GET and POST of a door answer to a secret in a new browser."""
    stranger = Asking(house.app)
    rule = next(rule for rule in house.app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = str(rule.build({"token": secret}, append_unknown=False)[1])
    sent = {"password": "sepeda kuning 2026", "again": "sepeda kuning 2026", "language": "id", "answer": "tentative"}
    methods = [method for method in ("GET", "POST") if method in rule.methods]
    return [stranger.client.open(path, method=method, data=sent, headers=stranger.token) for method in methods]


def forgeries(house, endpoint):
    """Yield secrets that are not the door's own."""
    own = house.world.tokens[endpoint]
    yield from ("x" * 43, own[:-1], own + "A", own[1:], own.swapcase(), own[::-1], f"{own}%00", "😀", "..", own * 100)
    yield from (secret for other, secret in house.world.tokens.items() if secret != own)
    yield from (token.digest for token in db.session.scalars(db.select(Token)))


@pytest.mark.parametrize("endpoint", [*LINKS, *ADDRESSES, ANSWERS])
def test_a_secret_that_is_not_the_door_s_own_opens_nothing(house, endpoint):
    made_up = list(forgeries(house, endpoint))
    db.session.rollback()
    before = house.commits()
    told = {
        f"{secret[:20]}: {answer.status_code}"
        for secret in made_up
        for answer in opened(house, endpoint, secret)
        if answer.status_code not in {400, 404, 405, 410}
    }
    assert told == set()
    assert house.commits() == before


@pytest.mark.parametrize("endpoint", LINKS)
@pytest.mark.parametrize(
    "ended",
    [{"revoked_at": NOW}, {"expires_at": NOW}, {"expires_at": NOW - timedelta(days=1)}, {"used_at": NOW}],
    ids=["revoked", "expired just now", "expired", "spent"],
)
def test_a_secret_that_ended_opens_nothing_and_is_answered_like_one_that_never_was(house, endpoint, ended):
    secret = house.world.tokens[endpoint]
    [first, *_rest] = opened(house, endpoint, secret)
    assert first.status_code == 200
    before = {
        token.id: {name: getattr(token, name) for name in ended} for token in db.session.scalars(db.select(Token))
    }
    db.session.execute(update(Token).values(**ended))
    db.session.commit()
    try:
        answers = opened(house, endpoint, secret)
        unknown = opened(house, endpoint, "x" * 43)
        assert [one.status_code for one in answers] == [one.status_code for one in unknown]
        assert {one.status_code for one in answers} <= {404, 410}
        assert [one.words for one in answers] == [one.words for one in unknown]
    finally:
        for identity, values in before.items():
            db.session.execute(update(Token).where(Token.id == identity).values(**values))
        db.session.commit()


def test_no_open_form_is_accepted_without_its_token_but_answers_to_a_secret(house, stranger):
    told = [
        f"{rule.rule}: {status}"
        for rule, method, _policy in doors(house.app, guarded=False)
        if method == "POST" and not rule.rule.startswith(("/answer/<string:token>", "/register/"))
        if (status := stranger.client.post(house.world.address(house.app, rule), data={"text": "x"}).status_code) != 400
    ]
    assert told == []


def private_pages(house, visitors, **options):
    """Yield the route, and the answer to somebody who may see it."""
    for rule, method, policy in page_doors(house):
        if method == "GET":
            row, role = who_may(policy.name)
            yield rule.rule, visitors[role].client.get(house.world.address(house.app, rule, row.thing), **options)


def test_no_page_of_somebody_is_kept_by_anybody_on_the_way(house, visitors):
    told = [
        f"{rule}: {kept or 'nothing said'}"
        for rule, answer in private_pages(house, visitors)
        if not {"no-store", "private"} & set((kept := answer.headers.get("Cache-Control", "")).split(", "))
    ]
    assert told == []


def test_no_page_takes_its_address_from_whoever_asks(house, visitors):
    told = [
        rule
        for rule, answer in private_pages(house, visitors, headers={"Host": "evil.example"})
        if "evil.example" in answer.get_data(as_text=True) + (answer.location or "")
    ]
    assert told == []


def test_no_mail_takes_its_address_from_whoever_asks(house, stranger):
    from sqlalchemy import event

    from app.mail.outbox.models import Mail

    written = []
    event.listen(Mail, "before_insert", lambda _mapper, _connection, mail: written.append(mail.text + mail.html))
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in ("/sign-in/link", "/password/forgotten"):
        sent = {"email": house.world.people["other"].email}
        answer = stranger.client.post(path, data=sent, headers=stranger.token | spoofed)
        assert answer.status_code in {200, 400}
    assert [text for text in written if "evil.example" in text] == []


def test_looking_changes_nothing(house, visitors):
    for rule, method, policy in page_doors(house):
        if method != "GET":
            continue
        row, role = who_may(policy.name)
        path = house.world.address(house.app, rule, row.thing)
        with counted(db.engine, None) as statements:
            visitors[role].client.get(path)
        changes = [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
        assert changes == [], rule.rule


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "/%0d%0aLocation:%20https://evil.example",
        "/\r\nLocation: https://evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "https://localhost@evil.example/",
        "/x\u202e//evil.example",
    ],
)
def test_no_form_that_goes_on_elsewhere_leaves_the_house(house, visitors, stranger, elsewhere):
    locations = []
    for door in ("/sign-in/link", f"/sign-in/link/{house.world.tokens['accounts.follow_link']}"):
        answer = stranger.client.post(door, data={"next": elsewhere}, headers=stranger.token)
        locations.append(answer.location or "")
    for rule, method, policy in page_doors(house):
        if method == "POST":
            row, role = who_may(policy.name)
            path = house.world.address(house.app, rule, row.thing)
            sent = {"data": {"next": elsewhere}, "query_string": {"next": elsewhere}}
            locations.append(visitors[role].client.post(path, headers=visitors[role].token, **sent).location or "")
    assert [one for one in locations if one and (one[0] != "/" or one[1:2] in {"/", "\\"})] == []
