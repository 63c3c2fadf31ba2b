"""Sessions of signed-in people: a row on the server for each device, listed and ended by the person."""
