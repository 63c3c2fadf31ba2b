"""Forged secrets, request headers and redirect targets, at every route."""

from datetime import timedelta

import pytest
from sqlalchemy import event, update

from app.accounts.models import Token
from app.database import db
from app.mail.outbox.models import Mail
from tests.conftest import NOW
from tests.permissions.matrix import allowed
from tests.permissions.routes import guarded_pages, public_routes
from tests.support.probes import Probe
from tests.support.visitors import counted

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("empty_papers")]

LINKS = ("accounts.join", "accounts.reset_password", "accounts.follow_link", "forums.feeds.personal")
"""Endpoints that take a secret token."""
ANSWERS = "forums.answers.show"
ADDRESSES = ("addresses.confirm", "addresses.stop")


@pytest.fixture(scope="module")
def visitors(instance):
    return {role: Probe(instance.app, person) for role, person in instance.world.people.items()}


@pytest.fixture(scope="module")
def stranger(instance):
    return Probe(instance.app)


def opened(instance, endpoint, secret):
    """Return what GET and POST of an endpoint answer to a secret in a new browser."""
    stranger = Probe(instance.app)
    rule = next(rule for rule in instance.app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = str(rule.build({"token": secret}, append_unknown=False)[1])
    sent = {"password": "sepeda kuning 2026", "again": "sepeda kuning 2026", "language": "id", "answer": "tentative"}
    methods = [method for method in ("GET", "POST") if method in rule.methods]
    return [stranger.client.open(path, method=method, data=sent, headers=stranger.token) for method in methods]


def forgeries(instance, endpoint):
    """Yield secrets that are not those of the endpoint."""
    own = instance.world.tokens[endpoint]
    yield from ("x" * 43, own[:-1], own + "A", own[1:], own.swapcase(), own[::-1], f"{own}%00", "😀", "..", own * 100)
    yield from (secret for other, secret in instance.world.tokens.items() if secret != own)
    yield from (token.digest for token in db.session.scalars(db.select(Token)))


@pytest.mark.parametrize("endpoint", [*LINKS, *ADDRESSES, ANSWERS])
def test_a_secret_of_something_else_opens_nothing(instance, endpoint):
    made_up = list(forgeries(instance, endpoint))
    db.session.rollback()
    before = instance.commits()
    wrong = {
        f"{secret[:20]}: {answer.status_code}"
        for secret in made_up
        for answer in opened(instance, endpoint, secret)
        if answer.status_code not in {400, 404, 405, 410, 414}
    }
    assert wrong == set()
    assert instance.commits() == before


@pytest.mark.parametrize("endpoint", LINKS)
@pytest.mark.parametrize(
    "ended",
    [{"revoked_at": NOW}, {"expires_at": NOW}, {"expires_at": NOW - timedelta(days=1)}, {"used_at": NOW}],
    ids=["revoked", "expired just now", "expired", "spent"],
)
def test_a_secret_that_ended_is_answered_like_one_that_never_existed(instance, endpoint, ended):
    secret = instance.world.tokens[endpoint]
    [first, *_rest] = opened(instance, endpoint, secret)
    assert first.status_code == 200
    before = {
        token.id: {name: getattr(token, name) for name in ended} for token in db.session.scalars(db.select(Token))
    }
    db.session.execute(update(Token).values(**ended))
    db.session.commit()
    try:
        answers = opened(instance, endpoint, secret)
        unknown = opened(instance, endpoint, "x" * 43)
        assert [one.status_code for one in answers] == [one.status_code for one in unknown]
        assert {one.status_code for one in answers} <= {404, 410}
        assert [one.words for one in answers] == [one.words for one in unknown]
    finally:
        for identity, values in before.items():
            db.session.execute(update(Token).where(Token.id == identity).values(**values))
        db.session.commit()


WITHOUT_COOKIES = (
    "/answer/<string:token>",
    "/register/",
    "/check-in/",
    "/hadir",
    "/here",
    "/suggestions/",
    "/public/request",
    "/notifications/off/<string:token>",
)
"""Forms that act for the person who fills them in, not for the person who is signed in."""


def test_no_public_form_is_accepted_without_its_token_except_behind_a_secret(instance, stranger):
    wrong = [
        f"{rule.rule}: {status}"
        for rule, method, _policy in public_routes(instance.app)
        if method == "POST" and not rule.rule.startswith(WITHOUT_COOKIES)
        if (status := stranger.client.post(instance.world.address(instance.app, rule), data={"text": "x"}).status_code)
        != 400
    ]
    assert wrong == []


def private_pages(instance, visitors, **options):
    """Yield every guarded page, and its answer to somebody who may open it."""
    for rule, method, policy in guarded_pages(instance.app):
        if method == "GET":
            row, role = allowed(policy.name)
            yield (
                rule.rule,
                visitors[role].client.get(instance.world.address(instance.app, rule, row.target), **options),
            )


def test_no_guarded_page_may_be_stored_by_a_shared_cache(instance, visitors):
    wrong = [
        f"{rule}: {cached or 'no header'}"
        for rule, answer in private_pages(instance, visitors)
        if not {"no-store", "private"} & set((cached := answer.headers.get("Cache-Control", "")).split(", "))
    ]
    assert wrong == []


def test_no_page_takes_its_address_from_the_request(instance, visitors):
    wrong = [
        rule
        for rule, answer in private_pages(instance, visitors, headers={"Host": "evil.example"})
        if "evil.example" in answer.get_data(as_text=True) + (answer.location or "")
    ]
    assert wrong == []


def test_no_mail_takes_its_address_from_the_request(instance, stranger):
    written = []

    def collect(_mapper, _connection, mail):
        written.append(mail.text + mail.html)

    event.listen(Mail, "before_insert", collect)
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in ("/sign-in/link", "/password/forgotten"):
        sent = {"email": instance.world.people["other"].email}
        answer = stranger.client.post(path, data=sent, headers=stranger.token | spoofed)
        assert answer.status_code in {200, 400}
    event.remove(Mail, "before_insert", collect)
    assert [text for text in written if "evil.example" in text] == []


MARKS_AS_READ = "/notifications/<uuid:mail_id>"
"""The link of a notification leads to its page, and marks it as read for the person to whom it was sent."""


def test_reading_changes_nothing(instance, visitors):
    for rule, method, policy in guarded_pages(instance.app):
        if method != "GET" or rule.rule == MARKS_AS_READ:
            continue
        row, role = allowed(policy.name)
        path = instance.world.address(instance.app, rule, row.target)
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
def test_no_form_redirects_to_another_site(instance, visitors, stranger, elsewhere):
    locations = []
    for path in ("/sign-in/link", f"/sign-in/link/{instance.world.tokens['accounts.follow_link']}"):
        answer = stranger.client.post(path, data={"next": elsewhere}, headers=stranger.token)
        locations.append(answer.location or "")
    for rule, method, policy in guarded_pages(instance.app):
        if method == "POST":
            row, role = allowed(policy.name)
            path = instance.world.address(instance.app, rule, row.target)
            sent = {"data": {"next": elsewhere}, "query_string": {"next": elsewhere}}
            locations.append(visitors[role].client.post(path, headers=visitors[role].token, **sent).location or "")
    assert [one for one in locations if one and (one[0] != "/" or one[1:2] in {"/", "\\"})] == []
