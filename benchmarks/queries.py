"""SQL statements of each page, including those for the session and the signed-in person."""

from __future__ import annotations

from collections.abc import Iterator

from app.database import db
from benchmarks.addresses import QUERY_BARS, every_page
from benchmarks.figures import Figure
from benchmarks.instances import DEMO, Instance
from benchmarks.run import Run
from tests.support.visitors import counted


def measure(run: Run) -> Iterator[Figure]:
    """Count on the first database of the run; the statements are the same on both."""
    yield from _counted(run.instances.of(DEMO)[0])


def _counted(instance: Instance) -> Iterator[Figure]:
    app = instance.application()
    with app.app_context():
        pages, engine = every_page(app), db.engine
        db.session.remove()
    for page in pages:
        client = app.test_client(use_cookies=False)
        before = client.get(page.path, headers=page.headers())
        etag = before.headers.get("ETag") if page.again else None
        with counted(engine, at_most=None) as statements:
            response = client.get(page.path, headers=page.headers(etag))
        if response.status_code not in {200, 304}:
            raise RuntimeError(f"{page.path} answered {response.status_code}")
        yield Figure(
            name=f"{page.kind}: {page.name}",
            value=len(statements),
            unit="statements",
            bar=QUERY_BARS.get(page.kind),
        )
    engine.dispose()
