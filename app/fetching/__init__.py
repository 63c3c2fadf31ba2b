"""Fetching what people name: an address is asked for safely, or not at all (docs/adr/0023).

`fetching.fetch(address, …)` opens no database and no context: never call it within a transaction, since it may take as
long as its deadline says.
"""

from app.fetching.reading import Answer, fetch
from app.fetching.targets import Refused, Trouble, check_address

__all__ = ["Answer", "Refused", "Trouble", "check_address", "fetch"]
