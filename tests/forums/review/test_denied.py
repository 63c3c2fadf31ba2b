"""Denied pages of minutes name the presider, the deputy and the leaders, for those who may read names."""

from app.circles.models import Classification
from app.database import db
from forums.review.models import Deputy
from tests.factories import PersonFactory


def denied(as_user, it, person, act="approve"):
    return as_user(person).get(f"/minutes/{it.minutes.id}/{act}", status=403).words


def test_minutes_name_the_presider_who_may_approve_them(it, as_user):
    assert f"Hubungi {it.chair.name} (pimpinan rapat)." in denied(as_user, it, it.member)
    assert f"Hubungi {it.chair.name} (pimpinan rapat)." in denied(as_user, it, it.coordinator)


def test_without_a_presider_coordinators_know_whom_to_ask(it, as_user):
    it.session.presider_id = None
    db.session.commit()
    advice = f"Tanyakan kepada {it.coordinator.name} (koordinator) siapa yang berwenang."
    assert advice in denied(as_user, it, it.member)
    assert "Belum ada yang berwenang melakukannya di sini." in denied(as_user, it, it.coordinator)


def test_minutes_name_the_deputy(it, as_user):
    assert "(pengganti)" not in denied(as_user, it, it.member, "approve-as-deputy")
    db.session.add(Deputy(forum_id=it.forum.id, person_id=it.facilitator.id, days=7))
    db.session.commit()
    assert f"Hubungi {it.facilitator.name} (pengganti)." in denied(as_user, it, it.member, "approve-as-deputy")


def test_readers_of_a_public_forum_learn_no_names_of_its_people(it, as_user):
    it.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    words = as_user(PersonFactory()).post(f"/sessions/{it.session.id}/check-in", status=403).words
    assert it.chair.name not in words
    assert f"Tanyakan kepada {it.coordinator.name} (koordinator)" in words
