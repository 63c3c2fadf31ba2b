"""Every action of a page has an operation of the API, or a reason here why not."""

import pytest

from app.api.access import PREFIX
from app.api.operations import every_operation

pytestmark = pytest.mark.one_database

ELSEWHERE = {
    "commitments.bulk.name_contact": "POST /commitments/<uuid:commitment_id>/contact",
    "commitments.bulk.remind": "POST /commitments/<uuid:commitment_id>/remind",
    "commitments.bulk.request_date": "POST /commitments/<uuid:commitment_id>/extend",
    "commitments.delivery.accept_and_report": "POST /commitments/<uuid:commitment_id>/report",
    "commitments.delivery.receive": "POST /commitments/<uuid:commitment_id>/report",
    "commitments.delivery.accept_and_submit": "POST /commitments/<uuid:commitment_id>/submit",
    "agreements.clauses.move": "POST /agreements/clauses/<uuid:clause_id>/move-up",
    "forums.changes.find": "POST /forums/<string:slug>/find-time",
    "forums.changes.relocate": "POST /forums/<string:slug>/relocate-sessions",
    "forums.changes.reschedule": "POST /forums/<string:slug>/reschedule",
    "forums.changes.shift": "POST /forums/<string:slug>/shift-sessions",
    "forums.feeds.subscribe": "POST /profile/calendar",
    "forums.messages.apply": "POST /inbox/<uuid:incoming_mail_id>/apply",
    "forums.seat_import.add": "POST /forums/<string:slug>/members/import",
    "forums.seat_import.confirm": "POST /forums/<string:slug>/members/import/confirm",
    "people_import.add": "POST /people/import",
    "people_import.confirm": "POST /people/import/confirm",
    "forums.scheduling.end": "POST /forums/<string:slug>/end-schedule",
    "forums.sessions.merge": "POST /sessions/<uuid:session_id>/merge",
    "forums.attendance.record": "POST /sessions/<uuid:session_id>/attendance/record",
    "forums.invitations.quick": "POST /invitations/<uuid:invitation_id>/answer",
    "forums.live.commit": "POST /decisions/<uuid:decision_id>/commitments",
    "forums.live.record": "POST /sessions/<uuid:session_id>/decisions",
    "forums.minutes.save": "POST /sessions/<uuid:session_id>/passages",
}
"""Pages whose act a program finds at another address or in a view of its own."""

LINKS = "behind a mailed link: for people without an account, as a token's holder they answer in the app"
KEYS = "who signs in and which keys there are is decided by people alone"
LOOKS = "it writes nothing: it draws a part of a page that is being filled in"
EVERYONE = "for everyone, without an account: there is no token, and what floods it is kept out by other means"
HOUSE = "keeps the house itself running; the command line does it too"


TWO = "two people decide it with their own eyes, one after the other, perhaps once in years"

PEOPLE_ALONE = {
    "accounts.ask_link": KEYS,
    "accounts.follow_link": KEYS,
    "accounts.forgotten": KEYS,
    "accounts.join": KEYS,
    "accounts.reset_password": KEYS,
    "accounts.sign_in": KEYS,
    "accounts.sign_in_demo": KEYS,
    "accounts.sign_out": KEYS,
    "addresses.confirm": LINKS,
    "addresses.own": KEYS,
    "addresses.stop": LINKS,
    **dict.fromkeys(
        ("commitments.imports.add", "commitments.imports.columns", "commitments.imports.confirm"),
        "a person assigns the columns of a register and reads the preview; programs propose commitments themselves",
    ),
    "commitments.summaries.choose": "which mails a person receives is chosen by that person alone",
    "commitments.summaries.stop": LINKS,
    "circle_access.ask": TWO,
    "circle_access.confirm": TWO,
    "circle_access.decline": TWO,
    "agreements.documents.check": LOOKS,
    "cooperation.public.form": EVERYONE,
    "cooperation.public.own": LINKS,
    "cooperation.public.withdraw": LINKS,
    "cooperation.requests.erase": "it cannot be undone: a person confirms it on the page",
    "cooperation.targets.edit": "how long stages may take is decided by people, once in a while",
    "design.preview": LOOKS,
    "documents.ask": LOOKS,
    "first_run.create": KEYS,
    "first_steps.send": "its mail is opened by the person who sent it",
    "forums.answers.ask_account": LINKS,
    "forums.answers.disown": LINKS,
    "forums.answers.excused": LINKS,
    "forums.answers.forward": LINKS,
    "forums.answers.represented": LINKS,
    "forums.answers.show": LINKS,
    "forums.assignments.by_link": LINKS,
    "forums.changes.against": LOOKS,
    "forums.check_in.by_invitation": LINKS,
    "forums.check_in.hadir": EVERYONE,
    "forums.check_in.here": EVERYONE,
    "forums.check_in.show": EVERYONE,
    "forums.instructions.by_link": LINKS,
    "forums.register.own": LINKS,
    "forums.register.show": EVERYONE,
    "forums.suggest.show": EVERYONE,
    "forums.replies.by_link": LINKS,
    "forums.scheduling.show_dates": LOOKS,
    "links.ask_account": LINKS,
    "links.disown": LINKS,
    "links.pass_on": LINKS,
    "links.perform": LINKS,
    "links.show": LINKS,
    "forums.mailbox_links.revoke": HOUSE,
    "mail_links.revoke": HOUSE,
    "notifications.off": LINKS,
    "outbox.retry": HOUSE,
    "outbox.retry_all": HOUSE,
    "profile.password": KEYS,
    "programs.index": KEYS,
    "programs.revoke": KEYS,
}
"""Pages that write and that no program needs, each with the reason."""


def without_twin(app):
    """Return the pages that write and whose view no operation of the API uses."""
    used = {operation.view for operation in every_operation(app).values()}
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        and not rule.rule.startswith(PREFIX)
        and app.view_functions[rule.endpoint] not in used
    }


def test_each_page_that_writes_has_a_door_for_programs_or_a_reason(app):
    assert sorted(without_twin(app) - ELSEWHERE.keys() - PEOPLE_ALONE.keys()) == []


def test_no_reason_is_given_for_what_programs_do_by_now(app):
    assert sorted((ELSEWHERE.keys() | PEOPLE_ALONE.keys()) - without_twin(app)) == []


def test_what_is_done_at_another_address_is_done_there(app):
    doors = {f"{operation.method} {operation.path}" for operation in every_operation(app).values()}
    assert sorted(set(ELSEWHERE.values()) - doors) == []
