"""The contract is edited a part at a time, tried on real documents, compared and published."""

from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import AllowedValue, Check, Conventions, Field, FieldType
from extraction.contract_editing import with_check, with_field, without_check, without_field
from extraction.contracts import shipped
from extraction.values import Cell, ExtractionResult
from portal.models import ContractDraft, ContractVersion
from portal.services import contract_drafts, contracts, documents, labels
from portal.views.contract_forms import AboutForm, CheckForm, ListForm
from portal.views.field_form import FieldForm
from tests.portal.conftest import CONTRACT

TYPED = {"seen": "0", "do": "save", "type": "text", "label": "", "description": "", "aliases": "", "allowed": ""}


def page(name, project, **query):
    return reverse(f"admin:portal_contractversion_{name}", args=[project.pk], query=query)


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def draft(project):
    return contract_drafts.of(project).definition


# What a form says of a part is that part again.


@pytest.mark.parametrize("contract", [CONTRACT, shipped("invoices"), shipped("agreements")], ids=lambda one: one.name)
def test_every_part_of_the_contracts_that_come_with_the_product_fits_its_form(contract):
    for part in (None, *contract.lists):
        for field in part.fields if part else contract.fields:
            form = FieldForm(FieldForm.of(field), in_list=part is not None)
            assert form.is_valid(), form.errors
            assert form.part == field
    for check in contract.checks:
        form = CheckForm(CheckForm.of(check))
        assert form.is_valid()
        assert form.part == check
    for part in contract.lists:
        form = ListForm(ListForm.of(part), fields=part.fields)
        assert form.is_valid()
        assert form.part == part
    form = AboutForm(AboutForm.of(contract))
    assert form.is_valid()
    assert contract.model_copy(update=form.part) == contract


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="=;"), min_size=1)
DECIMALS = st.decimals(min_value=0, max_value=10, places=3)


@given(
    st.builds(
        Field,
        name=st.from_regex(r"[a-z][a-z0-9_]{0,59}", fullmatch=True),
        type=st.sampled_from(FieldType).filter(lambda one: one is not FieldType.ENUM),
        label=st.text("ab c").map(str.strip),
        aliases=st.lists(WORD, unique=True, max_size=3).map(tuple),
        unit=st.none() | st.sampled_from(["EUR", "kg"]),
        conventions=st.builds(
            Conventions, decimal=st.sampled_from([None, ",", "."]), dates=st.sampled_from([None, "dmy", "ymd"])
        ),
        required=st.booleans(),
        critical=st.booleans(),
        key=st.booleans(),
        spaces=st.sampled_from(["keep", "ignore"]),
        case=st.sampled_from(["keep", "ignore"]),
        absolute_tolerance=DECIMALS,
        relative_tolerance=DECIMALS,
        weight=DECIMALS,
    )
    | st.builds(
        Field,
        name=st.just("kind"),
        type=st.just(FieldType.ENUM),
        allowed=st.lists(
            st.builds(AllowedValue, value=WORD, aliases=st.lists(WORD, unique=True, max_size=3).map(tuple)),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one.value,
        ).map(tuple),
    )
)
def test_a_field_put_into_its_form_comes_out_the_same(field):
    form = FieldForm(FieldForm.of(field), in_list=True)
    assert form.is_valid(), form.errors
    assert form.part == field


def test_a_part_that_a_form_cannot_say_is_not_saved_from_it(project, ada, log_in):
    odd = Field(name="kind", type=FieldType.ENUM, allowed=(AllowedValue(value="a=b", aliases=("x; y",)),))
    contract_drafts.save(project, with_field(CONTRACT, odd), by=ada, seen=0)
    shown = log_in(ada).get(page("draft_field", project, path="kind")).content.decode()
    assert "a form cannot say" in shown
    assert 'value="save" disabled' in shown


# Editing.


def test_the_page_says_that_nothing_is_changed_yet(project, ada, log_in):
    shown = log_in(ada).get(page("draft", project)).content.decode()
    assert "Nothing is changed yet" in shown
    assert "Publish" not in shown.replace("Publish it as text", "")


def test_a_field_is_added_and_shown_as_a_change(project, ada, log_in):
    client = log_in(ada)
    typed = TYPED | {"name": "po_number", "type": "identifier", "aliases": "PO no.\nOrder\n", "required": "on"}
    shown = client.post(page("draft_field", project), typed, follow=True).content.decode()
    assert draft(project).field("po_number") == Field(
        name="po_number", type=FieldType.IDENTIFIER, aliases=("PO no.", "Order"), required=True
    )
    for words in ("added", "Po number", "Words on the page, new: PO no.; Order", "Publish v2"):
        assert words in shown
    assert contracts.in_force(project).definition == CONTRACT


def test_a_column_is_added_to_its_list(project, ada, log_in):
    log_in(ada).post(page("draft_field", project, list="lines"), TYPED | {"name": "unit", "key": "on"})
    assert draft(project).find("unit", "lines").key


def test_the_name_of_a_field_that_is_in_force_stays(project, ada, log_in):
    client = log_in(ada)
    client.post(page("draft_field", project, path="buyer"), TYPED | {"name": "customer", "label": "Customer"})
    assert draft(project).field("buyer").label == "Customer"


def test_a_field_of_the_draft_may_still_be_renamed(project, ada, log_in):
    client = log_in(ada)
    client.post(page("draft_field", project), TYPED | {"name": "pu"})
    client.post(page("draft_field", project, path="pu"), TYPED | {"name": "po", "seen": "1"})
    assert [field.name for field in draft(project).fields][-1] == "po"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "Bad Name"}, "small letters, digits and underscores"),
        ({"name": ""}, "required"),
        ({"name": "total"}, "named more than once"),
        ({"name": "x", "type": "enum"}, "needs at least one allowed value"),
        ({"name": "x", "allowed": "a"}, "Only the type enum has allowed values"),
        ({"name": "x", "type": "colour"}, "Select a valid choice"),
        ({"name": "x", "weight": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_field_that_cannot_be_saved_is_said_in_words_and_kept_on_the_page(typed, words, project, ada, log_in):
    response = log_in(ada).post(page("draft_field", project), TYPED | {"description": "my words"} | typed)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "my words" in response.content.decode()
    assert not ContractDraft.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(project, ada, lena, log_in):
    contract_drafts.save(project, with_field(CONTRACT, Field(name="po")), by=lena, seen=0)
    response = log_in(ada).post(page("draft_field", project), TYPED | {"name": "iban", "description": "my words"})
    assert response.status_code == 400
    shown = response.content.decode()
    assert "lena changed the draft meanwhile" in shown
    assert "my words" in shown
    again = log_in(ada).post(page("draft_field", project), TYPED | {"name": "iban", "seen": "1"})
    assert again.status_code == 302
    assert {"po", "iban"} <= {field.name for field in draft(project).fields}


def test_taking_a_part_out_asks_first(project, ada, log_in):
    client = log_in(ada)
    asked = client.get(page("draft_field", project, path="buyer", remove="")).content.decode()
    assert "Take “Buyer” out of the contract?" in asked
    assert not ContractDraft.objects.exists()
    client.post(page("draft_field", project, path="buyer"), {"seen": "0", "do": "remove"})
    assert draft(project) == without_field(CONTRACT, "buyer")


def test_fields_change_places(project, ada, log_in):
    log_in(ada).post(page("draft_field", project, path="total"), {"seen": "0", "do": "up"})
    assert [field.name for field in draft(project).fields] == ["number", "total", "issued", "buyer"]


def test_a_list_begins_with_its_first_field(project, ada, log_in):
    client = log_in(ada)
    refused = client.post(page("draft_list", project), {"seen": "0", "do": "save", "name": "taxes"})
    assert refused.status_code == 400
    client.post(
        page("draft_list", project),
        {"seen": "0", "do": "save", "name": "taxes", "first_field": "rate", "aliases": "VAT"},
    )
    assert draft(project).list("taxes").fields == (Field(name="rate"),)
    client.post(page("draft_list", project, path="lines"), {"seen": "1", "do": "save", "name": "x", "label": "Rows"})
    assert draft(project).list("lines").label == "Rows"
    assert len(draft(project).list("lines").fields) == 2


def test_a_check_is_saved_once_its_rule_is_understood(project, ada, log_in):
    client = log_in(ada)
    typed = {"seen": "0", "do": "save", "name": "positive", "rule": "totl > 0", "label": "Not a bill", "tolerance": ""}
    refused = client.post(page("draft_check", project), typed)
    assert refused.status_code == 400
    assert "totl" in refused.content.decode()
    assert "Save a rule to see where it holds" in refused.content.decode()
    client.post(page("draft_check", project), typed | {"rule": "total > 0"})
    assert draft(project).checks[-1] == Check(name="positive", rule="total > 0", label="Not a bill")


def test_what_the_contract_is_called_can_be_changed(project, ada, log_in):
    log_in(ada).post(
        page("draft", project), {"seen": "0", "do": "about", "title": "Invoices", "kinds": "Invoice\nRechnung"}
    )
    assert (draft(project).title, draft(project).kinds) == ("Invoices", ("Invoice", "Rechnung"))


def test_parts_that_are_not_there_are_not_found(project, ada, log_in):
    client = log_in(ada)
    for address in (
        page("draft_field", project, path="nothing"),
        page("draft_field", project, path="nothing.what"),
        page("draft_field", project, list="nothing"),
        page("draft_list", project, path="nothing"),
        page("draft_check", project, path="nothing"),
    ):
        assert client.get(address).status_code == 404


# Publishing.


def test_a_draft_is_published_with_what_it_did(project, review, ada, log_in):
    contract_drafts.save(project, with_field(CONTRACT, Field(name="po")), by=ada, seen=0)
    response = log_in(ada).post(page("draft", project), {"seen": "1", "after": "1", "do": "publish", "note": "orders"})
    version = ContractVersion.objects.get(number=2)
    assert response["Location"] == reverse("admin:portal_contractversion_change", args=[version.pk])
    assert version.note == "orders"
    assert "1 open review" in told(response)


def test_a_version_published_meanwhile_is_shown_before_anything_is_published_over_it(project, ada, lena, log_in):
    contract_drafts.save(project, with_field(CONTRACT, Field(name="po")), by=ada, seen=0)
    contracts.publish(project, with_field(CONTRACT, Field(name="iban")), by=lena)
    response = log_in(ada).post(page("draft", project), {"seen": "1", "after": "1", "do": "publish"})
    assert response.status_code == 400
    shown = response.content.decode()
    assert "Version 2 was published meanwhile" in shown
    assert "Iban" in shown  # it would be removed
    assert 'name="after" value="2"' in shown


def test_a_draft_that_cannot_be_used_says_why_and_cannot_be_published(project, ada, log_in):
    contract_drafts.save(project, without_field(CONTRACT, "total"), by=ada, seen=0)
    shown = log_in(ada).get(page("draft", project)).content.decode()
    assert "It cannot be published yet" in shown
    assert 'value="publish" disabled' in shown


def test_discarding_asks_first(project, ada, log_in):
    contract_drafts.save(project, with_field(CONTRACT, Field(name="po")), by=ada, seen=0)
    client = log_in(ada)
    assert 'value="discard"' not in client.get(page("draft", project)).content.decode()
    assert 'value="discard"' in client.get(page("draft", project, discard="")).content.decode()
    client.post(page("draft", project), {"seen": "1", "do": "discard"})
    assert draft(project) == CONTRACT


@pytest.mark.parametrize("typed", [{}, {"do": "publish"}, {"do": "publish", "seen": "x"}, {"do": "sing", "seen": "0"}])
def test_a_form_that_is_not_ours_is_refused_in_words(typed, project, ada, log_in):
    assert log_in(ada).post(page("draft", project), typed).status_code == 400


# Trying on real documents.


@pytest.fixture
def bill(project, samples, ada):
    """A sample invoice, kept for development."""
    path = samples / "invoices" / "01-de-letter.pdf"
    added = documents.add(project, path.name, path.read_bytes(), by=ada).document
    added.split = "dev"
    added.save()
    return added


def try_field(client, project, document, **typed):
    sent = TYPED | {"name": "number", "type": "identifier", "document": document.pk} | typed
    return client.post(page("draft_preview", project, path="number"), sent)


def test_a_field_is_tried_on_a_real_document(project, bill, ada, log_in):
    said = try_field(log_in(ada), project, bill, aliases="Rechnungsnummer\nRechnung Nr.\nInvoice no.").json()
    assert said["name"] == "01-de-letter.pdf"
    assert said["found"] == "RE-2025-0412"
    assert said["before"] != said["found"]
    assert {one["word"] for one in said["words"]} >= {"Rechnung Nr."}
    assert "Invoice no." not in {one["word"] for one in said["words"]}
    assert said["verdict"] is None
    assert not ContractDraft.objects.exists()


@pytest.mark.parametrize(("label", "right"), [("RE-2025-0412", True), ("RE-2025-0413", False)])
def test_what_is_found_is_compared_with_the_label(label, right, project, version, bill, ada, lena, log_in):
    record = labels.LabelRecord(bill.name, "row 1", {"number": labels.Said(label)})
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    said = try_field(log_in(ada), project, bill, aliases="Rechnung Nr.").json()
    assert said["right"] is right
    assert ("as the label says" in said["verdict"]["words"]) is right


def test_a_document_kept_for_testing_is_never_offered_for_trying(project, bill, ada, log_in):
    client = log_in(ada)
    assert f'data-documents="{bill.pk}"' in client.get(page("draft_field", project, path="number")).content.decode()
    bill.split = "test"
    bill.save()
    assert 'data-documents=""' in client.get(page("draft_field", project, path="number")).content.decode()
    assert try_field(client, project, bill).status_code == 404


def test_trying_what_is_typed_wrong_says_so(project, bill, ada, log_in):
    answer = try_field(log_in(ada), project, bill, type="enum")
    assert answer.status_code == 400
    assert "Something typed is not right yet" in answer.json()["problem"]


def test_a_document_of_another_project_cannot_be_tried(project, bill, other_project, otto, log_in):
    sent = TYPED | {"name": "number", "document": bill.pk}
    assert log_in(otto).post(page("draft_preview", other_project, path="number"), sent).status_code == 404


def test_a_file_that_is_gone_is_said_in_words(project, bill, ada, log_in):
    Path(bill.path).write_bytes(b"")
    answer = try_field(log_in(ada), project, bill)
    assert answer.status_code == 400
    assert "empty" in answer.json()["problem"]


def test_a_check_shows_where_it_fails(project, add_document, make_extraction, ada, log_in):
    for name, total in (("good.pdf", "30.00"), ("bad.pdf", "31.00"), ("none.pdf", None)):
        document = add_document(name)
        document.split = "dev"
        document.save()
        lines = [{"what": None, "amount": Cell(value="30.00", unit="EUR", raw="30")}]
        total = Cell(value=total, unit="EUR", raw="x") if total else None
        make_extraction(document, ExtractionResult(fields={"total": total}, lists={"lines": lines}))
    shown = log_in(ada).get(page("draft_check", project, path="lines_add_up")).content.decode()
    for words in ("3 documents", "holds 1 time", "fails 1 time", "cannot be told 1 time", "bad.pdf", "which is 31.00"):
        assert words in shown
    assert "good.pdf" not in shown


def test_a_check_without_documents_says_what_is_missing(project, ada, log_in):
    contract_drafts.save(project, with_check(CONTRACT, Check(name="x", rule="total > 0")), by=ada, seen=0)
    assert "nothing to try it on" in log_in(ada).get(page("draft_check", project, path="x")).content.decode()


def test_a_check_reads_values_anew_where_the_draft_reads_a_field_differently(
    project, add_document, make_extraction, ada, log_in
):
    as_text = CONTRACT.field("total").model_copy(update={"type": FieldType.TEXT})
    contracts.publish(project, with_field(without_check(CONTRACT, "lines_add_up"), as_text, instead_of="total"), by=ada)
    document = add_document("good.pdf")
    document.split = "dev"
    document.save()
    total = Cell(value="30,00 €", raw="30,00 €")  # as a text field holds it
    lines = [{"what": None, "amount": Cell(value="30.00", unit="EUR", raw="30,00 €")}]
    run = make_extraction(document, ExtractionResult(fields={"total": total}, lists={"lines": lines})).run
    run.contract_version = contracts.in_force(project)
    run.save()
    contract_drafts.save(project, CONTRACT, by=ada, seen=0)
    shown = log_in(ada).get(page("draft_check", project, path="lines_add_up")).content.decode()
    assert "holds 1 time" in shown
