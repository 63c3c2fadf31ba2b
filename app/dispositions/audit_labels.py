"""Labels of audit entries and mails about dispositions; entries have no details, which stay within the organisation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.dispositions.models import Disposition
from app.mail import outbox


def describe_acts() -> None:
    """Register the labels of acts and of mails."""
    audit.call(Disposition, _l("disposition"))
    audit.describe("disposition.given", _l("passed something on to a colleague"))
    audit.describe("disposition.replaced", _l("replaced a disposition by another one"))
    audit.describe("disposition.taken", _l("took what was passed on"))
    audit.describe("disposition.answered", _l("answered what was passed on"))
    audit.describe("disposition.passed_back", _l("passed something back"))
    outbox.describe("dispositions/given", _l("Passed on with an instruction"), asks=True)
    outbox.describe("dispositions/news", _l("About an instruction"))
