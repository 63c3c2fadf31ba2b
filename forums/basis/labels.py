"""Labels of the bases of forums, and the sentence with which papers name one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from app import audit
from app.web.i18n import due, plain_day
from forums.basis.models import Basis, BasisKind
from forums.basis.rules import BasisStatus

KINDS = {
    BasisKind.DECREE: _l("Decree"),
    BasisKind.ASSIGNMENT: _l("Assignment letter"),
    BasisKind.MEMORANDUM: _l("Memorandum of agreement"),
    BasisKind.OTHER: _l("Other document"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals and with the audit log."""
    app.jinja_env.globals.update(basis_kind=KINDS.__getitem__, basis_label=basis_label, basis_term=term)
    audit.call(Basis, _l("basis of a forum"))
    audit.describe("basis.entered", _l("entered the basis %(number)s"))
    audit.describe("basis.changed", _l("changed the basis of the forum"))
    audit.describe("basis.renewed", _l("renewed the basis of the forum with %(number)s"))
    audit.describe("basis.file_added", _l("added the signed document of the basis"))
    audit.describe("basis.warned", _l("warned that the basis of the forum ends on %(valid_until)s"))
    audit.label_details(
        {
            "dated": _l("Date"),
            "first_day": _l("Seats change from"),
            "issued_by": _l("Issued by"),
            "joining": _l("Organisations that join"),
            "leaving": _l("Organisations that leave"),
            "members": _l("Members"),
            "valid_from": _l("In force from"),
            "valid_until": _l("In force until"),
        }
    )
    audit.label_values("basis", ("kind",), KINDS)


def basis_label(basis: Mapping[str, str]) -> str:
    """Return "Keputusan Gubernur DKI Jakarta Nomor 12 Tahun 2026 tentang Forum SPBE" from `Basis.plain`."""
    kinds = {
        BasisKind.DECREE: pgettext("paper", "Decree"),
        BasisKind.ASSIGNMENT: pgettext("paper", "Assignment letter"),
        BasisKind.MEMORANDUM: pgettext("paper", "Memorandum of agreement"),
        BasisKind.OTHER: pgettext("paper", "Document"),
    }
    dated, number = date.fromisoformat(basis["dated"]), basis["number"]
    known = {
        "kind": kinds[BasisKind(basis["kind"])],
        "issued_by": basis["issued_by"],
        "number": number,
        "subject": basis["subject"],
    }
    if str(dated.year) in number:  # such as SK.12/JSC/2026, which is followed by its day
        day = plain_day(dated)
        return _("%(kind)s of %(issued_by)s number %(number)s of %(day)s on %(subject)s", day=day, **known)
    return _("%(kind)s of %(issued_by)s number %(number)s of %(year)s on %(subject)s", year=dated.year, **known)


def term(basis: Basis, status: BasisStatus) -> str:
    """Return when a basis is in force: "berlaku 1 Januari 2026 sampai 31 Desember 2026", "berakhir 24 hari lagi"."""
    first = plain_day(basis.valid_from)
    if status is BasisStatus.UPCOMING:
        return _("in force from %(day)s", day=first)
    if status is BasisStatus.REPLACED:
        return _("replaced by a later one")
    if basis.valid_until is None:
        return _("in force since %(first)s, without an end", first=first)
    day = plain_day(basis.valid_until)
    if status is BasisStatus.ENDED:
        return _("ended on %(day)s", day=day)
    if status is BasisStatus.ENDING:
        return _("ends on %(day)s, %(when)s", day=day, when=due(basis.valid_until))
    return _("in force from %(first)s until %(day)s", first=first, day=day)
