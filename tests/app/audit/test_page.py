from datetime import UTC, datetime

import pytest

from app import audit
from app.audit import labels
from app.audit.chain import seal
from app.audit.queries import history
from app.circles.models import Classification
from app.database import db
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CoordinatorFactory,
    NamedPersonFactory,
    OrganisationFactory,
    PersonFactory,
)

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_administrators_read_every_act_in_words(as_user):
    administrator = AdministratorFactory()
    audit.record(
        "mail.retried", OrganisationFactory(name="Dinas Kesehatan"), by=administrator, at=AT, reason="server baru"
    )
    page = as_user(administrator).get("audit.index")
    assert "mengirim ulang pesan yang tertahan" in page.words
    assert administrator.name in page.words
    assert "server baru" in page.words


def test_a_person_and_a_day_in_an_act_are_said_in_the_readers_language(as_user, queries):
    visitor, siti, dinas = (
        as_user(AdministratorFactory()),
        PersonFactory(name="Siti"),
        OrganisationFactory(name="Dinas"),
    )
    for one in (siti, PersonFactory(name="Budi")):
        audit.record("participant.entered", dinas, by=None, at=AT, person=one.id, since="2026-12-01")
    audit.record("seat.taken", dinas, by=None, at=AT, organisation=dinas.id, since="2026-12-01")
    with queries(at_most=5):  # who reads, the instance, the rows, the names in them
        page = visitor.get("audit.index")
    assert "mencatat Siti sebagai peserta sejak 1 Desember 2026" in page.words
    assert "mencatat Budi sebagai peserta" in page.words
    assert "memberi kursi kepada Dinas sejak 1 Desember 2026" in page.words
    assert "entered Siti as a participant from 1 December 2026" in visitor.get("audit.index", lang="en").words


def test_a_detail_that_is_no_id_is_said_as_it_is(as_user):
    audit.record("seat.taken", OrganisationFactory(), by=None, at=AT, organisation="Dinas", since="2026-12-01")
    assert "memberi kursi kepada Dinas sejak" in as_user(AdministratorFactory()).get("audit.index").words


def test_acts_to_choose_from_leave_open_what_a_row_says(app):
    with app.test_request_context():
        acts = dict(labels.every_action())
    assert acts["participant.entered"] == "mencatat … sebagai peserta sejak …"
    assert acts["commitment.progress"] == "melaporkan kemajuan … %"


def test_coordinators_read_what_their_role_opens_and_nothing_else(as_user):
    open_circle = CircleFactory(classification=Classification.RESTRICTED)
    secret = CircleFactory(classification=Classification.SECRET)
    audit.record("open.act", open_circle, by=None, at=AT, circle_id=open_circle.id)
    audit.record("secret.act", secret, by=None, at=AT, circle_id=secret.id)
    audit.record("account.act", secret, by=None, at=AT)
    words = as_user(CoordinatorFactory()).get("audit.index").words
    assert "open.act" in words
    assert "secret.act" not in words
    assert "account.act" not in words


def test_of_a_secret_circle_others_read_the_act_and_its_time_and_its_place_in_the_chain(as_user):
    administrator, named = AdministratorFactory(), AdministratorFactory()
    secret, actor = CircleFactory(classification=Classification.SECRET), PersonFactory(name="Orang Rahasia")
    NamedPersonFactory(circle_id=secret.id, person_id=named.id)
    subject = OrganisationFactory(name="Instansi Rahasia")
    audit.record(
        "seat.taken",
        subject,
        by=actor,
        at=AT,
        circle_id=secret.id,
        organisation=subject.id,
        reason="Alasan",
        since="2026-12-01",
    )
    db.session.commit()
    assert "belum disegel" in as_user(administrator).get("audit.index").words
    digest = seal().digest
    db.session.commit()
    page = as_user(administrator).get("audit.index")
    assert "memberi kursi kepada … sejak …" in page.words
    assert digest in page.words
    shown = str(page.soup.find("tbody"))
    for hidden in ("Orang Rahasia", "Instansi Rahasia", "Alasan", "1 Desember 2026", str(subject.id), str(actor.id)):
        assert hidden not in shown
        assert hidden in str(as_user(named).get("audit.index").soup.find("tbody"))
    coordinator = CoordinatorFactory()
    assert digest not in as_user(coordinator).get("audit.index").words


def test_what_is_hidden_is_not_found_by_whom_or_what_it_is_about(as_user):
    administrator, named = AdministratorFactory(), AdministratorFactory()
    secret, actor = CircleFactory(classification=Classification.SECRET), PersonFactory()
    NamedPersonFactory(circle_id=secret.id, person_id=named.id)
    audit.record("secret.act", secret, by=actor, at=AT, circle_id=secret.id)
    db.session.commit()
    for query in ({"person": actor.id}, {"kind": "Circle"}, {"kind": "Circle", "object": secret.id}):
        assert "secret.act" not in as_user(administrator).get("audit.index", **query).words
        assert "secret.act" in as_user(named).get("audit.index", **query).words
    assert "secret.act" in as_user(administrator).get("audit.index", since="24 November 2026").words


def test_members_of_organisations_do_not_read_the_record(as_user):
    as_user(PersonFactory()).get("audit.index", status=403)


def test_strangers_are_asked_to_sign_in(as_user):
    as_user().get("audit.index", status=302)


def test_filters_are_in_the_url(as_user):
    administrator = AdministratorFactory()
    party, other = OrganisationFactory(), OrganisationFactory()
    audit.record("mail.retried", party, by=administrator, at=AT)
    audit.record("other.made", other, by=None, at=datetime(2026, 10, 1, tzinfo=UTC))
    visitor = as_user(administrator)
    narrowed = (
        visitor.get("audit.index", kind="Organisation", object=party.id),
        visitor.get("audit.index", person=administrator.id),
        visitor.get("audit.index", since="24 November 2026", until="2026-11-24"),
        visitor.get("audit.index", action="mail.retried"),
    )
    for page in narrowed:
        assert "mengirim ulang" in page.soup.find("tbody").get_text()
        assert "other.made" not in page.words


def test_an_invalid_date_is_refused_beside_its_field(as_user):
    page = as_user(AdministratorFactory()).get("audit.index", since="kapan-kapan", status=422)
    assert "kapan-kapan" in str(page.soup.find(id="since"))


@pytest.mark.parametrize(
    "query",
    [
        "object=x",
        "person=x",
        "before=x",
        "since=%00",
        "kind=" + "x" * 5000,
        "kind=%00",
        "action=%00",
        "before=" + "9" * 30,
    ],
)
def test_nonsense_in_the_address_is_no_crash(as_user, query):
    answer = as_user(AdministratorFactory()).client.get(f"/settings/audit?{query}")
    assert answer.status_code in {200, 400, 414, 422}


def test_pages_follow_each_other_without_gap_or_repetition(as_user, queries):
    administrator = AdministratorFactory()
    party = OrganisationFactory()
    for number in range(120):
        audit.record(f"act.{number:03}", party, by=administrator, at=AT)
    visitor, seen = as_user(administrator), []
    address = "/settings/audit"
    while address:
        with queries(at_most=5):
            page = visitor.get(address)
        seen += [cell.get_text(strip=True) for cell in page.soup.select("tbody th")]
        older = page.soup.find("a", string="Lebih lama")
        address = older["href"] if older else None
    assert seen == [f"act.{number:03}" for number in reversed(range(120))]


def test_a_history_says_who_acted_for_whom(app):
    party = OrganisationFactory(name="PT Mitra Solusi Kota (Contoh)")
    coordinator = CoordinatorFactory(name="Koordinator JSC")
    audit.record("act.accepted", party, by=coordinator, at=AT, on_behalf_of=party)
    audit.record("act.reminded", party, by=None, at=AT)
    newest, oldest = history(party)
    assert (newest.who, newest.for_whom) == (None, None)
    assert (oldest.who, oldest.for_whom) == ("Koordinator JSC", "PT Mitra Solusi Kota (Contoh)")


def test_details_are_labelled_and_written_as_people_write_them(as_user):
    administrator = AdministratorFactory()
    dinas = OrganisationFactory()
    audit.record("commitment.met", dinas, by=None, at=AT, on_time=True)
    audit.record("commitment.visibility_changed", dinas, by=None, at=AT, before="parties", after="public")
    audit.record("session.moved", dinas, by=None, at=AT, starts_at=AT, was={"place": "Balai Kota"})
    audit.record("agreement.changed", dinas, by=None, at=AT, changed=["title", "notice_days"])
    audit.record("organisation.changed", dinas, by=None, at=AT, changes={"short_name": ["Dinkes", ""]})
    words = as_user(administrator).get("audit.index").words
    for text in (
        "Tepat waktu: Ya",
        "Sebelumnya: Hanya para pihak · Sesudahnya: Semua orang",
        "Mulai: Selasa, 24 November 2026 pukul 10.00 WIB",
        "Diubah: Judul, Pemberitahuan (hari)",
        "Perubahan: Nama singkat: Dinkes → –",
    ):
        assert text in words, words
    assert "Balai Kota" not in words
    english = as_user(administrator).get("audit.index", lang="en").words
    assert "On time: Yes" in english
    assert "Starts: Tuesday, 24 November 2026 at 10:00 WIB" in english
