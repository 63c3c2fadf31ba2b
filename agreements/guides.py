"""The guide to the pages of agreements."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.help.registry import Guide, add_guide

AGREEMENTS = Guide(
    name="agreements",
    title=_l("Agreements"),
    about=_l("Enter an agreement with its parties, clauses, obligations and documents, and record its signature."),
    template="agreements/help/agreements.html",
    order=170,
    explains={
        "agreements": "",
        "agreements.clauses": "clauses",
        "agreements.imports": "import",
        "agreements.parties": "add",
        "agreements.documents": "documents",
        "agreements.registry.create": "add",
        "agreements.registry.edit": "add",
        "agreements.registry.sign": "sign",
        "agreements.registry.change_dates": "sign",
    },
)
MAKING = Guide(
    name="making-agreements",
    title=_l("How an agreement comes about"),
    about=_l("Follow its stages, start from a template, keep the signing log, and note value, risks and contacts."),
    template="agreements/help/making.html",
    order=171,
    explains={
        "agreements.boilerplates": "templates",
        "agreements.drafting": "templates",
        "agreements.making": "making",
        "agreements.signing": "signing",
        "agreements.particulars": "particulars",
    },
)
KEEPING = Guide(
    name="keeping-agreements",
    title=_l("Compliance, amendments and the end"),
    about=_l("See what was met, evaluate a year, and amend, renew or end an agreement."),
    template="agreements/help/keeping.html",
    order=172,
    explains={
        "agreements.compliance": "compliance",
        "agreements.compliance.rights": "rights",
        "agreements.compliance.state": "rights",
        "agreements.compliance.record": "rights",
        "agreements.compliance.withdraw": "rights",
        "agreements.compliance.evaluation": "evaluation",
        "agreements.compliance.evaluations": "evaluation",
        "agreements.registry.terminate": "end",
        "agreements.registry.cancel": "end",
        "agreements.renewals": "end",
        "agreements.amendments": "amend",
        "agreements.clauses.versions": "amend",
    },
)


def register(app: Flask) -> None:
    """Register the guides."""
    for guide in (AGREEMENTS, MAKING, KEEPING):
        add_guide(app, guide)
