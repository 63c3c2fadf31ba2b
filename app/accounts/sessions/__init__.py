"""Sessions of signed-in people: a row for each device, which people can list and end."""
