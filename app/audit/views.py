"""The page of the audit trail."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.audit import policies, queries
from app.audit.export import sheet
from app.audit.forms import FilterForm
from app.files.tables import MOST, wanted_format
from app.web.pages import page
from app.web.policies import guarded

blueprint = Blueprint("audit", __name__, url_prefix="/settings/audit")

PER_PAGE = 50


@blueprint.get("")
@guarded(policies.read_record)
def index() -> ResponseReturnValue:
    """Show audit entries, newest first. The query string contains the filters and the start of the page."""
    form = FilterForm(request.args)
    form.offer_actions()
    found = []
    if form.validate():
        wanted = form.details(
            subject_type=request.args.get("kind", type=_name),
            subject_id=request.args.get("object", type=UUID),
            actor_id=request.args.get("person", type=UUID),
        )
        if kind := wanted_format():
            return sheet(queries.record_for(current_user, wanted, limit=MOST), kind)
        before = request.args.get("before", type=_row_number)
        found = queries.record_for(current_user, wanted, limit=PER_PAGE + 1, before=before)
    return page(
        "audit/index.html",
        form,
        entries=found[:PER_PAGE],
        older=found[PER_PAGE - 1].id if len(found) > PER_PAGE else None,
    )


def _name(written: str) -> str:
    """Return the name of a model. Raises ValueError if it cannot be one."""
    if not written.isidentifier() or len(written) > 60:
        raise ValueError(written)
    return written


def _row_number(written: str) -> int:
    """Return a row id, limited to 64 bits."""
    return min(int(written), 2**63 - 1)
