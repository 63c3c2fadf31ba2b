"""Pages that pass a session or a directive on to a colleague."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.dispositions import giving
from app.web.policies import guarded
from forums.directives.models import Directive
from forums.dispositions import policies
from forums.scheduling.models import Session

bp = Blueprint("dispositions", __name__)


@bp.route("/sessions/<uuid:session_id>/disposition", methods=["GET", "POST"])
@guarded(policies.give_session)
def give_session(session: Session) -> ResponseReturnValue:
    """Pass a session on to a colleague, with an instruction beside its invitation."""
    return giving.give(session, back_to=session)


@bp.route("/directives/<uuid:directive_id>/disposition", methods=["GET", "POST"])
@guarded(policies.give_directive)
def give_directive(directive: Directive) -> ResponseReturnValue:
    """Pass a directive on to a colleague, with an instruction."""
    return giving.give(directive, back_to=directive)


def session_panel(session: Session) -> Markup | None:
    """Return the dispositions of a session within the reader's organisation."""
    href = url_for("forums.dispositions.give_session", session_id=session.id)
    return giving.panel(session, href=href)


def directive_panel(directive: Directive) -> Markup | None:
    """Return the dispositions of a directive within the reader's organisation."""
    href = url_for("forums.dispositions.give_directive", directive_id=directive.id)
    return giving.panel(directive, href=href)
