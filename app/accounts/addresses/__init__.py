"""Changes of the e-mail address of an account, by its owner or by an administrator."""
