"""What programs do with invitations and answers."""

import pytest

from app.circles.models import Classification
from app.database import db
from forums.invitations.models import Invitation
from tests.factories import PersonFactory, SeriesFactory, SessionFactory
from tests.factories.forums import NEXT

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def invited(as_program, place, path):
    """The invitations by the id of the person, as the chair sees them."""
    chair = as_program(place.chair)
    chair.post(f"{path}/invitations", {"letter_number": "12/JSC/2026"})
    return {one["person"]["id"]: one for one in chair.get(f"{path}/invitations").json["items"]}


def test_everyone_expected_is_invited_once(as_program, place, path):
    chair = as_program(place.chair)
    before = chair.get(f"{path}/outlook").json
    assert (before["invited_at"], before["invited"], before["waiting"]) == (None, 0, 6)
    sent = chair.post(f"{path}/invitations").json
    assert (sent["invited_at"], sent["invited"], sent["undecided"], sent["waiting"]) == (
        "2026-11-24T02:00:00Z",
        6,
        6,
        0,
    )
    assert chair.post(f"{path}/invitations").json["invited"] == 6
    assert not sent["promised"]["met"]
    assert sent["possible"]["met"]


def test_a_person_answers_and_the_outlook_follows(as_program, place, path, invited):
    member = as_program(place.member)
    (own,) = member.get("/invitations", upcoming="true").json["items"]
    assert own["id"] == invited[str(place.member.id)]["id"]
    assert (own["answer"], own["session"]["id"]) == ("needs_action", str(place.session.id))
    answered = member.post(f"/invitations/{own['id']}/answer", {"answer": "attending_in_person"}).json
    assert (answered["answer"], answered["via"], answered["received_at"]) == (
        "attending_in_person",
        "app",
        "2026-11-24T02:00:00Z",
    )
    assert member.get("/invitations").json["items"] == [answered]
    assert member.get(f"{path}/outlook").json["undecided"] == 5


@pytest.mark.parametrize(
    "body, path_at_fault",
    [
        ({}, "/answer"),
        ({"answer": "perhaps"}, "/answer"),
        ({"answer": "attending_online"}, "/answer"),
        ({"answer": "represented"}, "/representative"),
        ({"answer": "excused", "scope": "series"}, "/scope"),
        ({"answer": "excused", "reason": "x" * 501}, "/reason"),
    ],
)
def test_what_is_no_answer_names_the_field_at_fault(as_program, place, invited, body, path_at_fault):
    invitation = invited[str(place.member.id)]["id"]
    told = as_program(place.member).post(f"/invitations/{invitation}/answer", body, status=422).json
    assert [fault["path"] for fault in told["errors"]] == [path_at_fault]


def test_an_answer_to_the_series_holds_for_its_sessions(as_program, place):
    series = SeriesFactory(forum=place.forum)
    session = SessionFactory(forum=place.forum, series=series, starts_at=NEXT)
    as_program(place.chair).post(f"/sessions/{session.id}/invitations")
    member = as_program(place.member)
    (own,) = member.get("/invitations").json["items"]
    member.post(f"/invitations/{own['id']}/answer", {"answer": "tentative", "scope": "series"})
    later = SessionFactory(forum=place.forum, series=series, starts_at=NEXT.replace(month=12))
    as_program(place.chair).post(f"/sessions/{later.id}/invitations")
    answers = {
        one["session"]["id"]: (one["answer"], one["for_series"]) for one in member.get("/invitations").json["items"]
    }
    assert answers == {str(session.id): ("tentative", False), str(later.id): ("tentative", True)}


def test_contacts_are_for_those_who_organise(as_program, place, path, invited):
    invitation = invited[str(place.member.id)]
    assert invitation["email"] == place.member.email
    reply = {
        "answer": "represented",
        "representative": "Kepala Seksi",
        "contact": "0812 3456 7890",
        "reason": "Dinas luar",
    }
    as_program(place.member).post(f"/invitations/{invitation['id']}/answer", reply)

    def seen(person):
        found = as_program(person).get(f"{path}/invitations").json["items"]
        return next(one for one in found if one["id"] == invitation["id"])

    for who in (place.chair, place.member):
        assert (seen(who)["representative_contact"], seen(who)["reason"]) == ("0812 3456 7890", "Dinas luar")
    other = seen(place.partner)
    assert other["representative"] == "Kepala Seksi"
    assert (other["representative_contact"], other["reason"], other["email"]) == (None, None, None)
    told = as_program(place.partner).get(f"{path}/invitations").get_data(as_text=True)
    assert place.observer.email not in told


def test_an_answer_is_recorded_for_a_party_with_its_source(as_program, place, invited):
    invitation = f"/invitations/{invited[str(place.member.id)]['id']}"
    told = as_program(place.chair).post(f"{invitation}/record", {"answer": "excused"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/source"]
    body = {"answer": "excused", "source": "telephone", "note": "Bu Sari"}
    recorded = as_program(place.chair).post(f"{invitation}/record", body).json
    assert (recorded["answer"], recorded["via"], recorded["source"]) == ("excused", "on_behalf", "telephone: Bu Sari")
    assert recorded["recorded_by"]["id"] == str(place.chair.id)
    as_program(place.member).post(f"{invitation}/record", body, status=403)


def test_a_link_is_renewed(as_program, place, invited):
    invitation = db.session.scalars(db.select(Invitation).where(Invitation.person_id == place.member.id)).one()
    before = invitation.digest
    as_program(place.chair).post(f"/invitations/{invitation.id}/renew")
    db.session.expire_all()
    assert invitation.digest != before
    as_program(place.member).post(f"/invitations/{invitation.id}/renew", status=403)


def test_invitations_are_hidden_from_outsiders_of_a_public_forum_too(as_program, place, path, invited):
    place.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    outsider = as_program(PersonFactory())
    for part in ("invitations", "outlook"):
        outsider.get(f"{path}/{part}", status=403)
    outsider.post(f"{path}/invitations", status=403)
    outsider.post(f"/invitations/{invited[str(place.member.id)]['id']}/answer", {"answer": "excused"}, status=404)
    assert outsider.get("/invitations").json["items"] == []
    as_program(place.member).post(f"{path}/invitations", status=403)


def test_no_invitation_goes_out_while_another_date_waits(as_program, place, path):
    place.session.proposed_starts_at = NEXT.replace(day=27)
    db.session.commit()
    as_program(place.chair).post(f"{path}/invitations", status=422)
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_more_invitations_ask_the_database_no_more_often(as_program, place, path, invited, queries):
    chair = as_program(place.chair)
    with queries() as few:
        chair.get(f"{path}/invitations", limit=1)
    with queries() as many:
        chair.get(f"{path}/invitations")
    assert len(many) == len(few) <= 7, many
