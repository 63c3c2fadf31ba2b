"""How the history tells changes of the instance."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.settings.models import Instance

audit.call(Instance, _l("organisation and letterhead"))
audit.describe("instance.changed", _l("changed the organisation and letterhead of this instance"))
