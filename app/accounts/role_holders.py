"""Sentences that name the people who hold a role or an office, for pages that somebody may not open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from babel.lists import format_list
from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import Select, or_, select

from app.accounts.models import HOLDS_A_ROLE, Person
from app.accounts.people.queries import ACCOUNTS, ROLES
from app.database import alphabetical, db
from app.settings.queries import instance
from app.web.i18n import language
from app.web.policies import Policy, explain_denials

CONSIDERED = 20
"""Maximum number of role holders that are considered."""
NAMED = 3
"""Maximum number of people whom a sentence names."""
Holder = tuple[Person, Any]
"""A person, and the role or office for which they are named."""
NOUNS = {
    "administrator": _l("administrator"),
    "coordinator": _l("coordinator"),
    "leadership": _l("leadership"),
}
NOBODY = {
    "administrator": _l(
        "Nobody here is an administrator who can sign in; the person who runs the server can create one."
    ),
    "coordinator": _l("Nobody here is a coordinator yet."),
    "leadership": _l("Nobody here has the leadership role yet."),
}


def init_app(app: Flask) -> None:
    """Name these people on denied pages, and register the template function `who_opens`."""
    explain_denials(app, why_denied)
    app.jinja_env.globals["who_opens"] = who_opens


def who_opens(role: str) -> str:
    """Return a sentence that names the holders of a role, or says that there are none and who can give the role.

    People who are not signed in, and recipients of mails, learn no names, only which unit to ask. Cached for the
    request, because forms repeat it for each row.
    """
    if not current_user or not current_user.is_authenticated:
        return _("Ask %(unit)s.", unit=instance().unit)
    known: dict[str, str] = g.setdefault("role_holders", {})
    if role not in known:
        found = holders((role,))
        known[role] = _ask(_with_roles(found, (role,))) if found else _nobody((role,))
    return known[role]


def why_denied(policy: Policy, obj: Any) -> str | None:
    """Return who can do what a policy denied to the current user; None if it declares nobody.

    Names only people whom the policy allows, because not every holder of the role may open every object.
    """
    allowed = [(person, office) for person, office in _declared(policy, obj) if _is_allowed(policy, person, obj)]
    if allowed:
        advice: str | None = _ask(allowed)
    elif policy.opened_by and not holders(policy.opened_by):
        advice = _nobody(policy.opened_by)
    else:
        advice = _ask_coordinators(policy, obj) if policy.held_by else None
    return advice and _("Your role does not include this.") + " " + advice


def _declared(policy: Policy, obj: Any) -> Iterator[Holder]:
    """Yield those who hold an office of the object, and the holders of the platform roles that the policy names."""
    if policy.held_by:
        yield from ((person, office) for person, office in policy.held_by(current_user, obj) if person.is_active)
    if policy.opened_by:
        yield from _with_roles(holders(policy.opened_by), policy.opened_by)


def _ask_coordinators(policy: Policy, obj: Any) -> str | None:
    """Return which coordinators know who holds an office; None if none of them may know of the object."""
    coordinators = holders(("coordinator",))
    if not coordinators:
        return _nobody(("coordinator",))
    knowing = [one for one in coordinators if policy.hidden_unless is None or policy.hidden_unless(one, obj)]
    if any(one.id == current_user.id for one in knowing):
        return _("Nobody here can do this yet.")
    people = _people(_with_roles(knowing, ("coordinator",)))
    return _("Ask %(people)s who can do this.", people=people) if knowing else None


def holders(roles: Iterable[str]) -> list[Person]:
    """Return people with an active account and one of these platform roles, by name; at most `CONSIDERED`."""
    return list(db.session.scalars(_holders(tuple(roles))))


def _holders(roles: tuple[str, ...]) -> Select[Person]:
    held = select(Person).where(HOLDS_A_ROLE, or_(*(ROLES[role] for role in roles)), ACCOUNTS["active"])
    return held.order_by(alphabetical(Person.name), Person.id).limit(CONSIDERED)


def _is_allowed(policy: Policy, person: Person, obj: Any) -> bool:
    return (policy.hidden_unless is None or policy.hidden_unless(person, obj)) and policy(person, obj)


def _nobody(roles: tuple[str, ...]) -> str:
    """Return that nobody holds any of the roles, and which administrators can give them."""
    nobody = " ".join(str(NOBODY[role]) for role in roles)
    givers = [] if "administrator" in roles else holders(("administrator",))
    if not givers:
        return nobody
    if any(person.id == current_user.id for person in givers):
        return nobody + " " + _("You can give someone the role.")
    can_give = _("%(people)s can give someone the role.", people=_people(_with_roles(givers, ("administrator",))))
    return f"{nobody} {can_give}"


def _ask(people: Sequence[Holder]) -> str:
    return _("Ask %(people)s.", people=_people(people))


def _people(people: Sequence[Holder]) -> str:
    """Return "Siti Aminah (coordinator), Budi (administrator), or 2 others"; nobody twice."""
    offices = {person.id: (person.name, office) for person, office in reversed(people)}
    known = [offices[key] for key in dict.fromkeys(person.id for person, _office in people)]
    named = [f"{name} ({office})" for name, office in known[:NAMED]]
    if more := len(known) - len(named):
        named.append(ngettext("%(num)d other", "%(num)d others", more))
    return format_list(named, style="or", locale=language())


def _with_roles(people: Iterable[Person], roles: tuple[str, ...]) -> list[Holder]:
    return [(person, NOUNS[next(role for role in person.roles if role in roles)]) for person in people]
