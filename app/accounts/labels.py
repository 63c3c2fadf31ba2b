"""Labels of audit entries about people."""

from __future__ import annotations

from flask_babel import lazy_gettext

from app import audit
from app.accounts.models import Person
from app.accounts.people.forms import ROLE_NAMES

DETAILS = {
    "basis": lazy_gettext("Basis"),
    "email": lazy_gettext("E-mail address"),
    "inviter": lazy_gettext("Invited by"),
    "language": lazy_gettext("Language"),
    "lines": lazy_gettext("Rows"),
    "objects": lazy_gettext("Roles and tasks"),
    "organisation_id": lazy_gettext("Organisation"),
    "position": lazy_gettext("Position"),
    "roles": lazy_gettext("Platform roles"),
    "predecessor": lazy_gettext("Predecessor"),
    "successor": lazy_gettext("Successor"),
    "second": lazy_gettext("Second administrator"),
    "way": lazy_gettext("With"),
}
WAYS = {"password": lazy_gettext("password"), "link": lazy_gettext("link in a mail")}
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


def describe_acts() -> None:
    """Register the labels."""
    audit.call(Person, lazy_gettext("person"))
    for action, words in {
        "person.added": lazy_gettext("added this person"),
        "person.changed": lazy_gettext("changed the details"),
        "person.invited": lazy_gettext("invited this person to sign in"),
        "person.invitation_revoked": lazy_gettext("revoked the invitation"),
        "person.joined": lazy_gettext("accepted the invitation"),
        "person.suspended": lazy_gettext("suspended the account"),
        "person.restored": lazy_gettext("restored the account"),
        "person.roles_changed": lazy_gettext("changed the platform roles"),
        "person.roles_asked": lazy_gettext("asked for more platform roles"),
        "person.roles_declined": lazy_gettext("declined the request for platform roles"),
        "person.imported": lazy_gettext("imported a spreadsheet of people"),
        "person.signed_in": lazy_gettext("signed in"),
        "person.signed_out": lazy_gettext("signed out"),
        "person.session_ended": lazy_gettext("ended a session on another device"),
        "person.signed_out_everywhere": lazy_gettext("signed out on every device"),
        "person.password_changed": lazy_gettext("changed the password"),
        "person.password_reset": lazy_gettext("chose a new password by a mailed link"),
        "person.made_administrator": lazy_gettext("made this person an administrator on the command line"),
        "person.first_administrator": lazy_gettext("created the first account, with the one-time address"),
        "person.address_asked": lazy_gettext("requested a new address for the account"),
        "person.address_changed": lazy_gettext("changed the address of the account"),
        "person.address_stopped": lazy_gettext("stopped the address change"),
        "person.address_expired": lazy_gettext("let the address change expire"),
        "person.address_undone": lazy_gettext("restored the previous address"),
        "person.moved_to_successor": lazy_gettext("moved this person to the successor of their organisation"),
        "person.handed_over": lazy_gettext("passed what this person held to %(successor)s"),
        "person.took_over": lazy_gettext("passed what %(predecessor)s held to this person"),
        "token.issued": lazy_gettext("created a token for a program, valid for %(days)s days"),
        "token.revoked": lazy_gettext("revoked the token of a program"),
    }.items():
        audit.describe(action, words)
    audit.label_details(DETAILS)
    audit.label_values("person", ("roles", "before", "after"), ROLE_NAMES)
    audit.label_values("person", ("way",), WAYS)
    audit.label_values("person", ("language",), LANGUAGES)
    audit.keep_internal("event")
