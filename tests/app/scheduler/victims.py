"""A process for tests that kill: it forks a child for its task, and another whenever one died, until one ends well."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from app import create_app
from app.outbox import delivery
from app.scheduler import process, registry


def deliver(app) -> None:
    """Send what is due, and what killed children had claimed, until nothing is left."""
    with app.app_context():
        delivery.deliver()


def schedule(app) -> None:
    """Run the scheduler with the platform's own jobs and one that says who ran it."""
    wanted = {name: job for name, job in registry._jobs.items() if name in {"outbox", "audit-seal"}}
    registry._jobs.clear()
    registry._jobs.update(wanted)
    journal = Path(os.environ["DATA_DIR"]) / "journal"

    @registry.job("journal", seconds=1)
    def write() -> None:
        with journal.open("a") as file:
            file.write(f"{os.getpid()}\n")

    process.run(app)


def main() -> None:
    """Fork until a child ends well."""
    task = {"deliver": deliver, "schedule": schedule}[sys.argv[1]]
    delivery.CLAIM, delivery.RESERVE = timedelta(seconds=1), timedelta()
    app = create_app()
    while True:
        child = os.fork()
        if not child:
            task(app)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    main()
