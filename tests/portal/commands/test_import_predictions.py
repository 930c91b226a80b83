"""`import_predictions`: the output of any other pipeline becomes a run, in one command."""

import json

import pytest

from extraction.contract import Conventions, Field, FieldType
from extraction.values import Grounding
from portal.models import Extraction, ExtractionRun
from portal.services import contracts
from tests.extraction.pdf.pdfs import page, text
from tests.portal.conftest import CONTRACT
from tests.portal.workbook.sheets import workbook


@pytest.fixture
def bill(add_document):
    content = page(text("Invoice no. 007", 50, 200) + text("Total due 1.234,50 EUR", 50, 100))
    return add_document("bill.pdf", content=content)


@pytest.fixture
def predictions(tmp_path):
    def write(content):
        path = tmp_path / "predictions"
        path.write_bytes(content)
        return path

    return write


def line(**content):
    return json.dumps(content).encode() + b"\n"


ARGUMENTS = ("import_predictions", "--project", "bills", "--source", "theirs", "--by", "ada")


def test_lines_become_a_run_with_values_found_on_the_page(manage, predictions, ada, bill):
    path = predictions(line(file="bill.pdf", fields={"number": "007", "total": {"value": "1234.50"}}))
    ended = manage(*ARGUMENTS, path, "--json")
    assert ended.code == 0, ended
    run = ExtractionRun.objects.get(pk=ended.report["run"])
    assert (run.source, run.settings.pipeline, run.created_by) == ("imported", "theirs", ada)
    result = run.extractions.get().result
    assert result.fields["number"].value == "007"
    assert result.fields["number"].grounding is Grounding.EXACT
    assert result.fields["total"].value == "1234.50"
    assert result.fields["total"].grounding is Grounding.NORMALISED


def test_the_next_command_is_printed(manage, predictions, ada, bill):
    ended = manage(*ARGUMENTS, predictions(line(file="bill.pdf", fields={"number": "007"})))
    run = ExtractionRun.objects.get()
    assert f"manage.py evaluate --project bills --run {run.pk} --by ada" in ended.out


def test_a_table_with_the_contracts_headers_becomes_a_run(manage, predictions, ada, bill):
    sheets = {
        "Data": [("file", "Number", "Total"), ("bill.pdf", "007", 1234.5)],
        "Lines": [("file", "item", "what", "amount"), ("bill.pdf", 1, "Nails", 12)],
    }
    ended = manage(*ARGUMENTS, predictions(workbook(sheets)))
    assert ended.code == 0, ended
    result = Extraction.objects.get().result
    assert result.fields["total"].value == "1234.5"
    assert result.fields["total"].grounding is Grounding.NORMALISED
    assert [(item["what"].value, item["amount"].value) for item in result.lists["lines"]] == [("Nails", "12")]


def test_texts_of_a_table_are_read_as_declared(manage, predictions, ada, bill):
    path = predictions(b"file;total\nbill.pdf;1.234\n")
    refused = manage(*ARGUMENTS, path)
    assert refused.code == 1
    assert "B2:" in refused.out
    assert not ExtractionRun.objects.exists()
    assert manage(*ARGUMENTS, path, "--decimal", ",").code == 0
    assert Extraction.objects.get().result.fields["total"].value == "1234"


def test_a_prediction_that_is_no_value_is_kept_as_a_mistake(manage, predictions, ada, bill):
    assert manage(*ARGUMENTS, predictions(b"file,total\nbill.pdf,many\n")).code == 0
    cell = Extraction.objects.get().result.fields["total"]
    assert (cell.value, cell.raw) == (None, "many")
    assert cell.invalid


def test_predictions_for_unknown_documents_are_named_and_left_out(manage, predictions, ada, bill):
    path = predictions(line(file="bill.pdf", fields={"number": "007"}) + line(file="strange.pdf", fields={}))
    ended = manage(*ARGUMENTS, path, "--json")
    assert ended.code == 0
    assert ended.report["left_out"] == ["line 2 (strange.pdf): no document “strange.pdf” in Bills of Beispiel AG"]
    assert Extraction.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        line(file="strange.pdf", fields={}),
        line(file="bill.pdf", fields={}) + b"{broken",
        line(file="bill.pdf", fields={}) * 2,
        line(fields={"number": "1"}),
        b'{"file": "bill.pdf", "fields": {"total": NaN}}',
        b"file,nmber\nbill.pdf,7\n",
        b"%PDF-1.7",
    ],
)
def test_a_file_that_cannot_be_used_makes_no_run(manage, predictions, ada, bill, content):
    assert manage(*ARGUMENTS, predictions(content)).code == 1
    assert not ExtractionRun.objects.exists()


def test_others_cannot_import_predictions(manage, predictions, ada, lee, bill):
    path = predictions(line(file="bill.pdf", fields={}))
    ended = manage("import_predictions", "--project", "bills", "--source", "theirs", "--by", "lee", path)
    assert ended.code == 1
    assert "role engineer or lead" in ended.error
    assert not ExtractionRun.objects.exists()


def test_what_is_declared_of_the_file_counts_before_the_contracts_own_notation(manage, predictions, ada, project, bill):
    german = Field(name="total", type=FieldType.MONEY, conventions=Conventions(decimal=","))
    contracts.publish(project, CONTRACT.model_copy(update={"fields": (german,), "checks": ()}), by=ada)
    path = predictions(b"file;total\nbill.pdf;1.234\n")
    totals = []
    for declared in (("--decimal", "."), ()):
        assert manage(*ARGUMENTS, path, *declared).code == 0
        totals.append(Extraction.objects.latest("pk").result.fields["total"].value)
    assert totals == ["1.234", "1234"]
