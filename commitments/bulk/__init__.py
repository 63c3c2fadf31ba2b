"""Acts on several commitments at once, each previewed row by row before it is confirmed."""
