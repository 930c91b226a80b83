"""`manage.py demo`: two sample projects, extracted for real through the queue, and the portal to look at them."""

import json
import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from evaluation.metrics import metrics, shown
from extraction import contracts as shipped
from portal.management.commands.work import tend
from portal.models import Document, EvalRun, ExtractionRun, Project, Role
from portal.services import contracts, documents, evaluation, labels, projects, runs
from portal.supervisor import Supervisor
from portal.workbook.reader import read_labels

PASSWORD = "proofsheet-demo"
SAMPLES = Path(settings.BASE_DIR) / "samples"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

CAST = {
    "erika": (Role.EXPERT, "corrects results and submits them"),
    "anton": (Role.APPROVER, "approves what others submitted"),
    "lee": (Role.LABELLER, "makes ground truth"),
    "ada": (Role.ENGINEER, "runs extractions, evaluates"),
    "ines": (Role.INTEGRATOR, "downloads final data"),
    "lena": (Role.LEAD, "accepts labels, manages members"),
    "vera": (Role.VIEWER, "sees what is approved"),
}
PROJECTS = {
    "invoices": ("Sample invoices", ("layout", "embedded")),
    "agreements": ("Sample agreements", ("layout",)),
}


class Command(BaseCommand):
    help = (
        "Sets up two sample projects (invoices, agreements), extracts them through the queue, scores the result and "
        "serves the portal on this machine. Run again, it keeps what is there. Stop it with Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="where to serve the portal"
        )
        parser.add_argument("--no-serve", action="store_true", help="stop when the sample projects are ready")

    def handle(self, *args: Any, address: str, no_serve: bool, **options: Any) -> None:
        if address.rpartition(":")[0] not in LOOPBACK:
            raise CommandError("the demo's passwords are public: serve it on 127.0.0.1 only")
        call_command("migrate", verbosity=0)
        self._people()
        made = [self._project(name, title) for name, (title, _) in PROJECTS.items()]
        os.environ.setdefault("SITE_URL", f"http://{address}")
        children = {"qcluster": ["qcluster"]} | ({} if no_serve else {"web": ["web", address]})
        supervisor = Supervisor(children)
        supervisor.start()
        try:
            for project in made:
                self._extract(project, supervisor)
            if not no_serve and self._answers(address, supervisor):
                self._where(address)
                supervisor.run(lambda: tend(supervisor), settings.SWEEP_SECONDS)
        finally:
            supervisor.stop()

    def _people(self) -> None:
        root, is_new = User.objects.get_or_create(username="root", defaults={"is_superuser": True, "is_staff": True})
        if is_new:
            root.set_password(PASSWORD)
            root.save()
        for name in CAST:
            user, is_new = User.objects.get_or_create(
                username=name, defaults={"is_staff": True, "email": f"{name}@example.org", "first_name": name.title()}
            )
            if is_new:
                user.set_password(PASSWORD)
                user.save()

    def _project(self, name: str, title: str) -> Project:
        project = Project.objects.filter(slug=name).first()
        root = User.objects.get(username="root")
        if project is None:
            project = projects.create(title, name, shipped.shipped(name), by=root)
            for member, (role, _) in CAST.items():
                projects.set_roles(project, User.objects.get(username=member), {role}, by=root)
            projects.set_roles(project, root, set(), by=User.objects.get(username="lena"))
        lena, ada = User.objects.get(username="lena"), User.objects.get(username="ada")
        folder = SAMPLES / name
        strata = strata_of(folder)
        known = set(Document.objects.filter(project=project).values_list("name", flat=True))
        missing = [path for path in sorted(folder.glob("*.pdf")) if path.name not in known]
        for path in tqdm(missing, desc=f"{title}: documents", unit="file", disable=None if missing else True):
            documents.add(project, path.name, path.read_bytes(), by=ada, stratum=strata.get(path.name, ""))
        if missing:
            version = contracts.in_force(project)
            read = read_labels(folder / "labels.jsonl", version.definition)
            report = labels.import_labels(version, read.records, made="system", by=lena, accept_them=True)
            if read.problems or report.problems:
                raise CommandError("\n".join(read.problems + report.problems))
        return project

    def _extract(self, project: Project, supervisor: Supervisor) -> None:
        ada = User.objects.get(username="ada")
        for source in PROJECTS[project.slug][1]:
            run = ExtractionRun.objects.filter(project=project, source=source).last()
            if run is None:
                run = runs.start(contracts.in_force(project), source, Document.objects.filter(project=project), by=ada)
            self._wait(run, f"{project}: {source}", supervisor)
            if supervisor.stopping:
                return
            if not EvalRun.objects.filter(run=run).exists():
                evaluation.evaluate(run, by=ada)
            score = evaluation.scores(EvalRun.objects.filter(run=run).last())[""]  # type: ignore[arg-type]
            rates, progress = metrics(score.whole), run.progress()
            self.stdout.write(
                f"  {project}, {source}: {progress['succeeded']} documents extracted, {progress['failed']} failed; "
                f"of {score.whole.labelled} labelled values {shown(rates.recall)} found, "
                f"of {score.whole.predicted} stated ones {shown(rates.precision)} right"
            )

    def _wait(self, run: ExtractionRun, what: str, supervisor: Supervisor) -> None:
        total, due = run.extractions.count(), 0.0
        with tqdm(total=total, desc=what, unit="document", disable=None) as bar:
            while not supervisor.stopping:
                progress = run.progress()
                done = progress["succeeded"] + progress["failed"]
                bar.update(done - bar.n)
                if done == total:
                    return
                supervisor.watch()
                if time.monotonic() > due:
                    tend(supervisor)
                    due = time.monotonic() + settings.SWEEP_SECONDS
                time.sleep(0.2)

    def _answers(self, address: str, supervisor: Supervisor) -> bool:
        """Wait until the portal takes connections; False when asked to stop meanwhile."""
        host, _, port = address.rpartition(":")
        while not supervisor.stopping:
            supervisor.watch()
            try:
                socket.create_connection((host.strip("[]"), int(port)), timeout=1).close()
                return True
            except OSError:
                time.sleep(0.2)
        return False

    def _where(self, address: str) -> None:
        rows = [(name, str(role.label), what) for name, (role, what) in CAST.items()]
        rows.append(("root", "Operator", "creates projects; sees none of their rows without a membership"))
        self.stdout.write(f"\n  The portal is at http://{address}/   (password for all: {PASSWORD})\n")
        self.stdout.write(f"  {'user':<8}{'role':<12}what they do here")
        for name, role, what in rows:
            self.stdout.write(f"  {name:<8}{role:<12}{what}")
        self.stdout.write("\n  Ctrl-C stops everything; running it again keeps what you did.\n")


def strata_of(folder: Path) -> dict[str, str]:
    """The layout of each sample by file name: scores are shown for each."""
    lines = (folder / "index.jsonl").read_text().splitlines()
    return {entry["file"]: entry["layout"] for entry in map(json.loads, lines)}
