"""Labels of findings."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from commitments.verification.rules import Finding


class FindingLabel(NamedTuple):
    """Label, icon and tone of a finding."""

    word: Any
    icon: str
    tone: str


FINDINGS = {
    Finding.MET: FindingLabel(_l("Met"), "done", "good"),
    Finding.PARTLY_MET: FindingLabel(_l("Partly"), "half", "warn"),
    Finding.NOT_MET: FindingLabel(_l("Not yet"), "no", "bad"),
}
