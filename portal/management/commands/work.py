"""`manage.py work`: the workers of this machine and the sweep."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.services.sweep import is_stalled, sweep
from portal.supervisor import Supervisor

STARTING_SECONDS = 20.0
"""A fresh cluster gets so long to take its first task."""


def tend(supervisor: Supervisor) -> None:
    """One round of the sweep; a cluster that hangs is killed and started again."""
    sweep()
    if supervisor.age("qcluster") > STARTING_SECONDS and is_stalled():
        supervisor.restart("qcluster")


class Command(BaseCommand):
    help = (
        "Starts, supervises and stops the workers that extract (WORKERS of them), and the sweep that rings again for "
        "what is stuck. Ctrl-C or SIGTERM stops it: all its processes end within 15 seconds, also when it is killed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--web", metavar="HOST:PORT", help="serve the portal at this address, too")

    def handle(self, *args: Any, web: str | None, **options: Any) -> None:
        children = {"qcluster": ["qcluster"]}
        if web:
            children["web"] = ["web", web]
        supervisor = Supervisor(children)
        supervisor.start()
        where = f", portal at http://{web}" if web else ""
        self.stdout.write(f"{settings.WORKERS} workers started{where}; stop with Ctrl-C")
        try:
            supervisor.run(lambda: tend(supervisor), settings.SWEEP_SECONDS)
        finally:
            supervisor.stop()
            self.stdout.write("stopped")
