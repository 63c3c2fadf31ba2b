"""Every text in the database is an attack: pages, mails, PDFs and calendars escape it."""

import csv
import io
import re
from email import message_from_bytes
from email.policy import default

import icalendar
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, select, update

from app.clock import utc_now
from app.database import Model, db
from app.mail.outbox.message import Outgoing, build
from app.mail.outbox.models import Mail
from app.search import index
from app.settings.queries import instance_row
from forums.agenda.models import AgendaItem, ItemState, Purpose
from insights.digests import actions as digests
from insights.digests.rules import read_period
from tests.permissions.matrix import allowed
from tests.permissions.routes import guarded_pages
from tests.security.forms import forms_of
from tests.support.probes import Probe

pytestmark = pytest.mark.one_database

SCRIPT = "<script>alert(1)</script>"
MARKUP = f"'\">{SCRIPT}</textarea></title><img src=x onerror=alert(1)>"
ATTACK = f"=1+1{MARKUP}{{{{7*7}}}}%(x)s\r\nBCC:x@example.org\r\nEND:VEVENT "
WRITTEN = {
    "agenda_items": ("title", "presenter_name"),
    "agreements": ("title", "purpose"),
    "clauses": ("number", "heading", "text"),
    "commitments": ("title", "criteria"),
    "corrections": ("text", "answer"),
    "decisions": ("text", "basis", "dissent"),
    "agreement_documents": ("title",),
    "extensions": ("reason",),
    "files": ("name",),
    "forums": ("name", "purpose", "goal", "ground_rules"),
    "holidays": ("name",),
    "instances": ("unit", "above", "address", "city"),
    "agreement_records": ("place", "opening", "closing", "number"),
    "session_reports": (
        *("addressee", "sender", "subject", "opening", "summary", "requests", "remarks", "closing"),
        *("signatory_name", "signatory_position"),
    ),
    "letterheads": ("unit", "above", "address", "city"),
    "invitation_letters": ("place", "subject", "opening", "closing", "signatory_name", "signatory_position"),
    "obligations": ("text", "criteria"),
    "organisations": ("name", "short_name", "address"),
    "parties": ("signatory_name", "signatory_position"),
    "passages": ("text",),
    "people": ("name", "position"),
    "rights": ("text",),
    "sessions": ("title", "place", "letter_number"),
    "updates": ("text",),
}
"""The columns that hold what people write, by table."""


@pytest.fixture(scope="module")
def attacked(instance):
    """The instance with the attack in every such column."""
    db.session.add(instance_row())
    db.session.flush()
    item = AgendaItem(session_id=instance.world.objects["Session"]["internal"]["id"], position=1, title="Perizinan")
    item.purpose, item.minutes, item.state, item.proposed_at = Purpose.INFORMATION, 10, ItemState.ACCEPTED, utc_now()
    db.session.add(item)  # for the next version of its pack
    db.session.flush()
    for table in Model.metadata.sorted_tables:
        for column in WRITTEN.get(table.name, ()):
            _spoil(table, table.c[column])
    index.rebuild()
    digest = digests.draft(
        read_period("quarterly", "2026-Q4"), about=None, by=instance.world.people["coordinator"], at=utc_now()
    )
    db.session.flush()
    instance.world.objects["Digest"]["draft"]["id"] = digest.id
    db.session.commit()
    db.session.remove()
    return instance


def _spoil(table, column):
    longest = column.type.length or 500
    for (identity,) in db.session.execute(select(table.c.id)).all():
        text = (f"{ATTACK}{identity.hex[:6]}" if longest > 200 else f"{SCRIPT}={identity.hex[:6]}")[:longest]
        db.session.execute(update(table).where(table.c.id == identity).values({column.name: text}))


@pytest.fixture(scope="module")
def visitors(attacked):
    return {role: Probe(attacked.app, person) for role, person in attacked.world.people.items()}


def test_every_attacked_column_exists():
    tables = Model.metadata.tables
    assert [
        f"{name}.{column}" for name, columns in WRITTEN.items() for column in columns if column not in tables[name].c
    ] == []


def faults(html):
    """Yield the parts of the attack that a page did not escape."""
    soup = BeautifulSoup(html, "html5lib")
    for script in soup.find_all("script"):
        if not script.get("src") and script.get("type") not in {"application/json", "application/ld+json"}:
            yield f"a script: {script}"
    for tag in soup.find_all(True):
        if handlers := [name for name in tag.attrs if name.startswith("on")]:
            yield f"{tag.name} with {handlers}"
    if soup.find("img", src="x"):
        yield "an image"
    if "49" in re.findall(r">(\d+)%\(x\)s", html):
        yield "a template"


def test_every_page_escapes_texts(attacked, visitors):
    wrong, shown = [], 0
    for rule, method, policy in guarded_pages(attacked.app):
        row, role = allowed(policy.name)
        if method != "GET" or rule.rule.endswith("/pdf"):
            continue
        answer = visitors[role].client.get(attacked.world.address(attacked.app, rule, row.target))
        assert answer.status_code < 500, rule
        for name, value in answer.headers:
            assert "\n" not in value, (rule, name)
        if answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            shown += "&lt;script&gt;" in page
            wrong += [f"{rule.rule} as {role}: {fault}" for fault in faults(page)]
    assert "\n".join(wrong) == ""
    assert shown > 40


COMPARING = {"forums.versions.comparison_pdf"}
"""Papers that need two versions of minutes, of which the world has one; tests/forums/versions reads them."""
STORED = {f"forums.pack.{name}" for name in ("changed", "download", "to_print", "with_notes")}
"""PDFs with the pages of a stored file and no texts of their own; tests/forums/pack reads them."""


def test_every_pdf_escapes_texts(attacked, visitors):
    from pypdf import PdfReader

    for rule, method, policy in guarded_pages(attacked.app):
        row, role = allowed(policy.name)
        if method == "GET" and rule.rule.endswith("/pdf") and rule.endpoint not in COMPARING | STORED:
            answer = visitors[role].client.get(attacked.world.address(attacked.app, rule, row.target))
            assert answer.status_code == 200, rule
            paper = PdfReader(io.BytesIO(answer.get_data()))
            assert "alert(1)" in " ".join(page.extract_text() for page in paper.pages), rule
            assert "/JavaScript" not in str(paper.trailer["/Root"])
            for table in (content for name, [content] in paper.attachments.items() if name.endswith(".csv")):
                cells = [cell for line in csv.reader(io.StringIO(table.decode())) for cell in line]
                assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []


def test_every_calendar_escapes_texts(attacked):
    stranger = Probe(attacked.app)
    for endpoint in ("forums.feeds.personal", "forums.feeds.everything", "forums.feeds.of_forum"):
        rule = next(rule for rule in attacked.app.url_map.iter_rules() if rule.endpoint == endpoint)
        answer = stranger.client.get(attacked.world.address(attacked.app, rule))
        calendar = icalendar.Calendar.from_ical(answer.get_data())
        assert {name for one in calendar.walk() for name in one} & {"BCC", "X-HARM"} == set()
        assert b"\r\nBCC:" not in answer.get_data()


def test_every_mail_escapes_texts(attacked, visitors):
    written = []

    def remember(_mapper, _connection, mail):
        fields = {name: getattr(mail, name) for name in Outgoing._fields}
        written.append(Outgoing(**fields))

    event.listen(Mail, "after_insert", remember)
    try:
        for form in forms_of(attacked, visitors):
            sent = form.values | {name: form.values.get(name) or ATTACK[:150] for name in form.text_fields}
            for values in (form.values, sent):
                visitors[form.role].client.post(form.action, data=values, headers=visitors[form.role].token)
    finally:
        event.remove(Mail, "after_insert", remember)
    assert len({mail.text for mail in written}) > 5
    assert [fault for html in {mail.html for mail in written} for fault in faults(html)] == []
    for mail in written:
        _examine(mail)


def _examine(mail):
    message = message_from_bytes(build(mail, sender="selaras@example.org"), policy=default)
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["From"].addresses] == ["selaras@example.org"]
    assert [address.addr_spec for address in message["To"].addresses] == [mail.recipient]
    assert "\n" not in message["Subject"]
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            assert len(calendar.walk("VEVENT")) >= 1
            assert all("BCC" not in one for one in calendar.walk())
