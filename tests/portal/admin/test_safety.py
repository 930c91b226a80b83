"""Text of strangers (file names, values, comments) is shown as text, on every page."""

import pytest
from django.urls import reverse

from extraction.values import Cell, CheckResult, ExtractionResult, Flag, Grounding
from portal.models import Conflict, GroundTruth, StoredValue, UploadAnswers, UploadStep
from portal.services import evaluation, labels, reviews
from portal.services.labels import LabelRecord, Said
from portal.services.reviews import Edit
from tests.portal.admin.conftest import body, exported, upload_at

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
ITEM = {"what": Cell(value=EVIL, raw=EVIL, page=1, box=(1, 1, 2, 2), grounding=Grounding.EXACT), "amount": None}
RESULT = ExtractionResult(
    fields={
        "number": Cell(value=EVIL, raw=EVIL, page=1, box=(1, 1, 2, 2), grounding=Grounding.EXACT, rule=EVIL),
        "buyer": Cell(invalid=EVIL, raw=EVIL),
        "total": Cell(value="1.00", unit=EVIL, raw=EVIL),
    },
    lists={"lines": [ITEM]},
    checks=(CheckResult(name="lines_add_up", passed=False, detail=EVIL),),
    flags=(Flag(code=EVIL, message=EVIL),),
    notes=(EVIL,),
)


@pytest.fixture
def evil(project, version, add_document, make_extraction, erika, anton, lena, ada):
    """Everything a stranger can name is named evil."""
    type(project).objects.filter(pk=project.pk).update(name=EVIL)
    project.refresh_from_db()
    document = add_document(EVIL)
    document.stratum, document.problem, document.external_id = EVIL[:120], EVIL, EVIL[:120]
    document.save()
    extraction = make_extraction(document, RESULT, source="layout")
    review = document.reviews.get()
    corrected = [Edit(("", 0, name), EVIL + "2", 1, reason=EVIL) for name in ("number", "buyer")]
    reviews.edit(review, corrected, by=erika)
    record = LabelRecord(EVIL, "row", {"number": Said(EVIL + "3", "canonical"), "buyer": Said(EVIL)})
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    scored = evaluation.evaluate(extraction.run, by=ada)
    reviews.submit(review, by=erika, confirm_rest=True)
    reviews.send_back(review, by=anton, comment=EVIL)
    upload = upload_at(project, UploadStep.DONE, document, lena)
    upload.name = EVIL
    upload.save()
    hostile = StoredValue(says="value", value=EVIL, raw=EVIL)
    upload.cells.update(said=EVIL, new=hostile, before=hostile, sheet=EVIL[:60], message=EVIL, cause=EVIL, remedy=EVIL)
    Conflict.objects.create(cell=upload.cells.get())
    return {
        "document": document,
        "extraction": extraction,
        "extractionrun": extraction.run,
        "review": review,
        "groundtruth": GroundTruth.objects.get(document=document, provenance="blind"),
        "evalrun": scored,
        "workbookexport": exported(project, lena),
        "upload": upload,
        "contractversion": version,
        "project": project,
    }


MODELS = (
    "document", "extraction", "extractionrun", "review", "groundtruth", "evalrun", "workbookexport", "upload",
    "contractversion", "project",
)  # fmt: skip


def is_harmless(page: str) -> bool:
    return "<script>alert" not in page and "<img src=x" not in page and "49 }}" not in page and ">49<" not in page


@pytest.mark.parametrize("model", MODELS)
def test_pages_show_scripts_as_text(model, evil, lena, log_in):
    page = body(log_in(lena).get(reverse(f"admin:portal_{model}_change", args=[evil[model].pk])))
    assert is_harmless(page)
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("step", ["mapping", "preview"])
def test_questions_and_previews_show_scripts_as_text(step, evil, lena, log_in):
    columns = [{"index": 0, "header": EVIL, "meaning": "", "how": ""}]
    mapping = {"sheets": [{"sheet": EVIL, "header_row": 1, "columns": columns}]}
    upload = evil["upload"]
    upload.step, upload.target = step, "labels"
    upload.answers = UploadAnswers(questions=("made", "lists", "mapping"), mapping=mapping)
    upload.save()
    page = body(log_in(lena).get(reverse("admin:portal_upload_change", args=[upload.pk])))
    assert is_harmless(page)
    assert "&lt;script&gt;" in page


def test_conflicts_show_scripts_as_text(evil, lena, log_in):
    page = body(log_in(lena).get(reverse("admin:portal_upload_conflicts", args=[evil["upload"].pk])))
    assert is_harmless(page)
    assert "Take “&lt;script&gt;" in page


@pytest.mark.parametrize("model", MODELS)
def test_lists_show_scripts_as_text(model, evil, lena, log_in):
    assert is_harmless(body(log_in(lena).get(reverse(f"admin:portal_{model}_changelist"))))


@pytest.mark.parametrize(
    "form",
    ["document_add", "extractionrun_add", "workbookexport_add", "upload_add", "extraction_final", "membership_add"],
)
def test_forms_show_scripts_as_text(form, evil, lena, log_in):
    text = body(log_in(lena).get(reverse(f"admin:portal_{form}")))
    assert is_harmless(text)
    assert "&lt;script&gt;" in text


def test_what_was_typed_comes_back_as_text(evil, erika, lena, log_in):
    review = reverse("admin:portal_review_change", args=[evil["review"].pk])
    page = body(log_in(erika).post(review, {"text:total": EVIL, "seen:total": "1", "reason": EVIL}))
    assert is_harmless(page)
    assert "&lt;script&gt;" in page
    contract = reverse("admin:portal_contractversion_new", args=[evil["project"].pk])
    assert is_harmless(body(log_in(lena).post(contract, {"definition": EVIL, "note": EVIL})))


def test_messages_show_scripts_as_text(evil, anton, log_in):
    move = reverse("admin:portal_review_move", args=[evil["review"].pk])
    assert is_harmless(body(log_in(anton).post(move, {"do": EVIL}, follow=True)))


def test_a_download_keeps_its_header_whole_whatever_the_name(add_document, lena, log_in):
    document = add_document('a"\r\nSet-Cookie: x=1;.pdf', content=b"%PDF-")
    response = log_in(lena).get(reverse("admin:portal_document_file", args=[document.pk]))
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response["Content-Disposition"]
    body(response)
