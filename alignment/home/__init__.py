"""The first page of alignment: what should be talked about, forum by forum, and who is waited for."""
