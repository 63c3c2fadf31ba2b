"""What takes longer than a test: trials with real processes, each ending with a look for what was lost or doubled."""
