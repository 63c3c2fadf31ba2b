"""Labels of legal bases and of what is withheld, for templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.settings.queries import instance
from app.web.i18n import plain_day
from forums.redaction.models import LegalBasis
from forums.redaction.rules import Mark, withheld_in
from forums.redaction.sentences import PersonalData

BASES = {
    LegalBasis.PERSONAL_DATA: _l("Law 27/2022: personal data"),
    LegalBasis.PRIVATE_INFORMATION: _l("Law 14/2008: private information"),
    LegalBasis.SYSTEM_SECURITY: _l("Law 14/2008: endangers the security of a system"),
    LegalBasis.TRADE_SECRET: _l("Law 14/2008: trade secret of a third party"),
    LegalBasis.CONFIDENTIALITY: _l("Confidentiality agreement of the parties"),
    LegalBasis.OTHER: _l("Other"),
}
PERSONAL = {
    PersonalData.EMAIL: _l("e-mail address"),
    PersonalData.IDENTITY_NUMBER: _l("identity number"),
    PersonalData.TELEPHONE: _l("telephone number"),
    PersonalData.NAME: _l("name"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(
        withheld_count=withheld_count,
        withheld_facts=withheld_facts,
        withheld_in=withheld_in,
        withheld_basis=withheld_basis,
        information_contact=information_contact,
        information_link=information_link,
    )
    app.jinja_env.filters["personal_data"] = PERSONAL.__getitem__


def basis_of(withheld: Mapping[str, Any]) -> str:
    """Return the legal basis of a withheld part."""
    basis = withheld["basis"]
    if not basis:
        return _("no basis chosen yet")
    return str(BASES[LegalBasis(basis)]) if basis != LegalBasis.OTHER.value else withheld["other_basis"]


def withheld_count(kind: str, withheld: Mapping[str, Any]) -> str:
    """Return what is withheld, such as "2 kalimat tidak dibuka."."""
    if kind == "decision":
        return _("The wording of this decision is not disclosed.")
    if kind == "title":
        return _("The title is not disclosed.")
    return ngettext("%(num)d sentence is not disclosed.", "%(num)d sentences are not disclosed.", withheld["sentences"])


def withheld_basis(mark: Mark) -> str:
    """Return basis and last day of a mark."""
    facts = {"basis": mark.basis, "other_basis": mark.other_basis}
    return " · ".join((basis_of(facts), _last_day(mark.until)))


def _last_day(until: date | None) -> str:
    return _("until %(day)s", day=plain_day(until)) if until else _("without end")


def withheld_facts(withheld: Mapping[str, Any]) -> str:
    """Return length, basis and last day, such as "20 kata · UU 27/2022: data pribadi · tanpa batas waktu"."""
    words = ngettext("%(num)d word", "%(num)d words", withheld["words"])
    until = withheld["until"]
    last = _last_day(date.fromisoformat(until) if until else None)
    return " · ".join((words, basis_of(withheld), last))


def information_contact() -> str:
    """Return whom to ask about withheld information, or where to object: the setting, else who runs the instance."""
    settings = current_app.extensions["settings"]
    return settings.information_contact or settings.contact_mail or instance().unit


def information_link(about: str = "") -> str | None:
    """Return the link to the contact for withheld information: a URL, or a mail about `about`; None if it is a text."""
    contact = information_contact()
    if contact.startswith(("https://", "http://")):
        return contact
    if "@" in contact and " " not in contact:
        return f"mailto:{contact}" + (f"?subject={quote(about)}" if about else "")
    return None
