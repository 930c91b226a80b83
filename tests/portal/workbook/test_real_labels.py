"""The labels of real invoices: as lines of JSON and as the same workbook they are one and the same."""

import json
from datetime import date

import pytest

from extraction.contract import FieldType
from extraction.contracts.invoices import INVOICES
from extraction.values import Value
from portal.models import Document, GroundTruth, Membership, Role
from portal.services import projects
from portal.workbook.label_import import import_label_file
from tests.portal.workbook.sheets import workbook
from tests.shared_data import DATA, needs_data


def typed(text, field):
    """A label as somebody types it into a cell."""
    if text in (None, "N/A"):
        return text
    if field.type is FieldType.DATE:
        return date.fromisoformat(text)
    return float(text) if field.type.is_number else text


def as_workbook(lines):
    """The same labels, numbers and dates typed, headers as people read them."""
    (part,) = INVOICES.lists
    data = [["File name", *(field.title for field in INVOICES.fields), part.title]]
    items = [["File", "Item", *(field.title for field in part.fields)]]
    for line in lines:
        stated = line.get("lists", {}).get(part.name, {"state": None, "rows": []})
        cells = [typed(line["fields"].get(field.name), field) for field in INVOICES.fields]
        data.append([line["file"], *cells, stated["state"]])
        for number, row in enumerate(stated["rows"], start=1):
            items.append([line["file"], number, *(typed(row.get(field.name), field) for field in part.fields)])
    return workbook({"Data": data, part.title: items})


@pytest.fixture
def version(root):
    project = projects.create("Invoices", "invoices", INVOICES, by=root)
    for role in (Role.LABELLER, Role.LEAD):
        Membership.objects.get_or_create(user=root, project=project, role=role)
    return project.contract_versions.get()


def said(label):
    return {row.place: (row.says, row.value, row.unit, row.precision, row.state) for row in label.values.all()}


def folded(stored, field):
    """A number without trailing zeros: a cell does not keep them."""
    says, value, *rest = stored
    return (says, Value(value) if not field.type.is_number else float(value), *rest)


@needs_data
@pytest.mark.django_db
def test_lines_and_workbook_of_real_invoices_give_the_same_ground_truth(version, root):
    source = DATA / "invoices" / "labels.jsonl"
    lines = [json.loads(line) for line in source.read_text().splitlines()]
    for line in lines:
        Document.objects.create(project=version.project, sha256=line["sha256"], name=line["file"], size=1, split="dev")
    from_lines = import_label_file(version, source, made="system", by=root)
    from_book = import_label_file(version, as_workbook(lines), made="blind", by=root)
    assert from_lines.report.problems == from_book.report.problems == []
    assert from_lines.report.new == from_book.report.new == len(lines)
    assert from_lines.report.cells == from_book.report.cells > 500
    for document in Document.objects.all():
        one, other = GroundTruth.objects.filter(document=document).order_by("pk")
        ours, theirs = said(one), said(other)
        assert ours.keys() == theirs.keys()
        for place, stored in ours.items():
            list_name, _, name = place
            if stored != theirs[place]:
                field = INVOICES.find(name, list_name)
                assert field.type.is_number
                assert folded(stored, field) == folded(theirs[place], field)
