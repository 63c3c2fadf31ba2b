"""Emergency access to secret circles in which no named person has an active account."""
