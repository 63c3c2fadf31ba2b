"""Labels of audit entries about circles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle, Classification

audit.call(Circle, _l("forum or agreement"))
audit.describe("circle.reclassified", _l("changed the classification"))
audit.call(AccessRequest, _l("request for access"))
audit.describe("circle_access.asked", _l("asked for access to a secret forum or agreement that nobody can open"))
audit.describe("circle_access.confirmed", _l("opened a secret forum or agreement to %(person)s"))
audit.describe("circle_access.declined", _l("declined to open a secret forum or agreement"))
for subject in ("circle", "forum", "agreement"):
    audit.label_values(
        subject,
        ("before", "after", "classification"),
        {
            Classification.PUBLIC: _l("Public"),
            Classification.INTERNAL: _l("Internal"),
            Classification.RESTRICTED: _l("Restricted"),
            Classification.SECRET: _l("Secret"),
        },
    )
