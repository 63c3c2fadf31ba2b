"""Indicators of collaboration, each defined once: by rules of what counts, and by the statements that count it."""
