"""What a WSGI server loads: `gunicorn wsgi:app`."""

import gc

from app import create_app

gc.disable()  # a start leaves no garbage, and looking for it would be a fifth of the time
app = create_app()
gc.freeze()  # what every request needs is never looked through again, and stays shared between workers
gc.enable()
