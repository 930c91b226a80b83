"""`manage.py web`: the portal served by gunicorn."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from portal.wsgi import application


class _Portal(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application


class Command(BaseCommand):
    help = "Serves the portal; `manage.py work --web HOST:PORT` starts the workers, too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="HOST:PORT")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        _Portal({"bind": address, "workers": 2, "threads": 4, "loglevel": "warning", "timeout": 120}).run()
