"""Who may list and revoke links."""

from __future__ import annotations

from app.accounts.models import Person
from app.mail.links.models import MailLink
from app.web.policies import policy


@policy("mail-link:list", opened_by=("administrator",))
def list_links(user: Person) -> bool:
    """Administrators; they see who was sent links and when, but not what they are about."""
    return user.is_administrator


@policy("mail-link:revoke", MailLink, hidden_unless=list_links, opened_by=("administrator",))
def revoke_link(user: Person, mail_link: MailLink) -> bool:
    """Administrators."""
    return user.is_administrator
