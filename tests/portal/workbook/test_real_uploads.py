"""Tables of labels of real invoices, as an eval team hands them over: in by one upload each, out again the same."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from extraction.canon import canon, key
from extraction.contract import CANONICAL
from extraction.contracts.invoices import INVOICES
from portal.models import Document, GroundTruth, Membership, Outcome, Purpose, Role, UploadStep
from portal.services import projects, uploads, values
from tests.portal.workbook.journeys import again, bring_in, cell, confirm, take_out, told
from tests.shared_data import DATA, needs_data

pytestmark = [needs_data, pytest.mark.django_db]
FILES = ("labels_de.xlsx", "labels_de.csv")


@pytest.fixture
def truth():
    lines = (DATA / "invoices" / "labels.jsonl").read_text("utf-8").splitlines()
    return {line["file"]: line for line in map(json.loads, lines)}


@pytest.fixture
def project(root, truth):
    project = projects.create("Invoices", "invoices", INVOICES, by=root)
    Membership.objects.get_or_create(user=root, project=project, role=Role.LABELLER)
    for name, line in truth.items():
        Document.objects.create(project=project, sha256=line["sha256"], name=name, size=1, pages=1, split="dev")
    return project


def bring(project, name, root):
    """Uploaded; what the portal proposes is confirmed as it is, and the lists are said to be complete."""
    upload = bring_in(project, (DATA / "invoices" / name).read_bytes(), root, name, made="blind")
    if upload.step == UploadStep.MAPPING:
        uploads.answer(upload, by=root, ring=False, mapping_confirmed=True, lists="complete")
        again(upload)
        upload.refresh_from_db()
    assert upload.step == UploadStep.PREVIEW, upload.error_message
    assert told(upload) == []
    return confirm(upload, root)


def meaning(text, field):
    """What a truth says, as a key."""
    return key(canon(text, field, CANONICAL, side="label"), field)


def held(label):
    """What the portal holds, as keys by place."""
    return {
        row.place: key(values.load(row.stored, field), field)
        for row in label.values.all()
        if row.field
        for field in [INVOICES.find(row.field, row.list_name)]
    }


@pytest.mark.parametrize("name", FILES)
def test_every_cell_agrees_with_the_truth(project, truth, root, name):
    upload = bring(project, name, root)
    stated = 0
    for label in GroundTruth.objects.select_related("document"):
        line = truth[label.document.name]
        for place, said in held(label).items():
            list_name, item, field = place
            row = line["lists"][list_name]["rows"][item - 1] if list_name else line["fields"]
            assert said == meaning(row[field], INVOICES.find(field, list_name)), (label.document.name, place)
            stated += 1
    assert stated == upload.cells.filter(outcome=Outcome.NEW).exclude(field="").count() > 400
    scalars = sum(1 for line in truth.values() for field in line["fields"].values() if field not in (None, ""))
    assert GroundTruth.objects.count() == len(truth)
    found = sum(1 for label in GroundTruth.objects.all() for place in held(label) if not place[0])
    assert found == scalars


@pytest.mark.parametrize("name", FILES)
def test_what_came_in_goes_out_the_same_and_says_nothing_new_when_it_comes_again(project, truth, root, name):
    bring(project, name, root)
    content = take_out(project, Purpose.BLIND, root)
    book = openpyxl.load_workbook(io.BytesIO(content))
    labels = {label.document.name: held(label) for label in GroundTruth.objects.select_related("document")}
    compared = 0
    for row in range(2, book["Data"].max_row + 1):
        document = cell(book, "Data", "file", row).value
        for field in INVOICES.fields:
            content_of = cell(book, "Data", field.title, row).value
            assert (content_of is None) == (("", 0, field.name) not in labels[document]), (document, field.name)
            compared += content_of is not None
    assert compared > 400
    upload = bring_in(project, content, root, made="blind")
    assert upload.step == UploadStep.PREVIEW
    assert not upload.cells.exists()


def test_both_files_say_the_same_of_the_same_documents(project, root):
    bring(project, "labels_de.xlsx", root)
    before = {
        label.document_id: {p: v for p, v in held(label).items() if not p[0]} for label in GroundTruth.objects.all()
    }
    upload = bring(project, "labels_de.csv", root)
    assert upload.counts.cells.keys() <= {Outcome.UNCHANGED, Outcome.AGREED, Outcome.NOTICE}
    assert before == {
        label.document_id: {p: v for p, v in held(label).items() if not p[0]} for label in GroundTruth.objects.all()
    }
