"""A city-sized data set on top of the demo, for measurements. Loading it twice on the same day gives the same data."""
