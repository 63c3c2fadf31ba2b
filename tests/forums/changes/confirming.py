"""Looking at a change first and confirming it, as a browser does."""

from typing import Any


def looked(visitor: Any, endpoint: str, form: dict[str, Any], **address: Any) -> Any:
    """Return the page that shows what would happen; nothing is done."""
    return visitor.post(endpoint, {**form, "preview": "1"}, status=200, **address)


def confirmed(visitor: Any, endpoint: str, form: dict[str, Any], **address: Any) -> Any:
    """Look, then confirm what was shown; return the page behind it."""
    page = looked(visitor, endpoint, form, **address)
    seen = page.soup.find(id="seen")["value"]
    return visitor.post(endpoint, {**form, "seen": seen}, follow=True, **address)
