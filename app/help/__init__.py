"""Help: guides by role and by page, and the accessibility statement."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the guides of the platform, and the template functions that guides and their links use."""
    from app.help import guides, registry, views

    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(help_address=registry.address_for_page, ui=registry.interface_text)
    guides.register(app)
