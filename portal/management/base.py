"""What our commands share: project and person, progress, reports, exit codes."""

from __future__ import annotations

import sys
from json import dumps
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from portal.models import Project
from portal.services.errors import BadInput, InvalidTransition


class ProjectCommand(BaseCommand):
    """A command about one project. `run` does the work and returns the exit code; 2 is a wrong call."""

    writes: ClassVar[bool] = False
    """Whether it needs --by: who is recorded as having done it, and whose rights count."""
    project: Project
    user: User
    json: bool | Path | None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="NAME", help="the project's short name")
        parser.add_argument(
            "--by",
            required=self.writes,
            metavar="USER",
            help="who does it: a member of the project with the right role",
        )
        self.add_json(parser)

    def add_json(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON, for scripts")

    def handle(self, *args: Any, project: str, by: str | None, json: bool | Path | None, **options: Any) -> None:
        self.json = json
        try:
            self.project = Project.objects.get(slug=project)
        except Project.DoesNotExist:
            known = ", ".join(Project.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"there is no project “{project}”; there are: {known}", returncode=2) from None
        if by is not None:
            try:
                self.user = User.objects.get(username=by)
            except User.DoesNotExist:
                raise CommandError(f"there is no user “{by}”", returncode=2) from None
        try:
            code = self.run(**options)
        except (PermissionDenied, BadInput, InvalidTransition) as error:
            raise CommandError(str(error)) from error
        if code:
            sys.exit(code)

    def run(self, *args: Any, **options: Any) -> int:
        raise CommandError("this command does nothing")

    def progress(self, total: int, unit: str) -> Any:
        """A progress bar on standard error."""
        return tqdm(total=total, unit=f" {unit}s", disable=None, file=sys.stderr)

    def report(self, data: dict[str, Any], lines: list[str]) -> None:
        """Print what was done: as JSON for a script, else as lines for a person (and JSON into a file, if asked)."""
        text = dumps(data, ensure_ascii=False, indent=1)
        if self.json is True:
            self.stdout.write(text)
            return
        if self.json:
            self.json.write_text(text + "\n")
        for line in lines:
            self.stdout.write(line)
