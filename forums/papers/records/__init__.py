"""The record of agreement of a session (Berita Acara): what was agreed, for the parties to sign."""
