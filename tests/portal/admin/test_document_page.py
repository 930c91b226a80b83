"""The document's page: its pages with boxes, what each source said, and where it stands."""

import re

import pytest
from django.urls import reverse

from extraction.contract import Contract
from extraction.values import Cell, CheckResult, ExtractionResult, Flag, Grounding
from portal.models import Extraction, ExtractionRun, RunSettings
from portal.services import runs
from portal.views import page_images
from portal.views.columns import field_rows, item_tables, of_extraction
from tests.portal.admin.conftest import body
from tests.portal.conftest import CONTRACT, RESULT


@pytest.fixture
def shown(document, log_in, lena):
    return lambda: log_in(lena).get(reverse("admin:portal_document_change", args=[document.pk])).content.decode()


def claimed(document, version, source, **columns):
    run = ExtractionRun.objects.create(project=document.project, contract_version=version, source=source, **columns)
    return runs.claim(Extraction.objects.create(run=run, document=document).pk)


def test_boxes_are_drawn_in_points_of_the_page(document, make_extraction, shown, monkeypatch):
    monkeypatch.setattr("portal.views.pictures.sizes", lambda *pages: [(612.0, 792.0)])
    make_extraction(document)
    page = shown()
    assert 'viewBox="0 0 612.00 792.00"' in page
    box = re.search(r'<rect id="b-A-total"[^>]*x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page)
    assert box.groups() == ("99.00", "89.00", "42.00", "12.00")
    assert 'href="#v-A-total"' in page
    assert 'id="v-A-total"' in page


@pytest.mark.parametrize("language", ["de", "fr", "ru"])
def test_coordinates_have_a_point_in_every_language(language, document, make_extraction, shown, settings, monkeypatch):
    settings.LANGUAGE_CODE = language
    monkeypatch.setattr("portal.views.pictures.sizes", lambda *pages: [(595.28, 841.89)])
    make_extraction(document)
    assert 'viewBox="0 0 595.28 841.89"' in shown()


def test_values_stand_beside_what_the_page_prints(document, make_extraction, shown):
    make_extraction(document)
    page = shown()
    assert "30.00 EUR" in page
    assert "30,00 €" in page
    assert "printed like this" in page
    assert "not found" in page  # the buyer


def test_what_no_page_shows_is_said_in_words_and_by_a_sign(document, make_extraction, shown):
    invented = Cell(value="99.00", unit="EUR", raw="99.00", grounding=Grounding.NONE)
    make_extraction(document, ExtractionResult(fields={"total": invented}))
    assert re.search(r"✗</span>\s*not found on the page", shown())


def test_a_text_that_is_no_value_is_shown_with_the_reason(document, make_extraction, shown):
    refused = Cell(invalid="ambiguous: “1,234” may be either", raw="1,234")
    make_extraction(document, ExtractionResult(fields={"total": refused}))
    page = shown()
    assert "not valid" in page
    assert "may be either" in page


def test_of_each_source_only_the_latest_success_is_shown(document, make_extraction, shown):
    make_extraction(document)
    make_extraction(document, ExtractionResult(fields={"number": Cell(value="R-999", raw="R-999")}))
    make_extraction(document, ExtractionResult(fields={"number": Cell(value="R-555", raw="R-555")}), source="embedded")
    page = shown()
    assert "R-999" in page
    assert "R-555" in page
    assert page.count("run 1,") == 0


def test_imported_predictions_go_by_the_name_of_their_pipeline(document, version, shown):
    runs.succeed(claimed(document, version, "imported", settings=RunSettings(pipeline="acme")), RESULT, 0.1)
    assert "acme" in shown()


def test_a_failure_says_why_until_the_source_succeeds(document, version, make_extraction, shown):
    runs.fail(claimed(document, version, "layout"), "needs_password", "The PDF needs a password.", 0.1)
    assert "The PDF needs a password." in shown()
    make_extraction(document)
    assert "The PDF needs a password." not in shown()


def test_flags_failed_checks_and_notes_are_shown(document, make_extraction, shown):
    result = RESULT.model_copy(
        update={
            "flags": (Flag(code="hidden_text", message="Text nobody sees", page=1),),
            "checks": (CheckResult(name="lines_add_up", passed=False, detail="30 is not 31"),),
            "notes": ("no embedded invoice",),
        }
    )
    make_extraction(document, result)
    page = shown()
    for words in ("Text nobody sees", "30 is not 31", "no embedded invoice"):
        assert words in page


def test_a_document_without_extractions_says_what_to_do(document, shown):
    assert "starts a run" in shown()


def test_line_items_are_a_table_of_their_own(document, make_extraction):
    column = of_extraction(make_extraction(document), CONTRACT, letter="A", title="layout", subtitle="", href="")
    (table,) = item_tables(CONTRACT, [column])
    assert [(number, [one.text for one in sayings]) for number, sayings in table.rows] == [
        (1, ["Nails", "10.00 EUR"]),
        (2, ["Screws", "20.00 EUR"]),
    ]


def test_a_field_the_source_does_not_know_is_a_gap_not_an_error(document, make_extraction):
    wider = Contract(name="wider", fields=(*CONTRACT.fields, CONTRACT.fields[0].model_copy(update={"name": "later"})))
    column = of_extraction(make_extraction(document), wider, letter="A", title="layout", subtitle="", href="")
    assert field_rows(wider, [column])[-1].sayings[0].text == "not found"


def test_the_original_is_a_sandboxed_download(document, lena, log_in, add_document):
    document = add_document("Rechnung “5”.pdf", content=b"%PDF-1.7 x")
    response = log_in(lena).get(reverse("admin:portal_document_file", args=[document.pk]))
    assert body(response) == "%PDF-1.7 x"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_missing_file_is_not_found(document, lena, log_in):
    assert log_in(lena).get(reverse("admin:portal_document_file", args=[document.pk])).status_code == 404


# Page images.


@pytest.fixture
def real(add_document, samples):
    return add_document("letter.pdf", content=(samples / "invoices" / "01-de-letter.pdf").read_bytes())


def image(client, document, number=1):
    return client.get(reverse("admin:portal_document_image", args=[document.pk, number]))


def test_a_page_is_drawn_once_and_kept(real, lena, log_in, monkeypatch):
    first = image(log_in(lena), real)
    assert first["Content-Type"] == "image/png"
    assert first["Cache-Control"].startswith("private")
    assert first.content.startswith(b"\x89PNG")
    monkeypatch.setattr(page_images, "page_image", lambda *args, **more: pytest.fail("drawn twice"))
    assert image(log_in(lena), real).content == first.content


def test_sizes_are_asked_of_the_reader_once(real, monkeypatch):
    ((width, height),) = page_images.sizes(real, 1, 1)
    assert (round(width), round(height)) == (595, 842)
    monkeypatch.setattr(page_images, "page_sizes", lambda *args: pytest.fail("read twice"))
    assert page_images.sizes(real, 1, 1) == [(width, height)]


def test_a_page_without_a_size_is_shown_as_a4(document):
    assert page_images.sizes(document, 1, 2) == [page_images.A4] * 2


@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_a_page_that_is_not_there_is_not_found(number, real, lena, log_in):
    assert image(log_in(lena), real, number).status_code == 404


def test_a_page_that_cannot_be_drawn_says_why_in_its_place(document, add_document, lena, log_in):
    broken = add_document("broken.pdf", content=b"%PDF-1.4 rubbish")
    response = image(log_in(lena), broken)
    assert response["Content-Type"] == "image/svg+xml"
    assert "cannot be shown" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_long_documents_come_in_windows_of_pages(document, lena, log_in):
    type(document).objects.update(pages=95)
    address = reverse("admin:portal_document_change", args=[document.pk])
    page = log_in(lena).get(address, {"first": 83}).content.decode()
    assert 'id="page-81"' in page
    assert 'id="page-95"' in page
    assert 'id="page-80"' not in page
    for nonsense in ("0", "-1", "x", "1e9", "²", "96"):
        assert 'id="page-1"' in log_in(lena).get(address, {"first": nonsense}).content.decode()
