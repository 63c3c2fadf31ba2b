"""The application and its floor behind one WSGI server: `gunicorn benchmarks.server:app`."""

from __future__ import annotations

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from app import create_app
from benchmarks.floor import FLOOR, create_floor
from config import read_settings

settings = read_settings()
app = DispatcherMiddleware(create_app(settings), {FLOOR: create_floor(settings.database_url)})
