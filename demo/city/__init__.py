"""A city's worth of invented data on top of the demo, to measure on: the same from every run on the same day."""
