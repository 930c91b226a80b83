"""The whole loop by command line, as a script would run it: real processes, real queue, real files."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.processes.conftest import ROOT

pytestmark = pytest.mark.processes

SAMPLES = ROOT / "samples" / "invoices"
APPROVE = """
from django.contrib.auth.models import User
from portal.models import Review, Role
from portal.services import projects, reviews
lena = User.objects.get(username="lena")
people = {name: User.objects.create_user(name, password="pass") for name in ("erika", "anton", "ines", "otto")}
for review in Review.objects.all()[:1]:
    project = review.document.project
    for name, role in (("erika", Role.EXPERT), ("anton", Role.APPROVER), ("ines", Role.INTEGRATOR)):
        projects.set_roles(project, people[name], {role}, by=lena)
    total = review.values.get(list_name="", field="total_gross")
    reviews.edit(review, [reviews.Edit(total.place, "1234.50", seen=total.revision)], by=people["erika"])
    reviews.submit(review, by=people["erika"], confirm_rest=True)
    reviews.approve(review, by=people["anton"])
    print(review.document.name)
"""


def test_from_a_folder_of_pdfs_to_approved_data(installation, tmp_path):
    manage = installation.manage
    chosen = sorted(SAMPLES.glob("0[1-4]*.pdf"))
    folder = tmp_path / "inbox"
    folder.mkdir()
    for path in chosen:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "notes.pdf").write_text("this is not a PDF")

    added = manage("add_documents", "--project", "p", "--by", "lena", "--json", str(folder), check=False)
    report = json.loads(added.stdout)
    assert added.returncode == 1
    assert report["added"] == 4
    assert "not a PDF" in report["refused"][0]
    again = json.loads(
        manage("add_documents", "--project", "p", "--by", "lena", "--json", str(folder), check=False).stdout
    )
    assert (again["added"], len(again["duplicates"])) == (0, 4)

    idle = manage("extract", "--project", "p", "--by", "lena", "--source", "layout", "--json")
    assert json.loads(idle.stdout)["progress"]["queued"] == 4
    installation.start("work")
    done = manage("extract", "--project", "p", "--by", "lena", "--source", "embedded", "--wait", "--json")
    assert json.loads(done.stdout)["progress"] == {"queued": 0, "running": 0, "succeeded": 4, "failed": 0}
    assert installation.wait(lambda: installation.states() == {"succeeded": 8}, 180)

    early = manage("evaluate", "--project", "p", "--by", "lena", "--run", "1", check=False)
    assert early.returncode == 1
    assert "import_labels" in early.stderr
    labels = tmp_path / "labels.jsonl"
    names = {path.name for path in chosen}
    lines = (SAMPLES / "labels.jsonl").read_text().splitlines()
    labels.write_text("\n".join(line for line in lines if json.loads(line)["file"] in names))
    manage("import_labels", "--project", "p", "--by", "lena", "--made", "system", str(labels))
    waiting = manage("evaluate", "--project", "p", "--by", "lena", "--run", "1", check=False)
    assert "4 labels await acceptance" in waiting.stderr
    manage("import_labels", "--project", "p", "--by", "lena", "--made", "system", "--accept", str(labels))
    scores = tmp_path / "scores.json"
    table = manage("evaluate", "--project", "p", "--by", "lena", "--run", "1", "--json", str(scores)).stdout
    assert "total_gross" in table
    assert json.loads(scores.read_text())["scores"]["all"]["total_gross"]["ok"] >= 3

    lines = tmp_path / "mine.jsonl"
    lines.write_text("\n".join(json.dumps({"file": name, "fields": {"total_gross": "1,00"}}) for name in sorted(names)))
    manage("import_predictions", "--project", "p", "--by", "lena", "--source", "mine", str(lines))
    errors = manage("evaluate", "--project", "p", "--by", "lena").stdout
    assert "mine" in errors
    assert "total_gross: WRONG" in errors
    assert "prediction “1.00" in errors

    approved = manage("shell", "-v", "0", "-c", APPROVE).stdout.strip()
    final = tmp_path / "final.xlsx"
    manage("export_workbook", "--project", "p", "--by", "ines", "--approved", str(final))
    rows = list(openpyxl.load_workbook(final)["Final"].iter_rows(values_only=True))
    record = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert approved in record.values()
    assert 1234.5 in record.values()
    refused = manage(
        "export_workbook", "--project", "p", "--by", "otto", "--approved", str(tmp_path / "no.xlsx"), check=False
    )
    assert refused.returncode != 0
    assert not (tmp_path / "no.xlsx").exists()


def test_the_core_extracts_without_django_and_writes_a_line_a_file(tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "extraction", str(SAMPLES / "01-de-letter.pdf"), str(tmp_path / "broken.pdf")]
    done = subprocess.run(
        [*command, "--contract", "invoices", "--source", "layout", "--jsonl", str(out)], cwd=ROOT, capture_output=True
    )
    assert done.returncode == 1
    good, bad = (json.loads(line) for line in out.read_text().splitlines())
    assert (good["status"], Path(good["file"]).name) == ("succeeded", "01-de-letter.pdf")
    assert good["fields"]["total_gross"]["value"] == "416.89"
    assert len(good["fields"]["total_gross"]["box"]) == 4
    assert (bad["status"], bool(bad["error"]["message"])) == ("failed", True)
