"""The first steps of a new instance: a checklist for those who set it up, and a mail that tests the mail server."""
