"""A workbook of an older contract version comes back under the newer one: cells map by field name."""

from __future__ import annotations

import pytest

from extraction.contract import Field, FieldType
from extraction.contract_editing import with_field, without_field
from portal.models import Outcome, Purpose, UploadStep
from portal.services import contracts
from tests.portal.conftest import CONTRACT
from tests.portal.workbook.journeys import bring_in, confirm, edited, outcomes, put, take_out, told


@pytest.fixture
def copy(project, review, erika) -> bytes:
    return take_out(project, Purpose.REVIEW, erika)


def test_fields_that_are_still_there_are_taken_whatever_they_are_called_now(project, review, copy, erika, lena):
    renamed = Field(name="total", type=FieldType.MONEY, label="Amount due", critical=True)
    contracts.publish(project, with_field(CONTRACT, renamed, instead_of="total"), by=lena)
    upload = confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika), erika)
    assert upload.step == UploadStep.DONE, upload.error_message
    assert outcomes(upload) == {"total": "changed"}
    assert project.documents.get().reviews.get().values.get(field="total", list_name="").value == "31.5"


def test_fields_that_are_gone_are_listed_and_kept_out(project, review, copy, erika, lena):
    contracts.publish(project, without_field(CONTRACT, "buyer"), by=lena)
    filled = edited(copy, lambda book: (put("Data", "Buyer", "Beispiel AG")(book), put("Data", "Number", "8")(book)))
    upload = confirm(bring_in(project, filled, erika), erika)
    assert outcomes(upload).pop("number") == "changed"
    said = told(upload, Outcome.NOTICE) + told(upload, Outcome.PROBLEM)
    assert any("Buyer" in one for one in said), said


def test_an_untouched_workbook_still_says_nothing_where_a_field_was_retyped(project, review, copy, erika, lena):
    retyped = Field(name="number", type=FieldType.TEXT, label="Number")
    contracts.publish(project, with_field(CONTRACT, retyped, instead_of="number"), by=lena)
    assert outcomes(bring_in(project, copy, erika)) == {}


def test_a_workbook_of_the_contract_is_sent_to_the_page_of_the_contract(project, erika):
    content = take_out(project, Purpose.CONTRACT, erika)
    upload = bring_in(project, content, erika)
    assert upload.job == "failed"
    assert "page of the contract" in upload.error_message


def test_final_data_do_not_come_back(project, review, erika):
    upload = bring_in(project, take_out(project, Purpose.FINAL, erika), erika)
    assert "not made to be filled in" in upload.error_message
