"""WSGI entry point: `gunicorn wsgi:app`."""

import gc

from app import create_app

gc.disable()  # start-up creates no garbage, and collections would take a fifth of its time
app = create_app()
gc.freeze()  # excludes the objects of the application from collection, and keeps their pages shared between workers
gc.enable()
