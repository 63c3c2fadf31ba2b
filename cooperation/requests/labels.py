"""Labels of requests for cooperation."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from agreements.labels import KINDS
from app import audit
from app.web.status_labels import KINDS as STATUS_LABELS
from app.web.status_labels import SECTORS
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import Applicant, Contribution, ThreadAct

APPLICANTS = {
    Applicant.PRIVATE: _l("Private company"),
    Applicant.REGIONAL_ENTERPRISE: _l("Regional or state enterprise"),
    Applicant.CIVIL_SOCIETY: _l("Community or civil society organisation"),
    Applicant.ACADEMIA: _l("University or research institution"),
    Applicant.CITIZEN: _l("Citizen, in your own name"),
}
CONTRIBUTIONS = {
    Contribution.DATA: _l("Data"),
    Contribution.TECHNOLOGY: _l("Technology or a system"),
    Contribution.EXPERTISE: _l("People and expertise"),
    Contribution.FUNDING: _l("Funding"),
}
ACTS = {
    ThreadAct.WROTE: ("chat", _l("wrote")),
    ThreadAct.ASKED: ("question", _l("asked for more")),
    ThreadAct.INVITED: ("session", _l("accepted it into an audience")),
    ThreadAct.STARTED: ("agreement", _l("began an agreement")),
    ThreadAct.ATTACHED: ("link", _l("linked an agreement that exists")),
    ThreadAct.DECLINED: ("no", _l("declined it")),
    ThreadAct.WITHDREW: ("back", _l("withdrew it")),
}
"""Icon and words of what an entry of the thread did, after a name."""
SENTENCES = {
    "cooperation.received": _l("received request %(code)s"),
    "cooperation.written": _l("wrote to the applicant"),
    "cooperation.asked": _l("asked the applicant for more"),
    "cooperation.replied": _l("received a message of the applicant"),
    "cooperation.withdrawn": _l("received the withdrawal of this request"),
    "cooperation.invited": _l("accepted this request into an audience"),
    "cooperation.linked": _l("linked this request with %(organisation)s"),
    "cooperation.started": _l("began an agreement from this request"),
    "cooperation.attached": _l("linked an existing agreement with this request"),
    "cooperation.declined": _l("declined this request"),
    "cooperation.passed_to_successor": _l("passed this request on to the successor %(organisation)s: %(basis)s"),
    "cooperation.passed_on": _l("passed this request on to %(after)s"),
    "cooperation.erased": _l("erased the personal data of this request"),
    "cooperation.targets_changed": _l("changed the targets of the pipeline"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    from cooperation.targets.models import CooperationTargets

    app.jinja_env.globals.update(
        applicant_kind=APPLICANTS.__getitem__,
        contributions=contributions,
        thread_act=ACTS.__getitem__,
        applicant_name=applicant_name,
        sector_filters=lambda found: [(one.value, f"{SECTORS[one.value][1]}, {number}") for one, number in found],
        days_in_stage=days_in_stage,
        request_states=lambda: [(value, label.word) for value, label in STATUS_LABELS["cooperation_request"].items()],
    )
    audit.call(CooperationRequest, _l("request for cooperation"))
    audit.call(CooperationTargets, _l("targets of the pipeline"))
    for action, words in SENTENCES.items():
        audit.describe(action, words)
    audit.label_values("cooperation", ("kind",), KINDS)
    audit.label_details(
        {
            "answer_days": _l("Working days until an answer"),
            "audience_days": _l("Days for the audience"),
            "memorandum_days": _l("Days for a memorandum"),
            "agreement_days": _l("Days for a cooperation agreement"),
        }
    )


def applicant_name(request: CooperationRequest) -> str:
    """Return the name of the organisation that asks, or of the citizen."""
    if request.organisation:
        return request.organisation.name
    return request.organisation_name or request.contact_name or _("erased")


def days_in_stage(days: int) -> Markup:
    """Return "**3 days** in this stage"."""
    number = Markup("<strong>{}</strong>").format(ngettext("%(num)d day", "%(num)d days", days))
    return Markup(_("%(days)s in this stage", days=number))  # noqa: S704


def contributions(request: CooperationRequest) -> str:
    """Return what an applicant brings, separated by commas."""
    return ", ".join(str(CONTRIBUTIONS[Contribution(one)]) for one in request.brings)
