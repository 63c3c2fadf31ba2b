"""Pages on which people save, change and delete views of lists."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.clock import utc_now
from app.errors import RuleViolation
from app.saved_views import actions, policies
from app.saved_views.forms import ViewForm
from app.saved_views.lists import find
from app.saved_views.models import SavedView
from app.web.pages import done, page
from app.web.policies import guarded

bp = Blueprint("saved_views", __name__)


@bp.route("/views/new/<string:list_name>", methods=["GET", "POST"])
@guarded(policies.save_view)
def save(list_name: str) -> ResponseReturnValue:
    """Save what the query string, or the body of a program, asks of a list as a view."""
    of = find(list_name) or abort(404)
    form = ViewForm(query=of.asked()).limit_to(current_user)
    query = of.kept(form.query.data or "")
    if form.validate_on_submit():
        try:
            view = actions.save(
                of.name, query, name=form.name.data, is_shared=form.shared, by=current_user, at=utc_now()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("The view was saved as a tab."), to=of.address(query), made=view)
    return page("saved_views/form.html", form, of=of, query=query, view=None)


@bp.route("/views/<uuid:saved_view_id>", methods=["GET", "POST"])
@guarded(policies.change_view)
def change(saved_view: SavedView) -> ResponseReturnValue:
    """Rename a view, share it, or stop sharing it; programs also change what it asks of the list."""
    of = find(saved_view.list_name) or abort(404)
    form = ViewForm(obj=saved_view).limit_to(current_user)
    if form.validate_on_submit():
        query, now = of.kept(form.query.data or ""), utc_now()
        try:
            actions.change(saved_view, query, name=form.name.data, is_shared=form.shared, by=current_user, at=now)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return done(_("Saved."), to=of.address(query), made=saved_view)
    return page("saved_views/form.html", form, of=of, query=saved_view.query, view=saved_view)


@bp.post("/views/<uuid:saved_view_id>/delete")
@guarded(policies.change_view)
def delete(saved_view: SavedView) -> ResponseReturnValue:
    """Delete a view; what it listed stays as it is."""
    of, name = find(saved_view.list_name) or abort(404), saved_view.name
    actions.delete(saved_view, by=current_user, at=utc_now())
    return done(_("The view “%(name)s” was deleted.", name=name), to=of.address(""))
