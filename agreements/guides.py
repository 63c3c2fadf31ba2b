"""The guide to the pages of agreements."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

AGREEMENTS = Guide(
    name="agreements",
    title=_l("Agreements"),
    about=_l("Keep the parties, clauses, obligations and documents of an agreement, and see what was kept."),
    template="agreements/help/agreements.html",
    order=170,
    explains={
        "agreements": "",
        "agreements.clauses": "clauses",
        "agreements.compliance": "compliance",
        "agreements.compliance.rights": "rights",
        "agreements.compliance.state": "rights",
        "agreements.compliance.withdraw": "rights",
        "agreements.compliance.evaluation": "evaluation",
        "agreements.compliance.evaluations": "evaluation",
        "agreements.boilerplates": "templates",
        "agreements.drafting": "templates",
        "agreements.making": "making",
        "agreements.signing": "signing",
        "agreements.imports": "import",
        "agreements.particulars": "particulars",
        "agreements.parties": "add",
        "agreements.documents": "documents",
        "agreements.registry.create": "add",
        "agreements.registry.edit": "add",
        "agreements.registry.sign": "sign",
        "agreements.registry.change_dates": "sign",
        "agreements.registry.terminate": "end",
        "agreements.renewals": "end",
        "agreements.amendments": "amend",
        "agreements.clauses.versions": "amend",
        "agreements.registry.cancel": "end",
    },
)


def register(app: Flask) -> None:
    """Register the guide."""
    add_guide(app, AGREEMENTS)
