"""The JSON API: everything that a user may do on the pages, through the same views, forms and policies."""

from __future__ import annotations

from flask import Flask

from app import errors
from app.api.access import PREFIX
from app.api.operations import Api
from app.api.problems import Unacceptable, render_failure, render_unacceptable
from app.api.queries import PageQuery, Query, QueryString, query_args
from app.api.schemas import ApiSchema, Id, Moment, NamedCircle, NamedOrganisation, NamedPerson, member

__all__ = [
    "Api",
    "ApiSchema",
    "Id",
    "Moment",
    "NamedCircle",
    "NamedOrganisation",
    "NamedPerson",
    "PageQuery",
    "Query",
    "QueryString",
    "init_app",
    "member",
    "query_args",
]


def init_app(app: Flask) -> None:
    """Register the description and the guide of the API, its error handlers and its rate limits."""
    from app.api import description, guide, http, rates
    from app.api import idempotency as idempotency
    from app.api import jobs as jobs

    app.config["SESSIONLESS"].append(PREFIX)
    errors.render_with(app, PREFIX, render_failure)
    app.register_error_handler(Unacceptable, render_unacceptable)
    http.init_app(app)
    rates.init_app(app)
    app.register_blueprint(description.bp)
    app.register_blueprint(guide.bp)
