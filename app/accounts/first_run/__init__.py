"""The first administrator of a new instance, who is created with a one-time address."""
