"""The address of an account: who may change it, who confirms the change, and who can stop it."""
