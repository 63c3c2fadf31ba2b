"""The audit trail: call `audit.record(...)` with every change; templates show `history(obj)` on the object's page.

`describe` and `call` register the labels of actions and models, `label_details` and `label_values` those of details.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext

from app.audit.details import keep_internal, label_details, label_values
from app.audit.labels import call, describe
from app.audit.record import record, record_all

__all__ = ["call", "describe", "init_app", "keep_internal", "label_details", "label_values", "record", "record_all"]


def init_app(app: Flask) -> None:
    """Register the page, the API, the commands, the jobs, and the template function `history`."""
    from app.audit import api, views
    from app.audit import jobs as jobs
    from app.audit.commands import commands
    from app.audit.common_labels import describe_details
    from app.audit.queries import history
    from app.saved_views import add_list

    describe_details()
    app.cli.add_command(commands)
    app.jinja_env.globals["history"] = history
    app.register_blueprint(views.blueprint)
    api.api.init_app(app)
    add_list(
        app, "audit", lazy_gettext("Audit trail"), "audit.index", "action", "since", "until", "kind", "object", "person"
    )
