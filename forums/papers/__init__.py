"""Official documents of a session: letters, lists, minutes, records of agreement, reports and running orders.

They are in Indonesian, whatever language the user has chosen, unless English is requested (`?lang=en`): then labels are
English and the content is unchanged.
"""

from __future__ import annotations

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l

from app.database import db
from app.pdf.kinds import Kind, add_kind
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the downloads, the menu on a session's pages, and the types of documents in the register."""
    from app.pdf.issuing import facts_of as issued_facts
    from forums.minutes.models import Minutes
    from forums.papers import handlers as handlers
    from forums.papers import issuing, labels
    from forums.papers.convener import views as convener
    from forums.papers.handlers import MINUTES
    from forums.papers.menu import menu, paper_of_minutes
    from forums.papers.records.views import bp as records
    from forums.papers.reports.views import bp as reports
    from forums.papers.views import bp
    from forums.scheduling.models import Forum, Session
    from forums.versions.verification import facts_of

    for part in (bp, convener.bp, records, reports):
        parent.register_blueprint(part)
    labels.init_app(app)
    panels.add_panel(app, "session:actions", Session, menu)
    panels.add_panel(app, "aside", Minutes, paper_of_minutes)
    panels.add_panel(app, "forum:aside", Forum, convener.panel)
    add_kind(
        app,
        Kind(
            name=MINUTES,
            label=_l("Minutes"),
            states="minutes",
            address=lambda minutes_id: url_for(
                "forums.minutes.show", session_id=db.session.get_one(Minutes, minutes_id).session_id
            ),
            facts=facts_of,
        ),
    )
    for name, label in ((issuing.RECORD, _l("Record of agreement")), (issuing.REPORT, _l("Report to leadership"))):
        add_kind(
            app,
            Kind(
                name=name,
                label=label,
                states="paper",
                address=lambda session_id: url_for("forums.sessions.show", session_id=session_id),
                facts=issued_facts,
            ),
        )
