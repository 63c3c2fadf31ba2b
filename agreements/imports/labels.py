"""Labels of imports of agreements in the audit log."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from agreements.imports.models import AgreementImport
from app import audit
from app.web.panels import add_address


def init_app(app: Flask) -> None:
    """Register the labels and the address of an import."""
    audit.call(AgreementImport, _l("import of agreements"))
    audit.describe("agreement_import.uploaded", _l("uploaded a register of agreements"))
    audit.describe("agreement_import.done", _l("imported a register of agreements"))
    audit.label_details(
        {
            "agreements": _l("New agreements"),
            "organisations": _l("New organisations"),
            "obligations": _l("Obligations"),
        }
    )
    add_address(app, AgreementImport, "agreements.imports.show", agreement_import_id="id")
