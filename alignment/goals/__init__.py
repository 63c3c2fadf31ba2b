"""Shared goals: what the parties of a forum or agreement want together, where they differ, and its mediation."""
