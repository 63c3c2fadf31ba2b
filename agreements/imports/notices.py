"""The mail that a job has previewed or imported a long register of agreements, or could not."""

from __future__ import annotations

from agreements.imports.models import AgreementImport
from app.mail import outbox
from app.web.external_urls import external


def worked(imported: AgreementImport) -> None:
    """Tell the person who uploaded a register how far it is, now that the job has worked on it."""
    link = external("agreements.imports.show", agreement_import_id=imported.id)
    outbox.enqueue("agreements/import_worked", imported.created_by, about=imported, imported=imported, link=link)
