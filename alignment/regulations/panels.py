"""The panel of regulations on the page of a decision."""

from __future__ import annotations

from flask import get_template_attribute, url_for
from flask_login import current_user
from markupsafe import Markup

from alignment.regulations import links, policies
from forums.decisions.models import Decision


def of_decision(decision: Decision) -> Markup | None:
    """Return the regulations that a decision names, and for those who may write it the link to name them."""
    named = links.named_by(decision.id)
    writes = policies.name_regulations(current_user, decision)
    if not named and not writes:
        return None
    draw = get_template_attribute("alignment/regulations/panel.html", "regulations_panel")
    href = url_for("alignment.regulations.name_in_decision", decision_id=decision.id) if writes else None
    shown: Markup = draw(named, href)
    return shown
