"""Replies: what calendar programs send back to invitations, and times that people propose instead.

A message proves nothing by its sender: the token in the address that it went to says who answers.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Listen to what arrives."""
    from forums.replies import reactions as reactions
