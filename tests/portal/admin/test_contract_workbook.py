"""The contract by Excel: downloaded, changed as people change workbooks, uploaded, compared and published."""

import io

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from extraction.contract import AllowedValue, Field, FieldType
from extraction.contract_editing import with_field, with_list, without_check, without_field
from portal.models import ContractDraft, Project
from portal.services import contract_drafts, contracts, labels
from portal.services.labels import LabelRecord, Said
from tests.portal.admin.conftest import body
from tests.portal.conftest import CONTRACT


def page(name, *arguments):
    return reverse(f"admin:portal_contractversion_{name}", args=arguments)


def downloaded(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def upload(client, project, book, **typed):
    if not isinstance(book, bytes):
        target = io.BytesIO()
        book.save(target)
        book = target.getvalue()
    sent = {"seen": "0", "file": SimpleUploadedFile("fields.xlsx", book), **typed}
    return client.post(page("workbook", project.pk), sent)


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def row_of(sheet, name):
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == name)


def column_of(sheet, header):
    return next(cell.column for cell in sheet[1] if cell.value == header)


def put(sheet, row, **cells):
    for header, value in cells.items():
        sheet.cell(row, column_of(sheet, header.replace("_", " "))).value = value


def test_a_changed_workbook_becomes_the_draft_and_is_published(project, version, ada, log_in):
    client = log_in(ada)
    book = downloaded(client, page("fields", version.pk))
    sheet = book["Fields"]
    put(sheet, row_of(sheet, "number"), Type="integer")
    sheet.delete_rows(row_of(sheet, "buyer"))
    end = sheet.max_row + 1
    put(sheet, end, Name="po", Label="Order", Type="identifier", Words_on_the_page="PO no.\nOrder no.", Required="yes")
    put(sheet, end + 1, Name="currency", Type="enum", Allowed_values="EUR = €, Euro\nUSD = $")
    response = upload(client, project, book)
    assert response.status_code == 302
    assert response["Location"] == page("draft", project.pk) + "#changes"
    assert "The file is the draft now" in told(response)

    number = Field(name="number", type=FieldType.INTEGER, label="Number", aliases=("Invoice no.",), required=True)
    order = Field(name="po", type=FieldType.IDENTIFIER, label="Order", aliases=("PO no.", "Order no."), required=True)
    allowed = (AllowedValue(value="EUR", aliases=("€", "Euro")), AllowedValue(value="USD", aliases=("$",)))
    expected = without_field(with_field(CONTRACT, number, instead_of="number"), "buyer")
    expected = with_field(with_field(expected, order), Field(name="currency", type=FieldType.ENUM, allowed=allowed))
    assert contract_drafts.of(project).definition == expected

    shown = body(client.get(page("draft", project.pk)))
    for words in (
        "Not in the contract any more: buyer.",
        "Cells of these fields are read under their new type or notation: number.",
        "New columns stand at their place in the contract: po after total; currency after po.",
        "These columns and sheets disappear: buyer.",
    ):
        assert words in shown
    published = client.post(page("draft", project.pk), {"seen": 1, "do": "publish", "after": 1})
    assert published.status_code == 302
    assert contracts.in_force(project).definition == expected


def test_the_draft_tells_what_becomes_of_values_before_it_is_published(project, document, review, lena, ada, log_in):
    said = {"number": Said("R-9"), "total": Said("30.00", "canonical"), "buyer": Said("Beispiel AG")}
    record = LabelRecord(document.name, "row 1", said, {})
    labels.import_labels(project.contract_versions.get(), [record], made="blind", by=lena, accept_them=True)
    number = Field(name="number", type=FieldType.INTEGER, label="Number")
    fewer = without_field(with_field(CONTRACT, number, instead_of="number"), "buyer")
    contract_drafts.save(project, with_field(fewer, Field(name="buyers")), by=ada, seen=0)
    shown = body(log_in(ada).get(page("draft", project.pk)))
    sentences = (
        "1 label is carried forward",
        "buyer goes and buyers comes: it looks renamed.",
        "1 value stays as it is.",
        "1 value is read again, because its field is read differently.",
        "All of them were tried: 1 would not be valid any more.",
        "1 label with such a value goes back to proposed.",
        "1 value of a field that goes is kept, unseen",
        "1 review has such a value: an expert looks at it again.",
        "New columns stand at their place in the contract: buyers after total.",
        "These columns hold values of another type or notation: number.",
    )
    assert [sentence for sentence in sentences if sentence not in shown] == []


def test_an_unchanged_workbook_begins_no_draft(project, version, ada, log_in):
    client = log_in(ada)
    response = upload(client, project, downloaded(client, page("fields", version.pk)))
    assert response.status_code == 400
    assert "Nothing is changed: the file says what Bills v1 says." in body(response)
    assert not ContractDraft.objects.exists()


def test_lists_and_checks_are_changed_on_their_sheets(project, version, ada, log_in):
    client = log_in(ada)
    book = downloaded(client, page("fields", version.pk))
    put(book["Lists"], 2, Label="Items")
    book["Checks"].delete_rows(2)
    assert upload(client, project, book).status_code == 302
    renamed = CONTRACT.list("lines").model_copy(update={"label": "Items"})
    expected = without_check(with_list(CONTRACT, renamed, instead_of="lines"), "lines_add_up")
    assert contract_drafts.of(project).definition == expected
    shown = body(client.get(page("draft", project.pk)))
    assert "The sheet Final Lines is called Final Items" in shown


def test_mistakes_are_named_with_their_cells_and_nothing_is_written(project, version, ada, log_in):
    client = log_in(ada)
    book = downloaded(client, page("fields", version.pk))
    sheet = book["Fields"]
    put(sheet, 2, Type="identifer")
    put(sheet, 4, Tolerance="0,5")
    sheet.cell(7, 1).value = "Line Amount"
    response = upload(client, project, book)
    shown = body(response)
    assert response.status_code == 400
    assert "Fields!D2: “identifer” is no type of field. Did you mean “identifier”?" in shown
    assert "Fields!N4: “0,5” is no number of 0 or more." in shown
    assert "Fields!A7: “Line Amount” is no name." in shown
    assert "“amount”" in shown
    assert not ContractDraft.objects.exists()


def test_a_check_of_a_field_that_went_is_named(project, version, ada, log_in):
    client = log_in(ada)
    book = downloaded(client, page("fields", version.pk))
    book["Fields"].delete_rows(row_of(book["Fields"], "total"))
    assert "Checks!B2: Check lines_add_up: " in body(upload(client, project, book))


def test_a_draft_is_replaced_only_when_that_is_said(project, version, ada, lena, log_in):
    mine = with_field(CONTRACT, Field(name="mine"))
    contract_drafts.save(project, mine, by=lena, seen=0)
    client = log_in(ada)
    assert "There is one, last changed" in body(client.get(page("workbook", project.pk)))
    book = downloaded(client, page("fields", version.pk))
    put(book["Contract"], 3, Value="Receipts")
    refused = upload(client, project, book, seen="1")
    assert "There is a draft already, last changed by lena." in body(refused)
    assert contract_drafts.of(project).definition == mine
    stale = upload(client, project, book, replace="on")
    assert "lena changed the draft meanwhile" in body(stale)
    assert upload(client, project, book, seen="1", replace="on").status_code == 302
    assert contract_drafts.of(project).definition == CONTRACT.model_copy(update={"title": "Receipts"})


def test_the_draft_is_downloaded_and_comes_back_as_it_is(project, ada, log_in):
    mine = with_field(CONTRACT, Field(name="mine"))
    contract_drafts.save(project, mine, by=ada, seen=0)
    client = log_in(ada)
    book = downloaded(client, page("draft_fields", project.pk))
    assert row_of(book["Fields"], "mine")
    assert "the file says what the draft says" in body(upload(client, project, book, seen="1", replace="on"))


def test_that_a_sheet_of_ones_own_is_not_read_is_told(project, version, ada, log_in):
    client = log_in(ada)
    book = downloaded(client, page("fields", version.pk))
    put(book["Contract"], 3, Value="Receipts")
    book.create_sheet("Mine")["A1"] = "x"
    assert "The sheet “Mine” is not read." in told(upload(client, project, book))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"x" * (6 << 20), "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, problem, project, ada, log_in):
    response = upload(log_in(ada), project, content)
    assert problem in body(response)
    assert response.status_code == 400
    assert not ContractDraft.objects.exists()


def test_without_a_file_the_page_asks_for_one(project, ada, log_in):
    response = log_in(ada).post(page("workbook", project.pk), {"seen": "0"})
    assert response.status_code == 400
    assert "Choose a file" in body(response)


def test_everybody_in_the_project_may_read_the_fields_and_nobody_else(project, version, vera, otto, log_in):
    assert downloaded(log_in(vera), page("fields", version.pk))["Fields"]["A2"].value == "number"
    assert page("fields", version.pk) in body(log_in(vera).get(page("change", version.pk)))
    assert page("workbook", project.pk) not in body(log_in(vera).get(page("change", version.pk)))
    assert log_in(vera).get(page("workbook", project.pk)).status_code == 403
    for name, row in (("fields", version), ("draft_fields", project), ("workbook", project)):
        assert log_in(otto).get(page(name, row.pk)).status_code == 404


# A project begins with a workbook.


def begin(client, content, slug="new-bills"):
    sent = {
        "name": "New bills",
        "slug": slug,
        "contract": "workbook",
        "file": SimpleUploadedFile("fields.xlsx", content),
    }
    return client.post(reverse("admin:portal_project_add"), sent)


def test_a_project_begins_with_a_workbook(root, log_in):
    client = log_in(root)
    book = downloaded(client, reverse("admin:portal_project_add") + "?workbook=invoices")
    put(book["Contract"], 2, Value="my_invoices")
    target = io.BytesIO()
    book.save(target)
    assert begin(client, target.getvalue()).status_code == 302
    assert contracts.in_force(Project.objects.get(slug="new-bills")).definition.name == "my_invoices"


def test_a_project_begins_with_a_csv_of_fields_and_is_called_by_its_short_name(root, log_in):
    csv = b"Name,List,Type\nnumber,,identifier\namount,lines,money\n"
    assert begin(log_in(root), csv).status_code == 302
    contract = contracts.in_force(Project.objects.get(slug="new-bills")).definition
    assert (contract.name, [one.name for one in contract.lists]) == ("new_bills", ["lines"])


def test_a_project_with_a_mistake_in_its_workbook_is_not_created(root, log_in):
    response = begin(log_in(root), b"Name,Type\nnumber,monney\n")
    assert response.status_code == 400
    assert "B2: “monney” is no type of field." in body(response)
    assert not Project.objects.exists()
