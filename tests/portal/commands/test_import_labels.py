"""`import_labels`: all or nothing, with words for every problem."""

import json

import pytest

from extraction.contract import Conventions, Field, FieldType
from portal.models import GroundTruth, LabelState, Provenance
from portal.services import contracts
from tests.portal.conftest import CONTRACT
from tests.portal.workbook.sheets import workbook

HEAD = ("file", "number", "total", "lines")


@pytest.fixture
def labels(tmp_path):
    """Write a file of labels: JSON lines, or sheets of a workbook."""

    def write(content):
        path = tmp_path / "labels"
        path.write_bytes(workbook(content) if isinstance(content, dict) else content)
        return path

    return write


def values(label):
    return {row.place: row.value for row in label.values.all()}


def test_labels_of_a_workbook_come_in_as_proposed(manage, labels, project, lee, document):
    path = labels(
        {"Data": [HEAD, ("bill.pdf", "007", 12.5, "complete")], "Lines": [("file", "what"), ("bill.pdf", "x")]}
    )
    ended = manage("import_labels", "--project", "bills", path, "--made", "blind", "--by", "lee")
    assert ended.code == 0, ended
    assert "1 new" in ended.out
    label = document.ground_truths.get()
    assert (label.provenance, label.state, label.labeller) == (Provenance.BLIND, LabelState.PROPOSED, lee)
    assert values(label) == {
        ("", 0, "number"): "007",
        ("", 0, "total"): "12.5",
        ("lines", 0, ""): "complete",
        ("lines", 1, "what"): "x",
    }


def test_a_workbook_and_lines_of_json_say_the_same(manage, labels, project, lena, lee, document):
    arguments = ("--project", "bills", "--made", "system")
    line = {
        "file": "bill.pdf",
        "fields": {"number": "007", "issued": "2024-03-04", "total": "1234.50"},
        "lists": {"lines": {"state": "complete", "rows": [{"what": "=1+1", "amount": "2"}]}},
    }
    assert manage("import_labels", *arguments, labels(json.dumps(line).encode()), "--by", "lee").code == 0
    head = ("file", "Number", "Issued", "Total", "Lines")
    sheets = {
        "Data": [head, ("bill.pdf", "007", "04.03.2024", "1.234,50", "complete")],
        "lines": [("file", "item", "what", "amount"), ("bill.pdf", 1, "=1+1", 2)],
    }
    german = ("--decimal", ",", "--dates", "dmy")
    assert manage("import_labels", *arguments, labels(sheets), "--by", "lena", *german).code == 0
    first, second = GroundTruth.objects.order_by("pk")
    assert values(first) == values(second)


def test_importing_again_changes_nothing(manage, labels, project, lee, document):
    arguments = ("import_labels", "--project", "bills", "--made", "blind", "--by", "lee")
    path = labels({"Data": [HEAD, ("bill.pdf", "007", 12.5)]})
    manage(*arguments, path)
    ended = manage(*arguments, path, "--json")
    assert ended.report["unchanged"] == 1
    assert ended.report["cells"] == 0


def test_any_problem_leaves_nothing_written(manage, labels, project, lee, add_document):
    add_document("a.pdf")
    add_document("b.pdf")
    path = labels({"Data": [HEAD, ("a.pdf", "007", 1), ("b.pdf", "008", "many"), ("c.pdf", "009", 1)]})
    ended = manage("import_labels", "--project", "bills", "--made", "blind", "--by", "lee", path)
    assert ended.code == 1
    assert "nothing was written" in ended.out
    assert "Data!C3: Total: “many”" in ended.out
    assert not GroundTruth.objects.exists()


def test_a_document_that_the_project_does_not_have_is_a_problem(manage, labels, project, lee, document):
    path = labels({"Data": [HEAD, ("bill.pdf", "007"), ("strange.pdf", "008")]})
    ended = manage("import_labels", "--project", "bills", "--made", "blind", "--by", "lee", path, "--json")
    assert ended.code == 1
    assert ended.report["written"] is False
    (problem,) = ended.report["problems"]
    assert problem.startswith("Data, row 3: no document “strange.pdf”")
    assert not GroundTruth.objects.exists()


def test_a_dry_run_reports_and_writes_nothing(manage, labels, project, lee, document):
    path = labels({"Data": [HEAD, ("bill.pdf", "007")]})
    ended = manage("import_labels", "--project", "bills", "--made", "blind", "--by", "lee", path, "--dry-run", "--json")
    assert (ended.code, ended.report["new"], ended.report["written"]) == (0, 1, False)
    assert not GroundTruth.objects.exists()


def test_accepting_needs_the_lead(manage, labels, project, lee, lena, document):
    path = labels({"Data": [HEAD, ("bill.pdf", "007")]})
    arguments = ("import_labels", "--project", "bills", "--made", "blind", "--accept", path)
    refused = manage(*arguments, "--by", "lee")
    assert refused.code == 1
    assert "role lead" in refused.error
    assert not GroundTruth.objects.exists()
    assert manage(*arguments, "--by", "lena").code == 0
    assert GroundTruth.objects.get().state == LabelState.ACCEPTED


@pytest.mark.parametrize(
    ("made", "provenance"), [("blind", "blind"), ("shown", "assisted"), ("rules", "weak"), ("system", "imported")]
)
def test_how_labels_were_made_is_kept(manage, labels, project, lee, document, made, provenance):
    path = labels({"Data": [HEAD, ("bill.pdf", "007")]})
    assert manage("import_labels", "--project", "bills", "--made", made, "--by", "lee", path).code == 0
    assert GroundTruth.objects.get().provenance == provenance


@pytest.mark.parametrize("who", ["ines", "ada", "otto"])
def test_others_cannot_write_labels(manage, labels, project, document, request, who):
    request.getfixturevalue(who)
    path = labels({"Data": [HEAD, ("bill.pdf", "007")]})
    ended = manage("import_labels", "--project", "bills", "--made", "blind", "--by", who, path)
    assert ended.code == 1
    assert not GroundTruth.objects.exists()


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"<html></html>", b"PK\x03\x04rubbish"])
def test_a_file_that_is_no_table_is_refused_in_words(manage, labels, project, lee, content):
    ended = manage("import_labels", "--project", "bills", "--made", "blind", "--by", "lee", labels(content))
    assert ended.code == 1
    assert ended.error.endswith(".")


def test_a_wrong_call_ends_with_two(manage, project, lee, tmp_path, labels):
    path = labels(b"{}")
    arguments = ("import_labels", "--made", "blind")
    assert manage(*arguments, "--project", "bills", "--by", "nobody", path).code == 2
    assert manage(*arguments, "--project", "nothing", "--by", "lee", path).code == 2
    assert manage(*arguments, "--project", "bills", "--by", "lee", tmp_path / "gone").code == 2


def test_what_is_declared_of_the_file_counts_before_the_contracts_own_notation(manage, labels, lena, project, document):
    german = Field(name="total", type=FieldType.MONEY, conventions=Conventions(decimal=","))
    contracts.publish(project, CONTRACT.model_copy(update={"fields": (german,), "checks": ()}), by=lena)
    arguments = ("import_labels", "--project", "bills", "--made", "blind", "--by", "lena")
    path = labels({"Data": [("file", "total"), ("bill.pdf", "1.234")]})
    assert manage(*arguments, path, "--decimal", ".").code == 0
    assert values(document.ground_truths.get())["", 0, "total"] == "1.234"
    assert manage(*arguments, path).code == 0
    assert values(document.ground_truths.get())["", 0, "total"] == "1234"
