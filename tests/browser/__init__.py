"""The main job as people do it: from one end to the other, in a real browser."""
