"""Who may manage API tokens."""

from __future__ import annotations

from app.accounts.models import Person, Token
from app.accounts.programs.queries import api_token
from app.web.policies import loads, policy

loads("token_id", Token)(api_token)


@policy("token:manage")
def manage_tokens(user: Person) -> bool:
    """Everyone who is signed in, for the tokens of their own programs."""
    return user.is_active


@policy("token:revoke", Token)
def revoke_token(user: Person, token: Token) -> bool:
    """The person for whom the program acts."""
    return token.person_id == user.id
