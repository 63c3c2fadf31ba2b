"""The list of mails on the page of an agreement."""

from agreements.registry import notices
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail

SHOW = "agreements.registry.show"


def words_of(page) -> str:
    """Return the words of the panel; "" if there is none."""
    found = page.soup.select_one("section[aria-labelledby=mails]")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_parties_see_the_mails_to_their_side_and_coordinators_all(pact, as_user):
    pact.agreement.stage = Stage.SIGNED
    notices.ends(for_detail(pact.agreement.id))
    db.session.commit()
    at = {"agreement_id": pact.agreement.id}
    words = words_of(as_user(pact.coordinator).get(SHOW, **at))
    assert "Batas pemberitahuan Menunggu" in words
    for person in (pact.official, pact.citizen):
        assert person.email in words
    own = words_of(as_user(pact.official).get(SHOW, **at))
    assert pact.official.name in own
    assert pact.citizen.name not in own
    assert "@" not in own
    assert words_of(as_user(pact.leader).get(SHOW, **at)) == ""
    mail = db.session.scalars(db.select(Mail).where(Mail.person_id == pact.official.id)).one()
    mail.bounced_at = utc_now()
    db.session.commit()
    page = as_user(pact.coordinator).get("/mails?state=undelivered")
    assert page.soup.find("a", href=f"/agreements/{pact.agreement.id}", string="Data Kualitas Udara")
