"""The settings page and the first steps, for those who administer the instance."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext

from app.web.panels import Entry, registry


def init_app(app: Flask) -> None:
    """Register the pages, the API, the steps of the platform and the navigation entry."""
    from app.settings import api, instance_views, policies, queries, views
    from app.settings import audit_labels as audit_labels
    from app.settings.first_steps import steps
    from app.settings.first_steps import views as first_steps

    app.extensions["instance"] = queries.instance
    app.jinja_env.globals["instance"] = queries.instance
    app.register_blueprint(views.bp)
    app.register_blueprint(instance_views.bp)
    api.api.init_app(app)
    app.register_blueprint(first_steps.bp)
    steps.register(app)
    registry(app).navigation.append(
        Entry(
            "settings.index",
            lazy_gettext("Settings"),
            "settings",
            order=90,
            may=lambda user: user.is_authenticated and policies.read_settings(user),
            extra=True,
        )
    )
