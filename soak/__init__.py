"""Long-running trials with real processes; each ends with a check for lost, contradictory and duplicate data."""
