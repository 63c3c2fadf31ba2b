"""The organisation that convenes a forum, whose letterhead its documents have."""
