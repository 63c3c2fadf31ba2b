"""WSGI entry point: `gunicorn wsgi:app`."""

import gc
import sys

from app import create_app
from app.checks.starting import create_app_to_check, is_check

gc.disable()  # start-up creates no garbage, and collections would take a fifth of its time
app = create_app_to_check() if is_check(sys.argv) else create_app()
gc.freeze()  # excludes the objects of the application from collection, and keeps their pages shared between workers
gc.enable()
