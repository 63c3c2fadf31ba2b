"""Sign-in and sign-out: by password, mailed link or invitation, with protection against guessing."""
