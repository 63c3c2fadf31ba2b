"""API of one's own profile. Passwords can be changed only on the pages."""

from __future__ import annotations

from flask_login import current_user

from app.accounts.models import Person
from app.accounts.people.policies import edit_profile
from app.accounts.people.schemas import ProfileSchema
from app.accounts.profile import views
from app.accounts.profile.forms import ProfileForm
from app.api import Api
from app.web.policies import guarded

api = Api("profile", area="people", tag="People")


def _own() -> Person:
    person: Person = current_user._get_current_object()
    return person


@guarded(edit_profile)
def show() -> Person:
    """Read the profile of the token's owner."""
    return _own()


api.act("/profile", show, gives=ProfileSchema, method="GET")
api.act("/profile", views.edit, takes=ProfileForm, gives=ProfileSchema, method="PATCH", about=_own)
