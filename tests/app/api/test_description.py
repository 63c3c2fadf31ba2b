"""The OpenAPI description matches the API: every path, every method, nothing else."""

import pytest

from app.api.access import PREFIX
from app.api.description import described
from app.api.operations import every_operation, reading

pytestmark = pytest.mark.one_database


@pytest.fixture
def description(app):
    return described(app)


def test_the_description_is_for_everyone_and_cached(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.json["openapi"].startswith("3.1")
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_address_for_programs_is_described_and_no_other(app, description):
    opened = {
        (
            rule.rule.removeprefix(PREFIX)
            .replace("<uuid:", "{")
            .replace("<string:", "{")
            .replace("<int:", "{")
            .replace(">", "}"),
            method.lower(),
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{PREFIX}/") and not rule.rule.endswith("openapi.json")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, methods in description["paths"].items() for method in methods}
    assert opened == told
    assert opened


def test_every_operation_says_what_it_does_in_a_sentence_and_has_a_name_of_its_own(app, description):
    operations = [one for methods in description["paths"].values() for one in methods.values()]
    assert [one["operationId"] for one in operations if not one["summary"].endswith(".")] == []
    assert [one["operationId"] for one in operations if "`" in one["summary"]] == []  # it is plain text
    assert len({one["operationId"] for one in operations}) == len(operations) == len(every_operation(app))


def test_every_reference_leads_to_something(description):
    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for inner in node.values():
                yield from references(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from references(inner)

    known = {f"#/components/{kind}/{name}" for kind, named in description["components"].items() for name in named}
    assert set(references(description)) == known - {"#/components/securitySchemes/token"}


def test_every_chapter_and_every_schema_of_an_answer_is_described(app, description):
    used = {tag for methods in description["paths"].values() for one in methods.values() for tag in one["tags"]}
    assert {tag["name"] for tag in description["tags"] if tag["description"]} == used
    answers = {
        operation.gives.__name__.removesuffix("Schema")
        for operation in every_operation(app).values()
        if operation.gives
    }
    assert [name for name in answers if not description["components"]["schemas"][name].get("description")] == []


def test_every_operation_names_its_scope_and_its_refusals(app, description):
    for path, methods in description["paths"].items():
        for method, one in methods.items():
            assert one["security"] == [{"token": [every_operation(app)[f"api.{one['operationId']}"].scope]}]
            assert {"400", "401", "403", "404", "422", "429"} <= one["responses"].keys(), path
            downloads = every_operation(app)[f"api.{one['operationId']}"].downloads
            assert ("409" in one["responses"]) == (method != "get" or downloads)


def test_downloads_name_their_media_type(description):
    kinds = {
        path: set(methods["get"]["responses"]["200"]["content"])
        for path, methods in description["paths"].items()
        if path.endswith(("/pdf", ".csv", ".ics", ".xlsx"))
    }
    assert len(kinds) > 8
    assert "*/*" not in set().union(*kinds.values())


ADDS = {
    "alignment.barriers.join": "a blocker is joined to the others, and the commitment stays as it is",
    "alignment.capacity.ask": "organisations are asked, and what they filled in stays as it is",
    "alignment.capacity.evaluate": "the evaluation is that person's own",
    "alignment.capacity.fill": "levels are added to the earlier ones",
    "alignment.capacity.raise_levels": "levels are added to the earlier ones",
    "alignment.goals.add_option": "an option is added to the others",
    "alignment.goals.remind": "those who have not answered are asked once more, and the goal stays as it is",
    "alignment.goals.respond": "the response is that party's own",
    "alignment.goals.write_interest": "the interest is that party's own",
    "commitments.delivery.comment": "a comment is added to the others",
    "commitments.disputes.add_option": "an option is added to the others",
    "commitments.disputes.reword": "the question is its mediator's, and the commitment stays as it is",
    "commitments.disputes.support": "a side supports an option beside the other side",
    "commitments.disputes.take_position": "the position is that side's own",
    "alignment.services.link_agreement": "a link is added to the others",
    "alignment.services.link_commitment": "a link is added to the others",
    "alignment.services.link_forum": "a link is added to the others",
    "alignment.services.unlink_agreement": "a link is taken from the others",
    "alignment.services.unlink_commitment": "a link is taken from the others",
    "alignment.services.unlink_forum": "a link is taken from the others",
    "commitments.extensions.ask": "a request is added to the others",
    "commitments.handover.ask": "a request is added to the others",
    "commitments.milestones.add": "a milestone is added to the others",
    "commitments.milestones.remove": "a milestone is taken from the others, and the commitment stays as it is",
    "commitments.receipts.add_signed": "a signed copy is kept beside the earlier ones",
    "commitments.reminders.on_track": "an answer is added to the others",
    "commitments.reminders.remind": "a reminder is sent, and the commitment stays as it is",
    "commitments.reminders.snooze": "reminders are snoozed, and the commitment stays as it is",
    "commitments.waiting.begin": "a wait is added to the others",
    "commitments.waiting.end": "a wait is taken from the others, and the commitment stays as it is",
    "commitments.watching.mention": "a remark is added to the others",
    "commitments.watching.unwatch": "the watch is that person's own",
    "commitments.watching.watch": "the watch is that person's own",
    "members.enter": "a person is added to those of a seat",
    "organisations.letterhead": "a letterhead follows the earlier ones, which documents keep",
    "organisations.remove_letterhead": "whatever letterhead there is ends",
    "papers.add_signed": "a signed letter is kept beside the earlier ones",
    "papers.convener": "a convener follows the earlier ones, whose letterhead documents keep",
    "registration.open": "there are no terms yet that somebody could have changed",
}
NAMES_ITS_VERSION = {
    "commitments.disputes.decline": "the number of the outcome",
    "minutes.save": "the body names the version of the passage, and a conflict answers both texts",
    "people_import.confirm": "the body names the mark of what was shown, and nothing else is done",
    "seat_import.confirm": "the body names the mark of what was shown, and nothing else is done",
}
OF_MANY = {
    "alignment.five_c.write": "what was written last is shown, and earlier sentences are in the audit trail",
    "alignment.regulations.begin_revision": "a revision begins, unless one goes on",
    "alignment.regulations.commit": "a commitment is added to the others",
    "alignment.regulations.lift": "the mark that stands is lifted, once",
    "alignment.regulations.mark": "a mark is added, unless one stands",
    "alignment.regulations.name_in_decision": "the body names the mark of what was shown",
    "alignment.regulations.put_on_agenda": "an item is added, once for a forum",
    "alignment.regulations.relate": "a relation is added to the others",
    "alignment.regulations.unrelate": "a relation is taken from the others",
    "alignment.goals.put_on_agenda": "an item is added, once for a difference",
    "alignment.roles.put_on_agenda": "an item is added, once for an activity",
    "alignment.roles.settle": "the activity says who is accountable, whatever it said before",
    "account_sessions.end_all": "whatever sessions there are end",
    "attendance.now": "what somebody else recorded meanwhile stays",
    "attendance.record": "two who record different people must not hinder each other",
    "checkin.check_in": "checking in twice is checking in once",
    "checkin.check_out": "who has left already is refused",
    "commitments.reminders.schedule": "what was chosen last counts, whatever was chosen before",
    "checkin.renew": "whatever code there is works no longer",
    "pack.delete_note": "a note is its author's alone, who deletes whatever it says",
    "pack.end_link": "a link ends whatever became of the session",
    "pack.send_to_guests": "guests without a link get one, whatever became of the session",
    "pack.remind": "people who have not opened the pack by then are reminded",
    "pack.save_note": "a note is its author's alone, and the last text counts",
    "feeds.unsubscribe": "whatever address there is works no longer",
    "holiday_review.decide": "each session in the body is decided on once; a second decision is refused",
    "holidays.drop_ramadan": "taking it away twice is taking it away once",
    "holidays.fill": "what somebody entered is left as it is",
    "holidays.set_hours": "all hours are said at once, so that none of another set stays",
    "notifications.choose_topic": "the choice is that person's own, and what was chosen last counts",
    "notifications.read": "marking twice is marking once, and the mark is that person's own",
    "notifications.read_all": "whatever is new is marked as read",
    "registration.check": "two who check different people in must not hinder each other",
    "registration.close": "closing twice is closing once",
}
ASKS = {
    "busy.read": "it asks for a reading, whatever was read before",
    "changes.find": "it changes nothing",
    "dossier.make": "it changes nothing: it assembles what is there",
    "people_import.add": "it changes nothing: it shows what a sheet would do",
    "seat_import.add": "it changes nothing: it shows what a sheet would do",
}


def test_whatever_changes_a_thing_names_the_version_that_was_read(app):
    free = ADDS | NAMES_ITS_VERSION | OF_MANY | ASKS
    changing = {
        operation.name: operation.needs_match
        for operation in every_operation(app).values()
        if operation.method != "GET" and operation.status != 201
    }
    assert {name for name, needs in changing.items() if not needs} == set(free)


def test_the_version_that_a_change_names_can_be_read(app):
    for operation in every_operation(app).values():
        if operation.needs_match and operation.about is None:
            assert reading(operation.policy.model).gives, operation.name
